"""The look of the open pages in Chromium: contrast, marks, sizes, and the way out always in sight."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from shelters.guides.contents import GUIDES
from tests.support import server as servers
from tests.support.browser import LANGUAGES, search
from tests.support.staff_browser import WCAG

pytestmark = pytest.mark.browser
STATES = ["home", "open", "found", "site", "lines", "safety", *GUIDES, "unclear", "empty", "error"]
COLOURS = {"runOnly": ["color-contrast"]}  # all that the dark scheme changes


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("look"))
    yield made
    made.stop()


@pytest.mark.parametrize("path", ["/az/", "/nothing"])
def test_the_way_out_is_second_in_tab_order_and_always_in_sight(open_page, path):
    page = open_page(path)
    way_out = page.locator("a.exit")
    for _twice in range(2):
        page.keyboard.press("Tab")
    expect(way_out).to_be_focused()
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 300):
        page.evaluate("top => window.scrollTo(0, top)", top)
        expect(way_out).to_be_in_viewport(ratio=1)
        box = way_out.bounding_box()
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", middle) == "exit"
        assert box["height"] >= 44


@pytest.mark.parametrize("language, state", [*itertools.product(LANGUAGES, STATES), ("en", "docs")])
def test_axe_finds_nothing(open_page, language, state):
    paths = {name: f"/{language}/{name}/" for name in ("lines", "safety", *GUIDES)}
    paths |= {"error": f"/{language}/nothing/", "docs": "/api/v1/docs/"}
    page = open_page(paths.get(state, f"/{language}/"))
    if state == "open":
        page.locator("summary").click()
    if state in (typed := {"found": "Şəki", "site": "Şəki", "unclear": "Qobustan", "empty": ""}):
        search(page, typed[state])
        expect(page.locator("#main [role=alert], .ring").first).to_be_visible()
    if state in ("found", "site", *GUIDES):
        for summary in page.locator(".body summary, .points ~ details summary").all():
            summary.click()
    if state == "site":
        page.locator("button[form=more]").first.click()
        expect(page.locator(".facts")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")  # what lies under the bar has no place to be pressed
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="dark")
    found = Axe().run(page, options=COLOURS)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_grows_to_twice_its_size_without_loss(open_page, language):
    page = open_page(f"/{language}/", width=640)
    page.evaluate("document.documentElement.style.fontSize = '36px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
