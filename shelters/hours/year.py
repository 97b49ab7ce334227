"""The days that are not like others, for whoever keeps the calendar, and when to look at it."""

from dataclasses import dataclass
from datetime import date, timedelta

from .calendar import Calendar, StatedDay

NEAR = 14  # days: so long before its first day a holiday of the moon is announced


@dataclass(frozen=True)
class SpecialDay:
    """A holiday, a day off, or a Saturday or Sunday on which people work. `stated`: what staff stated of it."""

    day: date
    names: list[str]
    working: bool
    is_estimated: bool
    stated: StatedDay | None


def special_days(calendar: Calendar, first: date, last: date) -> list[SpecialDay]:
    """Those from the first day to the last. Other Saturdays and Sundays are none, unless staff stated them."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        SpecialDay(
            day, calendar.names(day), calendar.kind(day).working, calendar.is_estimated(day), calendar.stated.get(day)
        )
        for day in days
        if calendar.kind(day).holiday or day in calendar.stated or (calendar.kind(day).working and day.weekday() > 4)
    ]


def year_to_state(calendar: Calendar, today: date) -> int | None:
    """In December the next year, while nobody has stated any of its days."""
    coming = today.year + 1
    return coming if today.month == 12 and not any(day.year == coming for day in calendar.stated) else None


def near_estimates(calendar: Calendar, today: date) -> list[SpecialDay]:
    """The holidays of the moon that are near and only estimated."""
    return [one for one in special_days(calendar, today, today + timedelta(days=NEAR)) if one.is_estimated]
