"""What share of the directory was confirmed when, by quarter and by year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..models import Confirmation, Facility, Hotline

QUARTERS, YEARS = 8, 4


@dataclass(frozen=True)
class ConfirmedShare:
    """Of `total` entries that are listed now, `confirmed` were confirmed at least once in a period."""

    year: int
    quarter: int | None
    confirmed: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.confirmed / self.total) if self.total else 0


def shares(today: date) -> list[ConfirmedShare]:
    """The last quarters, then the last years, the newest first."""
    listed = Facility.objects.listed().values("pk")
    lines = Hotline.objects.filter(published=True)
    rows = Confirmation.objects.filter(facility__in=listed) | Confirmation.objects.filter(
        hotline__in=lines.values("pk")
    )
    when = list(rows.values_list("facility", "hotline", "confirmed_on"))
    total = listed.count() + lines.count()
    return [
        ConfirmedShare(year, quarter, len({row[:2] for row in when if _is_in(row[2], year, quarter)}), total)
        for year, quarter in _periods(today)
    ]


def _is_in(day: date, year: int, quarter: int | None) -> bool:
    return day.year == year and quarter in (None, _quarter(day))


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _periods(today: date) -> Iterator[tuple[int, int | None]]:
    yield from _quarters(today)
    yield from ((today.year - back, None) for back in range(YEARS))


def _quarters(today: date) -> Iterator[tuple[int, int]]:
    newest = today.year * 4 + _quarter(today) - 1
    for number in range(newest, newest - QUARTERS, -1):
        yield number // 4, number % 4 + 1
