"""The page of beds, on a phone."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.support.server import Server

POOL = (
    "from shelters.models import *; BedPool.objects.all().delete(); User.objects.update(language='en');"
    "home = Facility.objects.get(key='gence-2023');"
    "names = {'name_az': 'Otaqlar', 'name_en': 'Rooms'}; counted = '2026-01-01T00:00Z';"
    "BedPool.objects.create(facility=home, **names, capacity=5, family_places=5, observed_at=counted);"
    "print(home.public_id)"
)
COUNTED = "from shelters.models import *; pool = BedPool.objects.get(); print(pool.occupied, pool.counts.count())"


def shell(server: Server, code: str) -> list[str]:
    return server.run(code).split()


def is_counted(server: Server, occupied: int, times: int) -> None:
    """What the server holds: a number, and by how many counts it came about."""
    assert [int(number) for number in shell(server, COUNTED)[-2:]] == [occupied, times]


def more(page: Page, what: str = "Taken", sign: str = "+") -> Any:
    return page.get_by_role("button", name=f"Rooms, {what}: {sign}1")


def is_free(page: Page, number: int) -> None:
    expect(page.locator(".free")).to_have_text(f"Free: {number}" if number >= 0 else f"Over by {-number}")


def is_sent(page: Page) -> None:
    expect(page.locator("main")).to_have_attribute("aria-busy", "false")
