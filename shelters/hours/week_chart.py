"""The coming days as a chart: a cell for each day, midnight to midnight from left to right.

Its caption says the same in words.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from . import clock
from .moment_words import short_weekday
from .opening import Opening
from .schedule import DAY, OpenState

DAYS = 8
_CELL, _STEP = 29, 32  # widths in the picture, whose width is DAYS * _STEP


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    sure: bool


@dataclass(frozen=True)
class Day:
    x: int
    middle: int
    weekday: str
    number: int
    holiday: bool
    bars: list[Bar]


@dataclass(frozen=True)
class Strip:
    days: list[Day]
    says: str


def strip(opening: Opening) -> Strip | None:
    """The chart of a place. None: nothing is known, or it never closes."""
    if opening.schedule.is_unknown or opening.is_always:
        return None
    days = [_day(opening, day, number) for number, day in enumerate(opening.coming(DAYS))]
    told = []
    for line in opening.lines(DAYS):
        words = {"days": line.days, "holidays": line.holidays, "hours": line.hours}
        told.append((_("%(days)s (%(holidays)s): %(hours)s") if line.holidays else _("%(days)s: %(hours)s")) % words)
    return Strip(days, "; ".join(told) + ".")


def _day(opening: Opening, day: date, number: int) -> Day:
    x = number * _STEP + (_STEP - _CELL) // 2
    pieces = clock.on_day(opening.schedule, opening.calendar, day)
    bars = [
        Bar(
            round(x + piece.start / DAY * _CELL, 1),
            round((piece.end - piece.start) / DAY * _CELL, 1),
            piece.state == OpenState.OPEN,
        )
        for piece in pieces
        if piece.state != OpenState.CLOSED
    ]
    holiday = opening.calendar.kind(day).holiday
    return Day(x, x + _CELL // 2, short_weekday(day), day.day, holiday, bars)
