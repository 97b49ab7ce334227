"""The look of the open pages in Chromium: contrast, marks, sizes, and the way out always in sight."""

import itertools
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from config.view_lists import PUBLIC_VIEWS
from shelters.guides.contents import GUIDES
from tests.support import server as servers
from tests.support.browser import LANGUAGES, search
from tests.support.staff_browser import WCAG

pytestmark = pytest.mark.browser
STATES = ["home", "open", "found", "site", "lines", "safety", "listing", *GUIDES, "easy", "easy_hours"]
STATES += ["unclear", "empty", "error"]
COLOURS = {"runOnly": ["color-contrast"]}  # all that the dark scheme changes
# Where axe looks at each public view: a state above, or the test of another file here.
LOOKED_AT = {"home": "home", "near": "found", "site": "site", "api-docs": "docs", "lines": "lines", "safety": "safety"}
LOOKED_AT |= {code: code for code in (*GUIDES, "listing", "easy", "easy_hours")}
LOOKED_AT |= {"hours": "test_plan.py", "ask": "test_ask.py", "answer": "test_ask.py", "account_login": "test_staff.py"}
# Answers without a page, and the later steps of staff's way in.
NO_PAGES = {"to_a_language", "healthz", "security-txt"}
NO_PAGES |= {"api-contents", "api-near", "api-hours", "api-beds", "api-schema"}
OF_STAFF = {"mfa_authenticate", "mfa_login_webauthn", "join", "join_words", "still", "night_watch"}


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
    paths = {name: f"/{language}/{name}/" for name in ("lines", "safety", "listing", "easy", *GUIDES)}
    paths |= {"easy_hours": f"/{language}/easy/hours/", "error": f"/{language}/nothing/", "docs": "/api/v1/docs/"}
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


def test_axe_looks_at_each_public_page():
    assert set(LOOKED_AT) | NO_PAGES | OF_STAFF == PUBLIC_VIEWS
    elsewhere = {place for place in LOOKED_AT.values() if place.endswith(".py")}
    assert set(LOOKED_AT.values()) - elsewhere <= {*STATES, "docs"}
    assert all("Axe()" in Path(__file__).with_name(name).read_text(encoding="utf-8") for name in elsewhere)


@pytest.mark.parametrize("path", ["", "hours/", "lines/", "nothing/"])
def test_with_forced_colours_what_is_pressed_keeps_its_shape(open_page, path):
    page = open_page(f"/ru/{path}", forced_colors="active")
    for pressed in page.locator("a.exit, .ring, button[data-main]:visible").all():
        assert pressed.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
    found = Axe().run(page, options=COLOURS)
    assert found.violations_count == 0, found.generate_report()


def test_an_error_takes_the_focus_and_leads_to_its_field(open_page):
    """Before the heading, which stands above it."""
    page = open_page("/ru/")
    page.locator("#wish summary").click()
    page.locator("#avoid").fill("a" * 101)
    page.locator("button[data-main]").click()
    alert = page.locator("#main [role=alert]")
    expect(alert).to_be_focused()
    alert.get_by_role("link").click()
    field = page.locator("#avoid")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("^Слишком длинно"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_grows_to_twice_its_size_without_loss(open_page, language):
    """Nothing is wider than the screen, and the site's name stays whole beside the way out."""
    page = open_page(f"/{language}/", width=640)
    for path in ("", "lines/", "hours/", "ready/"):
        page.goto(f"{page.url.partition(f'/{language}/')[0]}/{language}/{path}")
        page.evaluate("document.documentElement.style.fontSize = '36px'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
        assert page.locator(".bar .name").evaluate("name => name.scrollWidth <= name.clientWidth"), path
