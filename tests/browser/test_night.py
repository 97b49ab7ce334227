"""A host's night in Chromium: the page that stays open and looks by itself, and who comes to the door."""

import pytest
from playwright.sync_api import expect

from bench.clients import UNTHROTTLED
from tests.support import server as servers
from tests.support.staff_browser import absent, demo_people, looks_right, signed_in

pytestmark = pytest.mark.browser
ASK = (
    "from tests.support.referrals import QUESTION; from shelters.models import Facility;"
    "from referrals.workflow import placing;"
    "placing.ask(QUESTION, [Facility.objects.get(key='demo-soyud')], once='n' * 24)"
)
HOST = "demo-host-2"
MINUTE = 61_000  # ms


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("night"), DEMO="on", **UNTHROTTLED)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def kept(chromium, server):
    return signed_in(chromium, server, HOST, *demo_people(server)[HOST])


@pytest.fixture
def night(chromium, server, kept):
    """`night(language)`: the host's page, on a phone."""
    contexts = []

    def page_in(language, **options):
        context = chromium.new_context(viewport={"width": 320, "height": 640}, storage_state=kept, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(server.url + "/work/")
        page.locator(f"button[name=language][value={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.goto(server.url + "/work/night/")
        return page

    yield page_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language, scripts", [("az", True), ("ru", True), ("en", True), ("az", False)])
def test_its_pages_fit_a_phone(server, night, language, scripts):
    page = night(language, java_script_enabled=scripts)
    assert looks_right(page, scripts) == ""
    page.locator("form[action$='/begin/'] button").click()
    page.wait_for_url(lambda url: "/watch/" in url)
    assert looks_right(page, scripts) == ""
    page.goto(server.url + "/work/questions/")
    assert looks_right(page, scripts) == ""


def test_the_open_page_finds_what_comes(server, night):
    page = night("en")
    page.locator("form[action$='/begin/'] button").click()
    expect(page.locator("#watch")).to_be_visible()
    before = int(page.locator("#watch").get_attribute("data-waiting"))
    page.clock.install()
    page.reload()
    page.context.clear_cookies()
    server.run(ASK)
    page.clock.run_for(MINUTE)
    expect(page.locator("#watch")).to_have_attribute("data-waiting", str(before + 1))
    expect(page).to_have_title(f"({before + 1}) Yaxın")


def test_who_comes_to_the_door_counts_in_two_taps(server, night):
    page = night("en")
    page.locator("input[name=people][value='2']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Until 8 in the morning").click()
    assert looks_right(page) == ""
    with page.expect_navigation():
        page.get_by_role("button", name="They have left").click()
    absent(page.get_by_role("button", name="They have left"))
