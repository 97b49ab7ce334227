"""Coming in, in Chromium: codes of an app, recovery codes, invitations, rest, lost keys and the freeze."""

import re

import pytest
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support.staff_browser import PASSWORD, absent, code_now, looks_right, press, sign_in_by_password, type_code

pytestmark = pytest.mark.browser
REST = """
from shelters.keys.session_store import SessionStore
session = SessionStore({cookie!r})
session["seen"] = session.get("seen", 0) - 3600
session.save()
"""
# As if all had been compared long ago.
AWAKE = (
    "from shelters.models import *; from django.utils import timezone; from datetime import timedelta;"
    "ago = timezone.now() - timedelta(days=400); User.objects.update(awake_at=ago);"
    "RoleGrant.objects.update(since=ago); Waking.objects.all().delete();"
    "[one.bind() for one in User.objects.all()]"
)
MADE_LONG_AGO = """
from allauth.mfa.models import Authenticator
from shelters.keys import passkeys
Authenticator.objects.update(created_at="2026-01-01T00:00Z")
for key in Authenticator.objects.all():
    passkeys.bind(key) or key.save()
"""
END_INVITATIONS = "from shelters.models import *; Invitation.objects.update(until='2026-01-01T00:00Z')"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("sign-in"))
    yield made
    made.stop()


def join(page, link, name):
    """From the link to one's keys."""
    page.goto(link)
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Go on")
    expect(page.locator("h1")).to_have_text(re.compile("Your keys|Make a passkey"))


def make_passkey(server, page):
    """From one's keys, or the page that makes one, to the first page."""
    if "/add/" not in page.url:
        page.get_by_role("link", name="Make a passkey").click()
    page.locator("#id_name").fill("My phone")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(server.url + "/work/")
    if "/reauthenticate/" in page.url:  # the first key of an account has been shown when it was made
        page.locator("#mfa_webauthn_reauthenticate").click()
    expect(page.locator("h1")).to_have_text("Your work")


def coordinator(server, page, name):
    join(page, re.search(r"http\S+", server.manage("create_coordinator", "--site", server.url)).group(), name)
    make_passkey(server, page)
    server.run(AWAKE)
    return page


def invited(server, page, role):
    """A coordinator's link for somebody of the first organisation."""
    page.goto(server.url + "/work/people/")
    page.get_by_label("What they do").select_option(role)
    page.get_by_label("Organisation").select_option(index=1)
    press(page, "Make a link")
    return page.locator("[role=status] code").inner_text()


def test_codes_of_an_app_and_a_recovery_code_that_opens_once(server, phone):
    keeper, page = coordinator(server, phone(), "leyla"), phone()
    join(page, invited(server, keeper, "counter"), "sevda")
    page.get_by_role("link", name="Use codes of an app").click()
    assert looks_right(page) == ""
    secret = page.locator("main code").inner_text()
    type_code(page, code_now(secret))
    expect(page.locator("ol code")).to_have_count(10)
    recovery = page.locator("ol code").first.inner_text()
    press(page, "Sign out")
    sign_in_by_password(server, page, "sevda")
    type_code(page, "000000")
    expect(page.get_by_role("alert")).to_be_visible()
    type_code(page, code_now(secret, ahead=30))  # each opens once
    expect(page.locator("h1")).to_have_text("Your work")
    press(page, "Sign out")
    sign_in_by_password(server, page, "sevda")
    type_code(page, recovery)
    expect(page.locator("h1")).to_have_text("Your second key")
    page.get_by_role("link", name="Make a new one").click()
    page.get_by_role("link", name="Make a passkey").click()
    make_passkey(server, page)
    press(page, "Sign out")
    sign_in_by_password(server, page, "sevda")
    type_code(page, recovery)
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto(server.url + "/work/")
    assert page.url.endswith("/work/keys/authenticate/"), "still outside"


def test_an_invitation_opens_once_and_not_for_ever(server, phone):
    keeper = coordinator(server, phone(), "aysel")
    used, late = invited(server, keeper, "host"), invited(server, keeper, "host")
    join(phone(), used, "first")
    server.run(END_INVITATIONS)
    for link in (used, late):
        page = phone()
        assert page.goto(link).status == 410
        expect(page.locator("main")).to_contain_text("This link is used or over. Ask for a new one.")


def test_after_a_rest_one_comes_back_to_where_one_was(server, phone):
    page = coordinator(server, phone(), "gunel")
    for by_password in (False, True):
        page.goto(server.url + "/work/proposals/?from=here")
        cookie = next(one["value"] for one in page.context.cookies() if one["name"] == "__Host-session")
        server.run(REST.format(cookie=cookie))
        page.reload()
        expect(page.locator("h1")).to_have_text("Sign in")
        if by_password:
            page.get_by_label("Name to sign in with").fill("gunel")
            page.get_by_label("Password").fill(PASSWORD)
            press(page, "Go on")
            page.locator("#mfa_webauthn_authenticate").click()
        else:
            page.locator("#passkey_login").click()
        page.wait_for_url(server.url + "/work/proposals/?from=here")
        expect(page.locator("h1")).to_have_text("For a second person")


def test_lost_keys_are_made_anew_by_two(server, phone):
    one, other = coordinator(server, phone(), "nigar"), coordinator(server, phone(), "sabina")
    lost, new = phone(), phone()
    join(lost, invited(server, one, "host"), "aytac")
    server.run(AWAKE)
    make_passkey(server, lost)
    one.goto(server.url + "/work/people/")
    with one.expect_navigation():
        one.get_by_role("link", name="counts beds and answers questions").last.click()  # who joined last
    expect(one.locator("main")).to_contain_text("aytac")
    one.get_by_role("button", name="Lost the keys").click()
    expect(one.locator("main")).to_contain_text("Somebody else has to confirm it")
    absent(one.get_by_role("button", name="It is right"))
    lost.reload()
    expect(lost.locator("h1")).to_have_text("Your work")
    other.goto(server.url + "/work/")
    other.get_by_role("link", name="Something waits").click()
    other.get_by_role("link", name="new keys").click()
    press(other, "It is right")
    link = other.locator("[role=status] code").inner_text()
    lost.reload()
    expect(lost.locator("h1")).to_have_text("Sign in")
    new.goto(link)
    expect(new.locator("main")).to_contain_text("You are aytac.")
    new.get_by_label("Password").fill("another-long-one-2")
    press(new, "Go on")
    server.run(AWAKE)
    make_passkey(server, new)
    lost.locator("#passkey_login").click()
    expect(lost.get_by_role("alert")).to_be_visible()
    sign_in_by_password(server, lost, "aytac")
    expect(lost.get_by_role("alert")).to_be_visible()
    lost.goto(server.url + "/work/")
    expect(lost.locator("h1")).to_have_text("Sign in")


def test_the_pages_of_a_coordinator_look_right(server, phone):
    page = coordinator(server, phone(), "firuza")
    page.goto(server.url + "/admin/shelters/facility/")
    page.get_by_role("link", name="gence-2023").click()
    page.locator("[name=name_en]").fill("Another name that is longer than the line of a phone")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist")).to_be_visible()
    for path in ("", "proposals/", "people/", "directory/", "mail/"):
        page.goto(f"{server.url}/work/{path}")
        assert looks_right(page) == ""
    page.goto(server.url + "/work/proposals/")
    page.get_by_role("link", name="what people read of a place").first.click()
    expect(page.locator("dl")).to_contain_text("Another name")
    assert looks_right(page) == ""
    invited(server, page, "counter")
    assert looks_right(page) == ""
    page.goto(server.url + "/work/directory/")
    wrong = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"key,town\n1,Nowhere\n"}
    page.get_by_label("File").set_input_files(wrong)
    press(page, "See it as people would")
    expect(page.get_by_role("alert")).to_be_visible()
    assert looks_right(page) == ""


def test_the_freeze_puts_all_out_until_two_open_again(server, phone):
    one, other, host = coordinator(server, phone(), "elnara"), coordinator(server, phone(), "xanim"), phone()
    join(host, invited(server, one, "host"), "minara")
    server.run(AWAKE)
    make_passkey(server, host)
    server.run(MADE_LONG_AGO)
    one.goto(server.url + "/work/")
    for name in ("Freeze", "Freeze everything"):
        with one.expect_navigation():
            one.locator("main").get_by_role("link", name=name, exact=True).click()
    press(one, "Freeze everything")
    for page in (one, other, host):
        page.goto(server.url + "/work/people/")
        expect(page.locator("h1")).to_have_text("Sign in")
    one.wait_for_timeout(1100)  # a session is from after the freeze by whole seconds
    for page in (one, other, host):
        page.locator("#passkey_login").click()
        expect(page.locator("h1")).to_have_text("Everything is frozen")
        assert looks_right(page) == ""
    absent(host.get_by_role("button", name="Open it again"))
    press(one, "Open it again")
    expect(other.get_by_role("button", name="Open it again")).to_have_count(1)
    absent(one.get_by_role("button", name="Open it again"))
    one.goto(server.url + "/work/people/")
    expect(one.locator("main")).to_contain_text("elnara wants to open it.")
    press(other, "Open it again")
    for page in (one, other, host):
        page.goto(server.url + "/work/")
        expect(page.locator("h1")).to_have_text("Your work")


def test_a_passkey_is_offered_once_it_works_and_a_failure_is_said(server, phone):
    page, held, let_go = phone(), [], False
    coordinator(server, page, "lamiye")
    press(page, "Sign out")
    page.route("**/webauthn.*js", lambda route: route.continue_() if let_go else held.append(route))
    page.goto(server.url + "/work/sign-in/", wait_until="commit")
    button = page.locator("#passkey_login")
    expect(button).to_be_disabled()
    while not held:
        page.wait_for_timeout(50)
    let_go = True
    for one in held:
        one.continue_()
    page.route("**/webauthn/login/", lambda route: route.abort())
    button.click()
    expect(page.get_by_role("alert")).to_have_text("The passkey did not answer. Try once more.")
    assert looks_right(page) == ""
    page.unroute("**/webauthn/login/")
    button.click()
    expect(page.locator("h1")).to_have_text("Your work")
