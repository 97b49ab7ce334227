"""The parts of opening hours. Hours that are not known are neither open nor closed: `OpenState.UNKNOWN`.

Hours belong to the day on which they begin. They may run past its midnight.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple, Protocol

from ..codes.hours import AccessMode

DAY = 24 * 60  # minutes


class OpenState(IntEnum):
    """The state of an opening. Of several states at once, the greatest holds."""

    CLOSED, UNKNOWN, OPEN = range(3)


class Span(NamedTuple):
    """Minutes from the midnight at which the day begins. `end` is excluded, at most 2 * DAY. Not `sure`: perhaps."""

    start: int
    end: int
    sure: bool = True


Hours = tuple[Span, ...]
SHUT: Hours = ()
ALL_DAY: Hours = (Span(0, DAY),)
NOT_KNOWN: Hours = (Span(0, DAY, sure=False),)


class DayKind(NamedTuple):
    """Whether people work on a day. `holiday`: a non-working day that is more than a plain weekend."""

    working: bool
    holiday: bool


class DayCalendar(Protocol):
    def kind(self, day: date) -> DayKind: ...


@dataclass(frozen=True)
class Dated:
    """Hours that replace the usual hours from `first` to `last`, both included. SHUT is a closure."""

    first: date
    last: date
    hours: Hours


@dataclass(frozen=True)
class Schedule:
    """Opening hours by weekday, with exceptions. `week` begins on Monday.

    `holidays` and `working_weekends` replace `week` on such days. None: the hours of that weekday hold.
    """

    week: tuple[Hours, ...]
    holidays: Hours | None = NOT_KNOWN
    working_weekends: Hours | None = NOT_KNOWN
    dated: tuple[Dated, ...] = ()
    entry: AccessMode = AccessMode.UNKNOWN

    def hours(self, calendar: DayCalendar, day: date) -> Hours:
        """The hours that begin on a day: the dated hours, else the hours of this kind of day.

        Of several dated hours, the shortest range holds. Of equal ranges, the range written last holds.
        """
        dated = [one for one in self.dated if one.first <= day <= one.last]
        if dated:
            return min(reversed(dated), key=lambda one: one.last - one.first).hours
        kind = calendar.kind(day)
        if kind.holiday and self.holidays is not None:
            return self.holidays
        if kind.working and day.weekday() >= 5 and self.working_weekends is not None:
            return self.working_weekends
        return self.week[day.weekday()]

    def since(self, day: date) -> "Schedule":
        """The same schedule without dated hours that are over."""
        return replace(self, dated=tuple(one for one in self.dated if one.last >= day - timedelta(days=1)))

    @cached_property
    def _all(self) -> frozenset[Hours | None]:
        dated = (one.hours for one in self.dated)
        return frozenset({*self.week, self.holidays, self.working_weekends, *dated})

    @property
    def is_unknown(self) -> bool:
        """Whether all its hours are unknown."""
        return self._all <= {NOT_KNOWN, None}

    @cached_property
    def may_open(self) -> bool:
        """Whether it has hours at which it is surely open."""
        return self.entry != AccessMode.APPOINTMENT and any(span.sure for hours in self._all for span in hours or ())

    @property
    def is_always(self) -> bool:
        """Whether it is open day and night, all days of the year, without an appointment."""
        return replace(self, entry=AccessMode.UNKNOWN) == ALWAYS and self.entry != AccessMode.APPOINTMENT


UNKNOWN = Schedule((NOT_KNOWN,) * 7)
ALWAYS = Schedule((ALL_DAY,) * 7, holidays=None, working_weekends=None)
