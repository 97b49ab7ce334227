"""Tonight's plan in Chromium, on the first afternoon of Novruz: languages, widths, JavaScript on and off, no trace."""

import urllib.parse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import server as servers
from tests.support.browser import LANGUAGES
from tests.support.staff_browser import WCAG

pytestmark = pytest.mark.browser
HEADINGS = {"az": "İndi nə kömək edər", "ru": "Что поможет сейчас", "en": "What helps now"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hours")
    made = servers.Server(folder, DEMO="on", **servers.IN_MARCH)
    yield made
    made.stop()


def ask(page, place="Şəki"):
    page.locator("#change > summary").click()
    page.locator("#place").fill(place)
    page.locator("#date").select_option("2026-03-20")
    page.locator("#part").select_option("afternoon")
    page.locator("[name=minor][value=false]").check()
    page.locator("button[data-main]").click()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan(open_page, language, width, javascript):
    page = open_page(f"/{language}/", width=width, java_script_enabled=javascript)
    page.locator("main a[href$='/hours/']").click()
    expect(page.locator("h1")).to_have_text(HEADINGS[language])
    ask(page)
    expect(page.locator(".plan > li")).to_have_count(8)
    expect(page.locator("#danger a[href='tel:103']")).to_be_visible()
    expect(page.locator("#evidence .strip svg")).to_be_visible()
    expect(page.locator("#evidence")).to_contain_text("31")
    page.locator("#evidence summary").click()
    expect(page.locator("#evidence details p").first).to_be_visible()
    page.locator("#evidence button[form=more]").last.click()
    page.locator("button[form=back]").first.click()
    expect(page.locator("#date")).to_have_value("2026-03-20")
    expect(page.locator("#wish [name=minor][value=false]")).to_be_checked()
    other = next(code for code in LANGUAGES if code != language)
    page.locator(f".langs button[lang={other}]").click()
    expect(page.locator("h1")).to_have_text(HEADINGS[other])
    expect(page.locator(".plan > li")).to_have_count(8)
    assert page.title() == "Yaxın" and urllib.parse.urlsplit(page.url).query == ""
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_whole_plan_by_keyboard(open_page):
    from tests.support.browser import press_until

    page = open_page("/en/hours/")
    press_until(page, page.locator("#change > summary"))
    page.keyboard.press("Enter")
    press_until(page, page.locator("#place"))
    page.keyboard.type("Sheki")
    press_until(page, page.locator("#date"))
    page.keyboard.press("ArrowDown")
    press_until(page, page.locator("button[data-main]"))
    page.keyboard.press("Enter")
    expect(page.locator(".plan > li")).to_have_count(8)
    press_until(page, page.locator("#pep summary"))
    page.keyboard.press("Enter")
    expect(page.locator("#pep details p").first).to_be_visible()


@pytest.mark.parametrize("language, scheme", [("az", "light"), ("az", "dark"), ("ru", "light"), ("en", "dark")])
@pytest.mark.parametrize("state", ["form", "plan", "unclear", "site"])
def test_axe_finds_nothing(open_page, state, language, scheme):
    page = open_page(f"/{language}/hours/", color_scheme=scheme)
    if state != "form":
        ask(page, "Qobustan" if state == "unclear" else "Şəki")
        expect(page.locator("[role=alert]:visible, #more").first).to_be_attached()
    if state == "plan":
        for summary in page.locator(".plan summary").all():
            summary.click()
    if state == "site":
        page.locator("#evidence button[form=more]").last.click()
        expect(page.locator(".days").first).to_be_visible()
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


def test_text_grows_to_twice_its_size_without_loss(open_page):
    page = open_page("/az/hours/", width=640)
    ask(page)
    page.evaluate("document.documentElement.style.fontSize = '36px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
