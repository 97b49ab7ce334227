"""What is in sight on a phone of 320 x 640 without scrolling, and how long the pages are."""

import subprocess
from datetime import datetime, timedelta

import pytest
from django.utils import translation
from playwright.sync_api import expect

from shelters.hours.clock import BAKU
from shelters.hours.moment_words import open_until, opens
from tests.support import server as servers
from tests.support.browser import LANGUAGES, search

pytestmark = pytest.mark.browser
SCREEN = 640
LINES_OF_A_CARD = """card => {
  const rects = [];
  const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.closest(".aside")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const rect of range.getClientRects()) if (rect.width) rects.push([rect.top, rect.bottom]);
  }
  rects.sort((one, other) => one[0] - other[0]);
  let lines = 0, end = -1;
  for (const [top, bottom] of rects) {
    if (top > end - 6) lines++;
    end = Math.max(end, bottom);
  }
  return lines;
}"""


SAY_HOURS = """words => document.querySelectorAll("section > .cards > .card p").forEach(said => {
  const last = said.lastChild;
  last.data = last.data.replace(/ · [^·]*\\d:\\d[^·]*$/, " · " + words);
})"""


def longest_hours(language):
    """Of all that a card can say of hours: the test may run at noon or on a Saturday night."""
    now = datetime(2026, 11, 24, 18, 0, tzinfo=BAKU)
    with translation.override(language):
        said = [opens(now + timedelta(days=days), now.date()) for days in range(1, 60)]
        said.append(open_until(now + timedelta(hours=8), now))
    return max(said, key=len)


@pytest.fixture(scope="module", autouse=True)
def _a_phones_font():
    """Boxes are measured with a font of phones: DejaVu, which Linux takes without one, is an eighth wider."""
    found = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    assert "Roboto" in found or "Liberation Sans" in found, "install fonts-roboto-unhinted or fonts-liberation"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("first"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("demo"), DEMO="on")
    yield made
    made.stop()


def bottom(target):
    box = target.bounding_box()
    return box["y"] + box["height"]


def height(page):
    return page.evaluate("document.documentElement.scrollHeight")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_home_and_then_a_number_that_answers(open_page, language, javascript):
    page = open_page(f"/{language}/", java_script_enabled=javascript)
    seen = ["a[href='tel:102']", "a[href='tel:112']", "a[href='tel:116123']", "#place", ".boxes label", "a.exit"]
    for one in (*seen, ".langs", "button[data-main]"):
        assert bottom(page.locator(one).last) <= SCREEN, one
    page.locator("#place").fill("Zaqatala")
    page.locator("button[data-main]").click()
    ring = page.locator("a.ring")
    expect(ring).to_have_attribute("href", "tel:116123")
    assert bottom(ring) <= SCREEN
    if javascript:
        assert height(page) <= 4 * SCREEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_the_demo_is_short(chromium, demo, language):
    page = chromium.new_context(viewport={"width": 320, "height": SCREEN}).new_page()
    page.goto(f"{demo.url}/{language}/")
    page.locator("#place").fill("Gəncə")
    page.locator("[name=who][value=woman]").check()
    page.locator("button[data-main]").click()
    cards = page.locator("section > .cards > .card")
    expect(cards).to_have_count(10)
    page.evaluate(SAY_HOURS, longest_hours(language))
    expect(cards.filter(has_text=longest_hours(language))).not_to_have_count(0)
    assert height(page) <= 6 * SCREEN
    lines = [card.evaluate(LINES_OF_A_CARD) for card in cards.all()]
    assert max(lines) <= 5 and min(lines) >= 3, lines
    page.context.close()


@pytest.mark.parametrize("who", ["woman_with_children", "minor_alone", "trans_woman", "deaf"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_real_list_is_short(open_page, language, who):
    page = open_page(f"/{language}/")
    page.locator("#place").fill("Bakı")
    page.locator("#wish > details > summary").click()
    page.locator(f"[name=who][value={who}]").check()
    page.locator("button[data-main]").click()
    expect(page.locator(".ring")).to_be_visible()
    assert height(page) <= 4 * SCREEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_is_short(open_page, language):
    """It was ten screens: what can wait and the questions are folded, what helps first stands open."""
    page = open_page(f"/{language}/hours/")
    assert height(page) <= 6 * SCREEN
    for code in ("danger", "contraception", "pep", "evidence"):
        expect(page.locator(f"#{code} > p").first).to_be_visible()
    for code in ("infections", "talk", "accompaniment", "legal"):
        expect(page.locator(f"#{code} p").first).to_be_hidden()
        page.locator(f"#{code} summary").click()
        expect(page.locator(f"#{code} p").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_doubt_stands_twice(open_page, language):
    page = open_page(f"/{language}/")
    page.locator("#place").fill("Zaqatala")
    page.locator("[name=who][value=woman]").check()
    page.locator("button[data-main]").click()
    expect(page.locator(".ring")).to_be_visible()
    shown = [line for line in page.locator("main").inner_text().splitlines() if len(line) > 20]
    assert len(shown) == len(set(shown)), sorted(line for line in shown if shown.count(line) > 1)


def test_the_card_is_printed_alone(open_page):
    """No name of the site, no heading: numbers and a sentence, on a single sheet."""
    page = open_page("/az/")
    page.locator("#place").fill("Zaqatala")
    page.locator("button[data-main]").click()
    page.locator(".keep summary").click()
    page.evaluate("window.print = () => document.body.setAttribute('data-printed', '')")
    page.locator("[name=print]").first.click()
    expect(page.locator("[data-printed]")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".slip")).to_be_visible()
    for left_out in (".bar", "h1", ".ring", ".foot", ".card", ".keep summary"):
        expect(page.locator(left_out).first).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") < 1000
    assert "116 123" in page.locator(".slip").inner_text() and "Yaxın" not in page.locator(".slip").inner_text()


@pytest.mark.parametrize("language, path, sheets", [("az", "", 1), ("ru", "", 1), ("ru", "hours/", 2)])
def test_a_whole_page_fits_its_sheets(open_page, language, path, sheets):
    """A4, the numbers first, without the bar and the name of the site. A plan takes two."""
    page = open_page(f"/{language}/{path}")
    if path:
        page.locator("#change > summary").click()
    page.locator("#place").fill("Zaqatala")
    page.locator("button[data-main]").click()
    page.locator(".keep summary").click()
    page.evaluate("window.print = () => document.body.setAttribute('data-printed', '')")
    page.locator("[name=print][value=page]").click()
    expect(page.locator("[data-printed]")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".ring")).to_be_visible()
    for left_out in (".bar", ".foot", ".langs", ".slip", "#change, .ways"):
        expect(page.locator(left_out).first).not_to_be_visible()
    assert _sheets(page) == sheets


def test_all_lines_fit_a_sheet(open_page):
    assert _sheets(open_page("/ru/lines/")) == 1


def test_the_list_of_the_demo_fits_a_sheet(chromium, demo):
    page = chromium.new_context().new_page()
    page.goto(f"{demo.url}/ru/")
    search(page, "Gəncə")
    expect(page.locator("section > .cards > .card")).to_have_count(10)
    assert _sheets(page) == 1
    page.context.close()


def _sheets(page):
    return page.pdf(format="A4").count(b"/Type /Page\n")
