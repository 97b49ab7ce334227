"""From the list to the code, the answers, the choice and back to nothing, in Chromium, with scripts and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bench.clients import UNTHROTTLED
from tests.support import server as servers
from tests.support.staff_browser import WCAG
from tests.support.walk import ANSWERED, Walk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("ask"), DEMO="on", **UNTHROTTLED)
    yield made
    made.stop()


@pytest.mark.parametrize(
    "language, width, scheme, javascript",
    [("az", 320, "dark", True), ("ru", 320, "light", True), ("en", 1280, "light", True), ("az", 320, "light", False)],
)
def test_the_whole_way(open_page, server, language, width, scheme, javascript):
    page = open_page(f"/{language}/", width=width, color_scheme=scheme, java_script_enabled=javascript)

    def look(station):
        page.wait_for_load_state()
        expect(page).to_have_title("Yaxın")
        assert page.url.count("/") <= 5 and "?" not in page.url, station
        if javascript:
            assert page.evaluate("document.documentElement.scrollWidth") <= width, station
            found = Axe().run(page, options=WCAG)
            assert found.violations_count == 0, f"{station}: {found.generate_report()}"

    walk = Walk(page, look)
    walk.to_the_form()
    walk.ask()
    server.run(ANSWERED)
    walk.choose()
    walk.be_reached()
    walk.take_back()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_switch_of_language_and_a_mistake_keep_what_was_entered(open_page, javascript):
    page = open_page("/en/", java_script_enabled=javascript)
    walk = Walk(page, lambda station: None)
    walk.to_the_form()
    page.locator("#children_3_6").fill("2")
    page.locator("button[data-main]").click()
    expect(page.get_by_role("alert").first).to_contain_text("only if you say yes")
    page.locator(".langs button[lang=ru]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("#children_3_6")).to_have_value("2")
    page.locator("[name=yes]").check()
    page.locator("button[data-main]").click()
    code = page.locator("p.digits").inner_text()
    page.locator(".langs button[lang=az]").click()
    expect(page.locator("html")).to_have_attribute("lang", "az")
    expect(page.locator("p.digits")).to_have_text(code.strip())


def test_the_way_back_leads_to_the_same_list(open_page):
    page = open_page("/en/", java_script_enabled=False)
    Walk(page, lambda station: None).to_the_form()
    page.locator("#back button").click()
    expect(page.locator("h1")).to_contain_text("Zagatala:")
    expect(page.locator(".card").first).to_be_visible()


def test_a_form_on_another_site_is_not_read(chromium, server):
    """The real header of a real browser; what the server does with each is in `test_ask.py`."""
    context = chromium.new_context()
    page = context.new_page()
    body = (
        f'<form method="post" action="{server.url}/en/answer/"><input name="code" value="12"><button>x</button></form>'
    )
    page.set_content(body)
    page.locator("button").click()
    expect(page.locator("h1")).to_be_visible()
    assert "Here there are 2" not in page.content(), "nothing of it was read"
    page.locator("[name=code]").fill("12")
    page.locator("[data-main]").click()
    expect(page.get_by_text("Here there are 2")).to_be_visible()
    context.close()
