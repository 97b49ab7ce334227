"""bin/pictures: every page and state, at three widths, in three languages, light and dark, into var/pictures.

The pictures show the first afternoon of Novruz, 20 March 2026.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import sync_playwright

from tests.support.server import IN_MARCH, Server

OUT = Path(__file__).parent.parent / "var" / "pictures"
LANGUAGES = ("az", "ru", "en")
WIDTHS = (320, 768, 1280)


def states(page: Any, home: str) -> Iterator[str]:
    """Walk through the pages. Yields the name of each state of the page."""
    page.goto(home)
    yield "home"
    page.locator("summary").click()
    page.locator("[value=woman_with_children]").check()
    page.locator("[value=trans_woman]").check()
    page.locator("#oldest_son").fill("13")
    yield "home-open"
    page.locator("#place").fill("Zaqatala")
    page.locator("button[data-main]").click()
    page.locator(".ring").wait_for()
    yield "list"
    page.locator("button[form=more]").nth(1).click()
    page.locator("button[form=back]").first.wait_for()
    yield "one"
    page.locator(".name").click()
    page.locator(".now").wait_for()
    page.locator("#place").fill("Qobustan")
    page.locator("button[data-main]").click()
    page.locator("[name=place_id]").first.wait_for()
    yield "which"
    page.locator("#place").fill("Zaqatalski")
    page.locator("button[data-main]").click()
    page.get_by_text("Zaqatalski").first.wait_for()
    yield "unknown"
    page.goto(home + "hours/")
    yield "hours"
    page.locator("#place").fill("Şəki")
    page.locator("#date").select_option(index=1)
    page.locator("#part").select_option("afternoon")
    page.locator("button[data-main]").click()
    page.locator(".plan").wait_for()
    yield "plan"
    page.locator("#evidence summary").click()
    page.locator("#evidence button[form=more]").last.click()
    page.locator("button[form=back]").first.wait_for()
    yield "plan-one"
    page.goto(home + "safety/")
    yield "safety"
    page.goto(home + "nothing/")
    yield "nothing"


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), DEMO="on", **IN_MARCH)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=os.getuid() != 0
        )
        for language in LANGUAGES:
            for width in WIDTHS:
                for scheme in ("light", "dark"):
                    size: Any = {"width": width, "height": 800}
                    context = browser.new_context(viewport=size, color_scheme=scheme)
                    page = context.new_page()
                    for state in states(page, f"{server.url}/{language}/"):
                        page.screenshot(path=OUT / f"{state}-{language}-{width}-{scheme}.png", full_page=True)
                    context.close()
        browser.close()
        server.stop()
    print(f"{len(list(OUT.iterdir()))} pictures in {OUT}")


if __name__ == "__main__":
    main()
