"""Staff in Chromium: invitation, passkey, admin, and a count on a phone held in one hand."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support.staff_browser import PASSWORD, POOL, WCAG, absent, come_in, follow

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("staff"))
    yield made
    made.stop()


# What one has to push sideways: the page, or a box in it.
SIDEWAYS = """[...document.querySelectorAll("html, #container *")].filter(one => one.scrollWidth > one.clientWidth + 1
    && (one.matches("html") || ["auto", "scroll"].includes(getComputedStyle(one).overflowX)))
    .map(one => one.outerHTML.slice(0, 90))"""


def test_from_the_invitation_to_an_edit_in_the_admin(server, phone):
    page = phone(timezone_id="Asia/Tokyo")
    come_in(server, page, "leyla")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"__Host-session", "__Host-csrf"}
    page.goto(server.url + "/admin/shelters/facility/")
    follow(page, page.get_by_role("link", name="gence-2023"))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == [], width
    expect(page.locator(".timezonewarning").first).to_be_hidden()
    page.locator("[name=place]").fill("гянджа")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(server.url + "/work/keys/")
    expect(page.locator("main")).to_contain_text("My phone")
    absent(page.get_by_role("link", name="Recovery codes"))
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").first.click()
    page.goto(server.url + "/work/")
    page.locator("#passkey_login").click()
    expect(page.locator("h1")).to_have_text("Your work")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").first.click()
    page.goto(server.url + "/admin/")
    page.locator("#id_login").fill("leyla")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/admin/")


def test_a_count_takes_two_taps_and_still_correct_takes_one(server, phone):
    page = phone()
    server.run(POOL)
    come_in(server, page, "sevda")
    page.locator("main a[href*='/beds/']").first.click()
    expect(page.locator(".free")).to_have_text("Free: 5")
    for number in (4, 3):
        page.get_by_role("button", name="Rooms, Taken: +1").click()
        expect(page.locator(".free")).to_have_text(f"Free: {number}")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".free")).to_have_text("Free: 4")
    still = page.get_by_role("button", name="Still correct")
    expect(still).to_be_in_viewport(ratio=1)
    still.click()
    expect(page.locator(".age")).to_contain_text("Counted just now.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing(server, phone):
    page = phone()
    server.run(POOL)
    page.goto(server.url + "/work/sign-in/")
    assert Axe().run(page, options=WCAG).violations_count == 0
    come_in(server, page, "nigar")
    paths = ["/work/", "/work/people/", "/work/keys/", "/work/keys/recovery-codes/"]
    page.locator("main a[href*='/beds/']").first.click()
    for path in ["", *paths]:
        if path:
            page.goto(server.url + path)
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, path + found.generate_report()


def test_what_was_typed_stays_when_the_session_ends_and_the_same_button_sends_it(server, phone):
    page = phone()
    come_in(server, page, "sevil")
    page.clock.install()
    page.goto(server.url + "/work/mail/")
    page.locator("[name=email]").fill("sevil@example.org")
    session = [cookie for cookie in page.context.cookies() if cookie["name"] == "__Host-session"]
    page.context.clear_cookies()
    page.clock.fast_forward("30:10")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in, in a new tab").click()
    beside = opened.value
    expect(beside.locator("h1")).to_have_text("Sign in")
    page.context.add_cookies(session)  # as if the passkey had been shown there; the forms have another token now
    beside.goto(server.url + "/work/")
    expect(page.locator("#out-of-time")).to_be_hidden()
    expect(page.locator("[name=email]")).to_have_value("sevil@example.org")
    page.bring_to_front()
    with page.expect_navigation():
        page.locator("main form button").last.click()
    expect(page.locator("h1")).to_have_text("Your work")
