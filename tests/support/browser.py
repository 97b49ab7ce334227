"""Chromium for tests, and what all of them look at."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.support import staff_browser
from tests.support.server import Server

LANGUAGES = {"az": "Yaxınlıqda", "ru": "Рядом", "en": "near"}
ARGUMENTS = [
    *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-gpu",  # drawing as if there were one took a sixth of the time
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright of a process: it can be started once only."""
    # Playwright's loop would make Django refuse to speak to a database that nobody here asks for.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for the tests of a process; each opens contexts of its own."""
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), chromium_sandbox=os.getuid() != 0, args=ARGUMENTS
    )
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """`open_page("/az/", width=320)` at the module's `server`.

    At the end no other origin was asked, no cookie set, and the browser has no complaint.
    """
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    complaints: list[str] = []

    def make(path: str, *, width: int = 320, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 640}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(server.url + path)
        return page

    yield make
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert [url for url in asked if not url.startswith(server.url)] == []
    assert [text for text in complaints if "status of 4" not in text and "ERR_INTERNET" not in text] == []


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`phone()` is a page on one more phone, each with a fingerprint reader of its own."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        page = staff_browser.phone(chromium, **options)
        contexts.append(page.context)
        return page

    yield make
    for context in contexts:
        context.close()


def press_until(page: Page, target: Any, key: str = "Tab", most: int = 80) -> None:
    """Press a key until the focus stands on a target."""
    for _press in range(most):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the focus never came there")


def search(page: Page, typed: str) -> None:
    """Type a place on the home page, and press the button."""
    page.locator("#place").fill(typed)
    page.locator("button[data-main]").click()
