"""The coordinators' desk on a phone: the first day by words read aloud, a call by keyboard, and how the pages look."""

import re

import pytest
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support.staff_browser import PASSWORD, come_in, looks_right

pytestmark = pytest.mark.browser
PATHS = ("", "first-day/", "ring/", "ring/when/", "people/", "seen/", "freeze/", "freeze/?scope=everything")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("desk"))
    yield made
    made.stop()


def press(page, role, name):
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def make_passkey(page, name):
    press(page, "link", "Make a passkey")
    page.locator("#id_name").fill(name)
    with page.expect_navigation():
        page.locator("#mfa_webauthn_add").click()


def test_the_second_comes_in_by_words_and_is_asked_for_no_key_twice(server, phone):
    first, second = phone(), phone()
    come_in(server, first, "leyla")
    press(first, "button", "Invite the second coordinator")
    assert looks_right(first) == ""
    words = first.locator(".spoken li").all_inner_texts()
    page_to_open = re.search(r"they open (\S+) and", first.locator("main").inner_text()).group(1)
    second.goto(f"http://{page_to_open}")
    assert looks_right(second) == ""
    second.get_by_label("The six words").fill(" ".join(words).upper())
    press(second, "button", "Go on")
    second.locator("[name=username]").fill("nigar")
    second.locator("[name=password]").fill(PASSWORD)
    press(second, "button", "Go on")
    make_passkey(second, "Phone")
    second.goto(server.url + "/work/")
    expect(second.locator("h1")).to_have_text("You are nearly in")


def test_a_place_is_confirmed_by_keyboard(server, phone):
    page = phone()
    come_in(server, page, "sevda")
    page.goto(server.url + "/work/ring/")
    page.get_by_role("link", name=re.compile("^Ring and ask: Child hotline")).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("is it safe to talk?")
    assert looks_right(page) == ""
    page.get_by_role("button", name="Confirmed today, by phone").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Confirmed within 24 hours")
    page.get_by_label("Child hotline").last.check()
    press(page, "button", "Take back the ticked confirmations")
    expect(page.locator("h1")).to_have_text("Ring and confirm")
    assert "Confirmed within 24 hours" not in page.locator("main").inner_text()


def test_the_pages_fit_a_phone_and_axe_finds_nothing(server, phone):
    page = phone()
    come_in(server, page, "aysel")
    for path in PATHS:
        page.goto(f"{server.url}/work/{path}")
        assert looks_right(page) == "", path
