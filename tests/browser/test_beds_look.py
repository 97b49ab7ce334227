"""The page of beds on a small phone: who is idle, what fits, what axe says."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support.beds_page import is_sent, more
from tests.support.staff_browser import WCAG, come_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("beds"))
    yield made
    made.stop()


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
    with beds.expect_navigation():
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
