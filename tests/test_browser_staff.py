"""Staff in Chromium: invitation, passkey, admin, and a count on a phone held in one hand."""

import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from . import server as servers
from .test_browser import WCAG

pytestmark = pytest.mark.browser
PASSWORD = "a-long-password-1"
POOL = (
    "from shelters.models import *; f = Facility.objects.get(key='gence-2023');"
    "BedPool.objects.get_or_create(facility=f, name_az='Otaqlar', name_en='Rooms', capacity=5)"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("staff"))
    yield made
    made.stop()


def manage(server, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    options = {"check": True, "capture_output": True, "text": True}
    return subprocess.run(command, cwd=servers.ROOT, env=server.environment, **options).stdout


@pytest.fixture
def page(chromium):
    """A phone with a fingerprint reader."""
    context = chromium.new_context(locale="en", viewport={"width": 320, "height": 640})
    context.set_default_timeout(10_000)
    one = context.new_page()
    session = context.new_cdp_session(one)
    session.send("WebAuthn.enable")
    reader = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": reader | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    yield one
    context.close()


def come_in(server, page, name):
    """From the link to the first page, with a passkey."""
    link = re.search(r"http\S+", manage(server, "create_coordinator", "--site", server.url)).group()
    page.goto(link)
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Make a passkey").click()
    page.locator("#id_name").fill("My phone")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(server.url + "/work/")
    if "/reauthenticate/" in page.url:
        page.locator("#mfa_webauthn_reauthenticate").click()
    expect(page.locator("h1")).to_have_text("Your work")


def test_from_the_invitation_to_an_edit_in_the_admin(server, page):
    come_in(server, page, "leyla")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"__Host-session", "__Host-csrf"}
    page.goto(server.url + "/admin/shelters/facility/")
    page.get_by_role("link", name="gence-2023").click()
    page.locator("[name=place]").fill("гянджа")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(server.url + "/work/keys/")
    expect(page.locator("main")).to_contain_text("My phone")
    page.get_by_role("link", name="Recovery codes").click()
    expect(page.locator("ol code")).to_have_count(10)
    page.get_by_role("button", name="Sign out").click()
    page.goto(server.url + "/work/")
    page.locator("#passkey_login").click()
    expect(page.locator("h1")).to_have_text("Your work")
    page.get_by_role("button", name="Sign out").first.click()
    page.goto(server.url + "/admin/")
    page.locator("#id_login").fill("leyla")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/admin/")


def test_a_count_takes_two_taps_and_still_correct_takes_one(server, page):
    manage(server, "shell", "-c", POOL)
    come_in(server, page, "sevda")
    page.locator("main li a").first.click()
    expect(page.locator(".free")).to_have_text("Free: 5")
    for number in (4, 3):
        page.get_by_role("button", name="Rooms: +1").first.click()
        expect(page.locator(".free")).to_have_text(f"Free: {number}")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".free")).to_have_text("Free: 4")
    still = page.get_by_role("button", name="Still correct")
    expect(still).to_be_in_viewport(ratio=1)
    still.click()
    expect(page.locator(".soft").first).to_contain_text("Counted 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing(server, page):
    manage(server, "shell", "-c", POOL)
    page.goto(server.url + "/work/sign-in/")
    assert Axe().run(page, options=WCAG).violations_count == 0
    come_in(server, page, "nigar")
    paths = ["/work/", "/work/people/", "/work/keys/", "/work/keys/totp/activate/", "/work/keys/recovery-codes/"]
    page.locator("main li a").first.click()
    for path in ["", *paths]:
        if path:
            page.goto(server.url + path)
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, path + found.generate_report()
