"""A day on the telephone as a caseworker plays it in a browser: taps are counted, or the walk-through is followed."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

TOMORROW = (datetime.now(ZoneInfo("Asia/Baku")) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


class Desk:
    """The page of a caseworker. `taps`: since the last call ended."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.taps = page, url, 0

    def tap(self, one: Locator) -> None:
        self.taps += 1
        with self.page.expect_navigation():
            one.click()

    def press(self, name: str, *, last: bool = False) -> None:
        found = self.page.get_by_role("button", name=name, exact=True)
        self.tap(found.last if last else found.first)

    def tick(self, field: str, value: str) -> None:
        self.taps += 1
        self.page.locator(f"[name={field}][value={value}]").check()

    def from_the_list(self) -> None:
        """Open the form of a new client as a caseworker does."""
        self.page.goto(f"{self.url}/work/requests/")
        self.tap(self.page.get_by_role("link", name="A new client"))

    def new_client(self, *needs: str) -> list[str]:
        """Enter a client with a safe way. Returns the addresses of the case and of its needs."""
        if not self.page.url.endswith("/work/cases/new/"):
            self.page.goto(f"{self.url}/work/cases/new/")
        for need in needs:
            self.tick("needs", need)
        self.the_rest()
        self.press("Open the case")
        found = self.page.locator("a[href^='/work/requests/']:not([href='/work/requests/'])")
        return [self.page.url, *(self.url + str(one.get_attribute("href")) for one in found.all())]

    def the_rest(self) -> None:
        """All that the form of a new client asks besides the needs."""
        for field, value in {"group": "women", "danger": "not_now", "way": "voice"}.items():
            self.tick(field, value)
        self.page.locator("[name=told]").check()
        self.page.locator("[name=reach]").fill("050 000 00 00")
        self.page.locator("[name=hours]").fill("10-12")

    def rang(self, result: str, *, name: str = "", reason: str = "", listed: bool = False) -> int:
        """Write down a call: to a place of the search, to a new name, or again. Returns the taps after the call."""
        if listed:
            self.press("Find places")
        self.taps = 0
        self.press("I rang them", last=bool(name))
        if name:
            self.page.locator("[name=name]").fill(name)
        self.tick("result", result)
        if reason:
            self.taps += 1
            self.page.locator("[name=reason]").select_option(reason)
        moment = {"call_back": "again_at", "offered": "when"}.get(result)
        if moment:
            self.page.locator(f"[name={moment}]").fill(TOMORROW)
        self.press("Write it down")
        return self.taps

    def close(self, case: str, outcome: str) -> None:
        self.page.goto(case)
        self.page.locator("summary", has_text="Close the case").click()
        self.tick("outcome", outcome)
        self.press("Close the case")

    def follow(self, words: str) -> None:
        """Do what these words of the walk-through say: tick, press or open what bears them, or see them."""
        name = re.compile(rf"^\s*{re.escape(words)}\s*:?\s*$", re.IGNORECASE)
        main = self.page.locator("main")
        box = main.get_by_role("checkbox", name=name).or_(main.get_by_role("radio", name=name))
        if box.count():
            box.first.check()
            return
        pressed = main.get_by_role("link", name=name).or_(main.get_by_role("button", name=name))
        if pressed.count():
            self.tap(pressed.first)
            return
        fold = main.locator("summary").filter(has_text=name)
        if fold.count():
            fold.first.click()
        else:
            expect(main.get_by_text(name).first).to_be_visible()
