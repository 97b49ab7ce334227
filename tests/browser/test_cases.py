"""A caseworker with the real directory and the telephone alone: a client from the first call to the end, on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support import staff_browser
from tests.support.staff_browser import PASSWORD, WCAG

pytestmark = pytest.mark.browser
INVITE = (
    "from shelters.models import Organisation; from shelters.staff import team; from shelters.codes.staff import Role;"
    "there = Organisation.objects.create(key='help', type='ngo', name_az='Kömək');"
    "print(team.invite(Role.CASEWORKER, there, by=None))"
)
AWAKE = (
    "from shelters.models import User; from django.utils import timezone;"
    "User.objects.filter(username='sevda').update(awake_at=timezone.now(), language='en')"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("cases"))
    yield made
    made.stop()


def look(page, name):
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    found = Axe().run(page, options=WCAG).response["violations"]
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def test_a_client_by_telephone(chromium, server):
    page = staff_browser.phone(chromium)
    token = server.manage("shell", "-c", INVITE).strip().split()[-1]
    page.goto(f"{server.url}/work/join/{token}/")
    page.locator("[name=username]").fill("sevda")
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("form button").first.click()
    page.goto(server.url + "/work/keys/webauthn/add/")
    page.locator("#id_name").fill("My phone")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    server.manage("shell", "-c", AWAKE)
    page.goto(server.url + "/work/")
    if "/reauthenticate/" in page.url:
        page.locator("#mfa_webauthn_reauthenticate").click()
        page.wait_for_url(server.url + "/work/")
    page.goto(server.url + "/work/requests/")
    look(page, "list")
    page.get_by_role("link", name="A new client").click()
    expect(page.locator("[name=group]").first).to_be_visible()
    look(page, "new")
    for name, value in {"group": "women", "needs": "legal_aid", "danger": "high", "way": "voice"}.items():
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("[name=told]").check()
    page.locator("form button[data-main]").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"\w+ \w+"))
    look(page, "case")
    page.get_by_role("link", name="Legal help").click()
    expect(page.get_by_role("button", name="I rang them").last).to_be_visible()
    look(page, "need")
    page.get_by_role("button", name="I rang them").last.click()
    page.locator("[name=name]").fill("Klinika")
    look(page, "call")
    page.locator("[name=result][value=offered]").check()
    page.locator("button[data-main]").click()
    page.get_by_role("button", name="They take it").click()
    page.get_by_role("button", name="They arrived, or were seen").click()
    expect(page.get_by_role("button", name="They arrived, or were seen")).to_have_count(0)
    look(page, "arrived")
