"""What the phone remembers: a full Chromium on a virtual display, its profile folder read file by file afterwards."""

import os
import shutil
import urllib.parse
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Playwright, expect

from tests.support import server as servers
from tests.support.walk import ANSWERED

pytestmark = pytest.mark.browser
# Nothing else in a browser's files could hold these by chance.
TYPED = "Qaraağaclı-Küdürlü"

NEUTRAL = ("/", "/en/", *(f"/en/{name}/" for name in "near site hours lines ready rights phone help safety".split()))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("traces"), DEMO="on")
    yield made
    made.stop()


class Screen(NamedTuple):
    """A display of X, and what starts a browser on it."""

    number: str
    playwright: Playwright


@pytest.fixture
def display(playwright):
    """A screen for a headed browser where there is none."""
    import subprocess

    number = ":97"
    screen = subprocess.Popen(["Xvfb", number, "-screen", "0", "1280x900x24"], stderr=subprocess.DEVNULL)
    yield Screen(number, playwright)
    screen.terminate()
    screen.wait()


@pytest.fixture
def profile(tmp_path):
    return tmp_path / "profile"


def browse(profile, screen, way, *, javascript=True):
    """Open a headed Chromium on a profile, walk a way in it, and close it properly."""
    context = screen.playwright.chromium.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium"),
        headless=False,
        chromium_sandbox=os.getuid() != 0,
        java_script_enabled=javascript,
        env={**os.environ, "DISPLAY": screen.number},
        args=["--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
    )
    page = context.pages[0]
    way(page)
    page.wait_for_timeout(1_500)  # Chromium writes its session files in the background
    context.close()


def forms_of(text):
    """A text as a browser may have written it."""
    plain = [text, text.lower(), text.replace(" ", "+")]
    encoded = [urllib.parse.quote(text), urllib.parse.quote_plus(text)]
    return {form.encode(coding) for form in (*plain, *encoded) for coding in ("utf-8", "utf-16-le", "utf-16-be")}


def found_in(profile: Path, *texts: str) -> list[str]:
    """The files of a profile that hold one of the texts, and which."""
    hits = []
    for path in profile.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            hits += [
                f"{path.relative_to(profile)}: {text}" for text in texts if any(f in content for f in forms_of(text))
            ]
    return hits


def the_whole_way(server, exit_too=True):
    """Search, one facility, back to the list, a spelling of nowhere, then out."""

    def way(page):
        page.goto(f"{server.url}/en/")
        page.locator("#place").fill("Zaqatala")
        page.locator("button[data-main]").click()
        page.locator("button[form=more]").first.click()
        expect(page.locator("button[form=back]").first).to_be_visible()
        way.chosen = page.locator("h1").inner_text()
        page.locator("button[form=back]").first.click()
        expect(page.locator("button[form=more]").first).to_be_visible()
        page.get_by_role("button", name="Change").click()
        page.locator("#place").fill(TYPED)
        page.locator("button[data-main]").click()
        expect(page.get_by_role("alert").first).to_contain_text(TYPED)
        if exit_too:
            page.locator("a.exit").click()

    return way


def test_with_javascript_the_profile_holds_nothing(server, profile, display):
    way = the_whole_way(server)
    browse(profile, display, way)
    assert found_in(profile, f"localhost:{server.port}"), "the profile was written at all"
    assert found_in(profile, TYPED, "Zaqatala", "Zagatala", way.chosen, "place=", "who=woman") == []


def test_with_javascript_the_profile_holds_nothing_of_the_plan(server, profile, display):
    def way(page):
        page.goto(f"{server.url}/en/")
        page.locator("main a[href$='/hours/']").click()
        page.locator("#change > summary").click()
        expect(page.locator("#date")).to_be_visible()
        page.locator("#place").fill("Zaqatala")
        way.day = page.locator("#date option").nth(2).get_attribute("value")
        page.locator("#date").select_option(way.day)
        page.locator("#part").select_option("afternoon")
        page.locator("[name=minor][value=true]").check()
        page.locator("button[data-main]").click()
        expect(page.locator("a[href='#change']")).to_have_text("Change")
        page.locator(".name").click()
        expect(page.locator("#wish")).to_be_visible()
        page.locator("a.exit").click()

    browse(profile, display, way)
    assert found_in(profile, f"localhost:{server.port}"), "the profile was written at all"
    assert found_in(profile, "Zaqatala", "Zagatala", "part=", "minor=", way.day, "emergency contraception") == []


def asks_and_answers(server):
    """Ask, read, reply, choose, leave a contact, take it back."""

    def way(page):
        page.goto(f"{server.url}/en/")
        page.locator("#place").fill("Zaqatala")
        page.locator("button[data-main]").click()
        page.locator("form[action$='/ask/'] button").click()
        page.locator("form[action$='/ask/'] summary").click()
        page.locator("form[action$='/ask/'] #avoid").fill(TYPED)
        page.locator("[name=yes]").check()
        page.locator("button[data-main]").click()
        way.code = page.locator("#look [name=code]").get_attribute("value")
        page.locator(".name").click()
        page.locator("a[href$='/answer/']").click()
        page.locator("#code").fill(" ".join(way.code[at : at + 4] for at in range(0, 16, 4)))
        page.locator("button[data-main]").click()
        server.run(ANSWERED)
        page.locator("#look button").click()
        expect(page.locator("button[value=choose]")).to_be_visible()
        page.locator("summary").first.click()
        page.locator("textarea").first.fill("Kəpənəkli yol")
        page.locator("button[value=reply]").first.click()
        expect(page.locator(".mine")).to_contain_text("Kəpənəkli yol")
        page.locator("button[value=choose]").click()
        page.locator("[name=way]").first.check()
        page.locator("#reach").fill("0509998877")
        page.locator("#word").fill("Göyqurşağı")
        page.locator("[name=yes]").check()
        page.locator("button[value=contact]").click()
        expect(page.get_by_role("status")).to_be_visible()
        page.locator("button[value=sure]").click()
        page.locator("button[value=erase]").click()
        expect(page.locator("h1")).to_have_text("It is erased")
        page.locator("a.exit").click()

    return way


def test_with_javascript_the_profile_holds_nothing_of_question_and_answer(server, profile, display):
    way = asks_and_answers(server)
    browse(profile, display, way)
    code = way.code
    parts = [code, " ".join(code[at : at + 4] for at in range(0, 16, 4)), code[:8], code[8:]]
    typed = [TYPED, "Kəpənəkli", "0509998877", "Göyqurşağı", "nəfərsiniz", "Zaqatala", "AZ-ZAQ", "code=", "once="]
    assert found_in(profile, f"localhost:{server.port}"), "the profile was written at all"
    assert found_in(profile, *parts, *typed) == []


def test_the_same_search_finds_what_a_get_form_leaves(server, profile, display):
    browse(profile, display, lambda page: page.goto(f"{server.url}/en/?place={urllib.parse.quote(TYPED)}"))
    assert found_in(profile, TYPED)


def test_without_javascript_what_remains_is_only_the_body_of_the_form(server, profile, display):
    """Chromium keeps the body of a form's POST in its session files; the safety page says so."""
    browse(profile, display, the_whole_way(server, exit_too=False), javascript=False)
    left = {hit.partition(":")[0].split("/")[0:2][-1] for hit in found_in(profile, TYPED, "Zaqatala")}
    assert left <= {"Sessions"}, left


def test_back_never_shows_the_site_again(server, profile, display):
    def way(page):
        the_whole_way(server)(page)
        page.wait_for_timeout(500)
        for _press in range(5):
            page.go_back(wait_until="commit") if page.evaluate("history.length") > 1 else None
            assert "localhost" not in page.url, page.url

    browse(profile, display, way)


def test_the_history_holds_neutral_addresses_only(server, profile, display):
    import sqlite3

    browse(profile, display, the_whole_way(server))
    rows = sqlite3.connect(profile / "Default" / "History").execute("SELECT url, title FROM urls").fetchall()
    ours = [(url, title) for url, title in rows if f":{server.port}" in url]
    assert ours
    assert {urllib.parse.urlsplit(url).path for url, _title in ours} <= set(NEUTRAL)
    assert {title for _url, title in ours} == {"Yaxın"}
