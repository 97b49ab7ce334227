"""Opening hours that tell the truth: pure questions about a schedule, with the moment passed in.

Time is the wall clock of Asia/Baku (no summer time since 2016), in whole minutes. What is not known is neither open
nor closed: `State.UNKNOWN`. Hours belong to the day on which they begin, and may run past its midnight.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from .codes import Entry

BAKU = ZoneInfo("Asia/Baku")
DAY = 24 * 60
HORIZON = 400  # days that are looked through for the next opening: more than a year


class State(IntEnum):
    """Of several at once, the greatest holds."""

    CLOSED, UNKNOWN, OPEN = range(3)


class Span(NamedTuple):
    """Minutes from the midnight with which the day begins, `end` excluded and up to 2 * DAY. Not `sure`: perhaps."""

    start: int
    end: int
    sure: bool = True


Hours = tuple[Span, ...]
SHUT: Hours = ()
ALL_DAY: Hours = (Span(0, DAY),)
NOT_KNOWN: Hours = (Span(0, DAY, sure=False),)


class Kind(NamedTuple):
    """What sort of day it is. `holiday` is a non-working day that is more than a plain weekend."""

    working: bool
    holiday: bool


class Calendar(Protocol):
    def kind(self, day: date) -> Kind: ...


@dataclass(frozen=True)
class Dated:
    """Hours that replace the usual ones from `first` to `last`, both included: SHUT is a closure."""

    first: date
    last: date
    hours: Hours


@dataclass(frozen=True)
class Schedule:
    """`week` from Monday; `holidays` and `working_weekends` replace it there, None meaning as on any such weekday."""

    week: tuple[Hours, ...]
    holidays: Hours | None = NOT_KNOWN
    working_weekends: Hours | None = NOT_KNOWN
    dated: tuple[Dated, ...] = ()
    entry: Entry = Entry.UNKNOWN

    def hours(self, calendar: Calendar, day: date) -> Hours:
        """The hours that begin on a day: dated ones (the shortest range, then the last written), else by its kind."""
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
        """Without the dated hours that are over."""
        return replace(self, dated=tuple(one for one in self.dated if one.last >= day - timedelta(days=1)))

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of it at all."""
        dated = (one.hours for one in self.dated)
        return {*self.week, self.holidays, self.working_weekends, *dated} <= {NOT_KNOWN, None}

    @property
    def is_always(self) -> bool:
        """Day and night, all days of the year, without an appointment."""
        return replace(self, entry=Entry.UNKNOWN) == ALWAYS and self.entry != Entry.APPOINTMENT


UNKNOWN = Schedule((NOT_KNOWN,) * 7)
ALWAYS = Schedule((ALL_DAY,) * 7, holidays=None, working_weekends=None)


class Stretch(NamedTuple):
    """A time of one state, in minutes since the calendar's beginning; `end` excluded."""

    start: int
    end: int
    state: State


def minute_of(moment: datetime) -> int:
    """The minute in which an aware moment lies."""
    local = moment.astimezone(BAKU)
    return local.toordinal() * DAY + local.hour * 60 + local.minute


def moment_of(minute: int) -> datetime:
    day, rest = divmod(minute, DAY)
    return datetime.combine(date.fromordinal(day), time(*divmod(rest, 60)), BAKU)


@lru_cache(maxsize=4096)
def _painted(before: Hours, hours: Hours, appointment: bool) -> tuple[Stretch, ...]:
    """One day from 0 to DAY: its own hours, and those of the day before that run past midnight."""
    spans = [*hours, *(Span(start - DAY, end - DAY, sure) for start, end, sure in before)]
    edges = sorted({0, DAY, *(at for span in spans for at in span[:2] if 0 < at < DAY)})
    found: list[Stretch] = []
    for start, end in itertools.pairwise(edges):
        here = [span.sure and not appointment for span in spans if span.start <= start and end <= span.end]
        state = State.OPEN if any(here) else State.UNKNOWN if here else State.CLOSED
        if found and found[-1].state == state:
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(Stretch(start, end, state))
    return tuple(found)


def on_day(schedule: Schedule, calendar: Calendar, day: date) -> tuple[Stretch, ...]:
    """The day from minute 0 to DAY. By appointment nobody can be sure to be seen: what is open counts as unknown."""
    before = schedule.hours(calendar, day - timedelta(days=1))
    return _painted(before, schedule.hours(calendar, day), schedule.entry == Entry.APPOINTMENT)


def stretches(schedule: Schedule, calendar: Calendar, start: int, days: int = HORIZON) -> Iterator[Stretch]:
    """What comes from a minute on, each stretch as long as its state lasts, `days` days far."""
    first = start // DAY
    current: Stretch | None = None
    for ordinal in range(first, first + days + 1):
        for piece in on_day(schedule, calendar, date.fromordinal(ordinal)):
            begin, end = ordinal * DAY + piece.start, ordinal * DAY + piece.end
            if end <= start:
                continue
            if current and current.state == piece.state:
                current = current._replace(end=end)
            else:
                if current:
                    yield current
                current = Stretch(max(begin, start), end, piece.state)
    if current:
        yield current


def state_at(schedule: Schedule, calendar: Calendar, moment: datetime) -> State:
    """Open now?"""
    minute = minute_of(moment)
    day, within = divmod(minute, DAY)
    painted = on_day(schedule, calendar, date.fromordinal(day))
    return next(piece.state for piece in painted if within < piece.end)


def opens_next(schedule: Schedule, calendar: Calendar, moment: datetime) -> datetime | None:
    """The first moment from this one on at which it is surely open; None within the horizon."""
    coming = stretches(schedule, calendar, minute_of(moment))
    return next((moment_of(one.start) for one in coming if one.state == State.OPEN), None)


def closes_next(schedule: Schedule, calendar: Calendar, moment: datetime) -> datetime | None:
    """When it stops being surely open; None where it is not open now, or stays so to the horizon."""
    start = minute_of(moment)
    now = next(stretches(schedule, calendar, start))
    if now.state != State.OPEN or now.end > start + (HORIZON - 1) * DAY:
        return None
    return moment_of(now.end)


def within(schedule: Schedule, calendar: Calendar, start: datetime, end: datetime) -> State:
    """The best that holds at any time from `start` on and before `end`; CLOSED for a span that is over."""
    first, last = minute_of(start), minute_of(end)
    coming = stretches(schedule, calendar, first, max(0, last - first) // DAY + 1)
    return max((one.state for one in coming if one.start < last), default=State.CLOSED)


def day_states(schedules: Iterable[Schedule], calendar: Calendar, first: date, last: date) -> list[State]:
    """For each day from `first` to `last`, both included: the best that any of the schedules is at any time of it."""
    best = [State.CLOSED] * ((last - first).days + 1)
    for schedule in schedules:
        for number, so_far in enumerate(best):
            if so_far < State.OPEN:
                painted = on_day(schedule, calendar, first + timedelta(days=number))
                best[number] = max(so_far, max(piece.state for piece in painted))
    return best


class Run(NamedTuple):
    days: int
    first: date | None
    last: date | None


def longest_run(states: Sequence[State], first: date, of: frozenset[State] = frozenset({State.CLOSED})) -> Run:
    """The longest run of days in one of the states `of`, the earliest of equals. `first` is the day of states[0]."""
    best, start = Run(0, None, None), 0
    for number, state in enumerate(states):
        if state not in of:
            start = number + 1
        elif number + 1 - start > best.days:
            begin = first + timedelta(days=start)
            best = Run(number + 1 - start, begin, first + timedelta(days=number))
    return best


class Share(NamedTuple):
    """Parts of a time, 0 to 1: surely open, and perhaps."""

    open: float
    unknown: float


def share(schedules: Iterable[Schedule], calendar: Calendar, moment: datetime, days: int = 30) -> Share:
    """Of the coming days, for how much of the time at least one of the schedules is open."""
    start = minute_of(moment)
    end = start + days * DAY
    painted = [s for schedule in schedules for s in stretches(schedule, calendar, start, days) if s.start < end]
    surely = _covered([s for s in painted if s.state == State.OPEN], end)
    known = _covered([s for s in painted if s.state != State.CLOSED], end)
    return Share(surely / (end - start), (known - surely) / (end - start))


def _covered(pieces: list[Stretch], end: int) -> int:
    """Minutes that the pieces cover together, before `end`."""
    covered, reached = 0, 0
    for piece in sorted(pieces):
        covered += max(0, min(piece.end, end) - max(piece.start, reached))
        reached = max(reached, min(piece.end, end))
    return covered
