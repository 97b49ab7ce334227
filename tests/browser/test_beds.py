"""Counting on a phone with JavaScript: at once, exactly once, line down or up, with others, signed in or not."""

from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support import staff_browser
from tests.support.staff_browser import WCAG, come_in

pytestmark = pytest.mark.browser
POOL = (
    "from shelters.models import *; BedPool.objects.all().delete(); User.objects.update(language='en');"
    "home = Facility.objects.get(key='gence-2023');"
    "BedPool.objects.create(facility=home, name_az='Otaqlar', name_en='Rooms', capacity=5, family_places=5);"
    "print(home.public_id)"
)
AGAIN = 12_000  # ms: it tries again every five seconds
COUNTED = "from shelters.models import *; pool = BedPool.objects.get(); print(pool.occupied, pool.counts.count())"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("beds"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def keys(chromium, server):
    """What the browser of somebody keeps who has signed in."""
    page = staff_browser.phone(chromium)
    come_in(server, page, "leyla")
    kept = page.context.storage_state()
    page.context.close()
    return kept


@pytest.fixture
def path(server):
    """Of the page of five free beds."""
    return f"/work/beds/{shell(server, POOL)[-1]}/"


@pytest.fixture
def beds(server, phone, keys, path):
    """That page, open on the phone of somebody who has signed in."""
    page = phone(storage_state=keys)
    page.goto(server.url + path)
    return page


def shell(server, code):
    return server.run(code).split()


def is_counted(server, occupied, times):
    """What the server holds: a number, and by how many counts it came about."""
    assert [int(number) for number in shell(server, COUNTED)[-2:]] == [occupied, times]


def more(page, what="Taken", sign="+"):
    return page.get_by_role("button", name=f"Rooms, {what}: {sign}1")


def is_free(page, number):
    expect(page.locator(".free")).to_have_text(f"Free: {number}" if number >= 0 else f"Over by {-number}")


def is_sent(page):
    expect(page.locator("main")).to_have_attribute("aria-busy", "false")


def test_after_sign_in_confirming_takes_one_tap_and_a_change_two(server, phone, path):
    beds = phone()
    come_in(server, beds, "sevda")
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
    expect(beds.get_by_role("alert")).to_have_count(0)
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
    expect(beds.get_by_role("alert")).to_have_count(0)
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


def test_the_idle_are_warned_and_may_go_on(server, phone, path):
    beds = phone()
    come_in(server, beds, "nigar")  # just now: half an hour is left
    beds.clock.install()
    beds.goto(server.url + path)
    warning = beds.get_by_text("You will be signed out in two minutes.")
    beds.clock.fast_forward("27:50")
    expect(warning).to_be_hidden()
    beds.clock.fast_forward("00:20")
    expect(warning).to_be_visible()
    beds.get_by_role("button", name="Go on").click()
    expect(warning).to_be_hidden()
    beds.clock.fast_forward("28:10")
    expect(warning).to_be_visible()
    more(beds).click()
    expect(warning).to_be_hidden()
    beds.clock.fast_forward("30:10")
    beds.wait_for_url("**/work/")


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_nothing_hangs_over_the_edge_of_a_small_phone(server, beds, language):
    path = beds.url
    beds.goto(server.url + "/work/")
    beds.locator(f"button[name=language][value={language}]").click()
    beds.goto(path)
    beds.locator("summary").click()
    beds.locator("[id$=out_of_service-more]").click()
    expect(beds.locator(".why")).to_be_visible()
    for shown in (beds.locator("main"), *beds.locator("main button:visible, main select:visible").all()):
        box = shown.bounding_box()
        assert box["x"] + box["width"] <= 320 and box["height"] >= 48
    beds.evaluate("document.querySelector('#out').hidden = false")
    assert beds.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_small_phone_and_axe_finds_nothing(server, beds, scheme):
    beds.emulate_media(color_scheme=scheme)
    beds.locator("summary").click()
    more(beds, "Out of service").click()
    is_sent(beds)
    expect(beds.get_by_role("button", name="Still correct")).to_be_in_viewport(ratio=1)
    beds.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = beds.locator(".pool button").last.bounding_box()
    assert last["y"] + last["height"] <= beds.locator(".confirm").bounding_box()["y"]
    beds.context.set_offline(True)
    more(beds).click()
    expect(beds.locator("#line")).to_be_visible()
    found = Axe().run(beds, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    assert beds.evaluate("document.documentElement.scrollWidth") <= 320
