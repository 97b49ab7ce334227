"""Somebody of the staff on a phone, who counts each step: a tap that brings another page, or opens a fold."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.support.staff_browser import PASSWORD, READER


class Steps(list[str]):
    """The steps of all people together, and what they typed or ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = 0


class Person:
    """`page` is on a phone with a fingerprint reader."""

    def __init__(self, page: Page, steps: Steps, name: str = "") -> None:
        self.page, self.steps, self.name = page, steps, name
        page.set_viewport_size({"width": 390, "height": 844})

    def press(self, name: Any, role: Any = "link") -> None:
        """One tap, and the page that it brings."""
        self.steps.append(f"{self.name}: {name}")
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).first.click()

    def button(self, name: Any) -> None:
        self.press(name, "button")

    def open_fold(self, summary: str) -> None:
        self.steps.append(f"{self.name}: {summary}")
        self.page.locator("summary", has_text=summary).click()

    def type(self, **fields: str) -> None:
        for name, value in fields.items():
            self.steps.fields += 1
            self.page.locator(f"[name={name}]").fill(value)

    def choose(self, **fields: str) -> None:
        """In a list, or a row of taps."""
        for name, value in fields.items():
            self.steps.fields += 1
            field = self.page.locator(f"select[name={name}]")
            if field.count():
                field.select_option(value)
            else:
                self.page.locator(f"[name={name}][value={value}]").check()

    def tick(self, *names: str) -> None:
        for name in names:
            self.steps.fields += 1
            self.page.locator(f"[name={name}]").check()

    def join(self, link: str, keys: int) -> None:
        """From a link to the page behind the last key that is asked for."""
        self.page.goto(link)
        self.type(username=self.name, password=PASSWORD)
        self.button("Go on")
        if "/add/" not in self.page.url:
            self.press("Make a passkey")
        for number in range(keys):
            if number:
                self._take_another_device()
            self.type(name=f"Key {number + 1}")
            self.button("Make it")

    def _take_another_device(self) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.send("WebAuthn.disable")
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": READER})

    @property
    def link(self) -> str:
        return self.page.locator("#link").inner_text()

    @property
    def digits(self) -> str:
        return self.page.locator(".digits").inner_text()

    def at(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_have_text(heading)
