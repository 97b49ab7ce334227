"""Counting on a phone with JavaScript: at once, exactly once, line down or up, with others, signed in or not."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support.beds_page import is_counted, is_free, is_sent, more
from tests.support.staff_browser import absent, come_in

pytestmark = pytest.mark.browser
AGAIN = 12_000  # ms: it tries again every five seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("beds"))
    yield made
    made.stop()


def test_after_sign_in_confirming_takes_one_tap_and_a_change_two(server, phone, path):
    beds = phone()
    come_in(server, beds, "sevda")
    with beds.expect_navigation():
        beds.get_by_role("button", name="Sign out").first.click()
    beds.goto(server.url + path)
    beds.locator("#passkey_login").click()
    beds.wait_for_url(server.url + path)
    beds.get_by_role("button", name="Still correct").click()
    expect(beds.locator(".age")).to_contain_text("Counted just now.")
    beds.goto(server.url + "/work/")
    beds.locator("main a[href*='/beds/']").first.click()
    more(beds).click()
    is_free(beds, 4)
    is_sent(beds)
    is_counted(server, 1, 2)


def test_taps_in_a_row_are_ones_own(server, beds):
    for _tap in range(6):
        more(beds).click()
    is_free(beds, -1)
    is_sent(beds)
    beds.get_by_role("button", name="Take it back").click()
    is_free(beds, 0)
    absent(beds.get_by_role("alert"))
    is_counted(server, 5, 7)
    assert beds.evaluate("document.activeElement.id.endsWith('-more') || document.activeElement === document.body")


def test_the_line_down_and_back_counts_each_tap_once(server, beds):
    beds.context.set_offline(True)
    for number in (4, 3, 2):
        more(beds).click()
        is_free(beds, number)
    more(beds, sign="−").click()
    beds.get_by_role("button", name="Still correct").click()
    expect(beds.locator("#line")).to_be_visible()
    expect(beds.locator("#line b")).to_have_text("5")
    is_counted(server, 0, 0)
    with beds.expect_event("dialog") as asked:
        beds.close(run_before_unload=True)
    asked.value.dismiss()
    beds.context.set_offline(False)
    expect(beds.locator("#line")).to_be_hidden()
    is_sent(beds)
    is_free(beds, 3)
    absent(beds.get_by_role("alert"))
    is_counted(server, 2, 5)
    fresh = beds.context.new_page()
    fresh.goto(beds.url)
    is_free(fresh, 3)


def test_a_tap_that_waited_is_as_old_as_it_is(server, beds):
    beds.clock.install()
    beds.reload()
    beds.context.set_offline(True)
    more(beds).click()
    beds.clock.fast_forward("10:00")
    beds.context.set_offline(False)
    expect(beds.locator("#line")).to_be_hidden()
    expect(beds.locator(".age")).to_contain_text("Counted 10 minutes ago.")


def test_a_line_that_comes_back_while_a_try_fails_is_tried_at_once(server, beds):
    lost = []

    def lose(route):
        if lost or route.request.method != "POST":
            return route.continue_()
        lost.append(beds.evaluate("dispatchEvent(new Event('online'))"))
        return route.abort()

    beds.clock.install()
    beds.reload()
    beds.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))  # nothing is tried by the clock
    beds.route(beds.url, lose)
    more(beds).click()
    is_free(beds, 4)
    expect(beds.locator("#line")).to_be_hidden()
    is_counted(server, 1, 1)
    assert len(lost) == 1


def test_a_reply_lost_after_the_server_acted_is_not_counted_twice(server, beds):
    lost = []

    def lose(route):
        answer = route.fetch()
        if lost or route.request.method != "POST":
            return route.fulfill(response=answer)
        lost.append(answer.status)
        return route.fulfill(status=502, body="")

    beds.route(beds.url, lose)
    more(beds).click()
    expect(beds.locator("#line")).to_be_visible()
    expect(beds.locator("#line")).to_be_hidden(timeout=AGAIN)
    is_free(beds, 4)
    assert lost == [200]
    is_counted(server, 1, 1)


def test_the_later_of_two_sees_what_changed_in_between(server, beds):
    other = beds.context.new_page()
    other.goto(beds.url)
    more(beds).click()
    is_sent(beds)
    more(other).click()
    expect(other.get_by_role("alert")).to_contain_text("Somebody else counted in Rooms in between.")
    is_free(other, 3)
    beds.get_by_role("button", name="Still correct").click()
    expect(beds.get_by_role("alert")).to_contain_text("Somebody counted in between.")
    is_free(beds, 3)
    is_counted(server, 2, 2)


def test_what_is_refused_is_said_and_what_waits_behind_it_counts(server, beds):
    beds.locator("summary").click()
    both = [button.get_attribute("id") for button in (more(beds, "Family places"), more(beds))]
    beds.evaluate("both => both.forEach(id => document.getElementById(id).click())", both)
    is_sent(beds)
    expect(beds.get_by_role("alert")).to_have_text("That number cannot be.")
    is_free(beds, 4)
    expect(beds.locator("details")).to_have_attribute("open", "")
    is_counted(server, 1, 1)


def test_why_beds_are_out_of_service(server, beds):
    beds.locator("summary").click()
    more(beds, "Out of service").click()
    beds.get_by_label("Why out of service").select_option("repair")
    beds.get_by_role("button", name="Save").click()
    expect(beds.locator(".steps small")).to_have_text("repair")
    is_free(beds, 4)


def test_signed_out_the_taps_wait_for_the_sign_in(server, beds):
    cookies = beds.context.cookies()
    beds.context.clear_cookies()
    more(beds).click()
    expect(beds.locator("#out")).to_be_visible()
    expect(beds.get_by_role("link", name="Sign in")).to_have_attribute("href", "/work/sign-in/")
    is_free(beds, 4)
    session = next(one for one in cookies if one["name"] == "__Host-session")
    token = next(one for one in cookies if one["name"] == "__Host-csrf")
    beds.context.add_cookies([session, token | {"value": "a" * 32}])  # a sign-in changes the token of forms
    expect(beds.locator("#out")).to_be_hidden(timeout=AGAIN)
    is_sent(beds)
    is_counted(server, 1, 1)
    beds.context.add_cookies([token | {"value": "b" * 32}])
    more(beds).click()
    is_sent(beds)
    is_counted(server, 2, 2)
