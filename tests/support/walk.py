"""Her way from the list to the bed, in Chromium."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.staff_browser import absent

# What a place says to the question that was put last.
ANSWERED = (
    "from referrals.workflow import placing; from referrals.models import Enquiry; from shelters.models import BedPool;"
    "from shelters.audit.trail import CONSOLE as BY; one = Enquiry.objects.last();"
    "pool = BedPool.objects.create(facility=one.facility, name_az='Otaq', capacity=3);"
    "placing.write(one, 'Neçə nəfərsiniz?', from_house=True, by=BY);"
    "placing.offer(one, pool, 2, until=None, arrival=None, words='', by=BY)"
)


class Walk:
    """A page and what is looked at on each station of the way."""

    def __init__(self, page: Page, look: Callable[[str], None]) -> None:
        self.page, self.look = page, look

    def to_the_form(self, place: str = "Zaqatala") -> None:
        self.page.locator("#place").fill(place)
        self.page.locator("button[data-main]").click()
        self.page.locator("form[action$='/ask/'] button").click()
        expect(self.page.locator("#adults")).to_be_visible()
        self.look("ask")

    def ask(self) -> None:
        self.page.locator("[name=yes]").check()
        self.page.locator("button[data-main]").click()
        expect(self.page.locator("p.digits")).to_be_visible()
        self.look("code")
        self.page.locator("#look button").click()
        expect(self.page.locator(".answered").first).to_be_visible()
        self.look("waiting")

    def choose(self) -> None:
        self.page.locator("#look button").click()
        expect(self.page.locator("button[value=choose]")).to_be_visible()
        self.look("offered")
        self.page.locator("button[value=choose]").click()
        expect(self.page.locator("#reach")).to_be_visible()
        self.look("chosen")

    def be_reached(self) -> None:
        self.page.locator("[name=way]").first.check()
        self.page.locator("#reach").fill("050 000 00 00")
        self.page.locator("#word").fill("pomidor")
        self.page.locator("[name=yes]").check()
        self.page.locator("button[value=contact]").click()
        expect(self.page.get_by_role("status")).to_be_visible()
        self.page.locator("button[value=set_out]").click()
        absent(self.page.locator("button[value=set_out]"))
        self.look("on the way")

    def take_back(self) -> None:
        self.page.locator("button[value=sure]").click()
        self.look("sure")
        self.page.locator("button[value=erase]").click()
        absent(self.page.locator("button[value=erase]"))
        self.look("erased")
