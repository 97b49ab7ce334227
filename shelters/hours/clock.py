"""Pure functions that answer questions about a schedule. The caller passes the moment in.

Time is the wall clock of Asia/Baku (no summer time since 2016), in whole minutes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..codes.hours import AccessMode
from .schedule import DAY, DayCalendar, Hours, OpenState, Schedule, Span

BAKU = ZoneInfo("Asia/Baku")
HORIZON = 400  # days to look ahead for the next opening: more than a year


class Stretch(NamedTuple):
    """A span of a single state, in minutes since the calendar's beginning. `end` is excluded."""

    start: int
    end: int
    state: OpenState


def minute_of(moment: datetime) -> int:
    """The minute in which an aware moment lies."""
    local = moment.astimezone(BAKU)
    return local.toordinal() * DAY + local.hour * 60 + local.minute


def moment_of(minute: int) -> datetime:
    day, rest = divmod(minute, DAY)
    return datetime.combine(date.fromordinal(day), time(*divmod(rest, 60)), BAKU)


def next_oclock(hour: int, now: datetime) -> datetime:
    """When it is that hour next."""
    then = now.astimezone(BAKU).replace(hour=hour, minute=0, second=0, microsecond=0)
    return then if then > now else then + timedelta(days=1)


@lru_cache(maxsize=4096)
def _painted(before: Hours, hours: Hours, appointment: bool) -> tuple[Stretch, ...]:
    """The stretches of a day, from 0 to DAY.

    They come from its own hours, and from hours of the day before that run past midnight.
    """
    spans = [*hours, *(Span(start - DAY, end - DAY, sure) for start, end, sure in before)]
    edges = sorted({0, DAY, *(at for span in spans for at in span[:2] if 0 < at < DAY)})
    found: list[Stretch] = []
    for start, end in pairwise(edges):
        here = [span.sure and not appointment for span in spans if span.start <= start and end <= span.end]
        state = OpenState.OPEN if any(here) else OpenState.UNKNOWN if here else OpenState.CLOSED
        if found and found[-1].state == state:
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(Stretch(start, end, state))
    return tuple(found)


def on_day(schedule: Schedule, calendar: DayCalendar, day: date) -> tuple[Stretch, ...]:
    """The day from minute 0 to DAY. By appointment, open counts as unknown: nobody is sure to be seen."""
    before = schedule.hours(calendar, day - timedelta(days=1))
    return _painted(before, schedule.hours(calendar, day), schedule.entry == AccessMode.APPOINTMENT)


def stretches(schedule: Schedule, calendar: DayCalendar, start: int, days: int = HORIZON) -> Iterator[Stretch]:
    """The stretches from a minute on, for `days` days. Each is as long as its state lasts."""
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


def state_at(schedule: Schedule, calendar: DayCalendar, moment: datetime) -> OpenState:
    """The state at a moment."""
    minute = minute_of(moment)
    day, within = divmod(minute, DAY)
    painted = on_day(schedule, calendar, date.fromordinal(day))
    return next(piece.state for piece in painted if within < piece.end)


def opens_next(schedule: Schedule, calendar: DayCalendar, moment: datetime) -> datetime | None:
    """The first moment from `moment` on at which it is surely open. None: not within the horizon."""
    if not schedule.may_open:
        return None
    coming = stretches(schedule, calendar, minute_of(moment))
    return next((moment_of(one.start) for one in coming if one.state == OpenState.OPEN), None)


def may_open_next(schedule: Schedule, calendar: DayCalendar, moment: datetime) -> datetime | None:
    """The first moment from `moment` on at which it is open, or may be. None: not within the horizon."""
    coming = stretches(schedule, calendar, minute_of(moment))
    return next((moment_of(one.start) for one in coming if one.state != OpenState.CLOSED), None)


class End(NamedTuple):
    """When it stops being surely open, and its state from then on: closed, or not known."""

    at: datetime
    then: OpenState


def open_ends(schedule: Schedule, calendar: DayCalendar, moment: datetime) -> End | None:
    """The end of being surely open. None: it is not open now, or it stays open to the horizon."""
    if state_at(schedule, calendar, moment) != OpenState.OPEN:
        return None
    start = minute_of(moment)
    coming = stretches(schedule, calendar, start)
    now, following = next(coming), next(coming, None)
    if following is None or now.end > start + (HORIZON - 1) * DAY:
        return None
    return End(moment_of(now.end), following.state)


def within(schedule: Schedule, calendar: DayCalendar, start: datetime, end: datetime) -> OpenState:
    """The best state at any time from `start` on and before `end`. An empty span is CLOSED."""
    first, last = minute_of(start), minute_of(end)
    coming = stretches(schedule, calendar, first, max(0, last - first) // DAY + 1)
    return max((one.state for one in coming if one.start < last), default=OpenState.CLOSED)


def day_states(schedules: Iterable[Schedule], calendar: DayCalendar, first: date, last: date) -> list[OpenState]:
    """The best state of any of the schedules, for each day from `first` to `last`, both included."""
    best = [OpenState.CLOSED] * ((last - first).days + 1)
    for schedule in schedules:
        for number, so_far in enumerate(best):
            if so_far < OpenState.OPEN:
                painted = on_day(schedule, calendar, first + timedelta(days=number))
                best[number] = max(so_far, max(piece.state for piece in painted))
    return best


class Run(NamedTuple):
    days: int
    first: date | None
    last: date | None


def longest_run(
    states: Sequence[OpenState], first: date, of: frozenset[OpenState] = frozenset({OpenState.CLOSED})
) -> Run:
    """The longest run of days in the states `of`; the earliest of equal runs. `first` is the day of states[0]."""
    best, start = Run(0, None, None), 0
    for number, state in enumerate(states):
        if state not in of:
            start = number + 1
        elif number + 1 - start > best.days:
            begin = first + timedelta(days=start)
            best = Run(number + 1 - start, begin, first + timedelta(days=number))
    return best


class Share(NamedTuple):
    """Parts of a time, from 0 to 1: surely open, and perhaps open."""

    open: float
    unknown: float


def share(schedules: Iterable[Schedule], calendar: DayCalendar, moment: datetime, days: int = 30) -> Share:
    """The share of the time in the coming `days` with at least one open schedule."""
    start = minute_of(moment)
    end = start + days * DAY
    painted = [s for schedule in schedules for s in stretches(schedule, calendar, start, days) if s.start < end]
    surely = _covered([s for s in painted if s.state == OpenState.OPEN], end)
    known = _covered([s for s in painted if s.state != OpenState.CLOSED], end)
    return Share(surely / (end - start), (known - surely) / (end - start))


def _covered(pieces: list[Stretch], end: int) -> int:
    """Minutes that the pieces cover together, before `end`."""
    covered, reached = 0, 0
    for piece in sorted(pieces):
        covered += max(0, min(piece.end, end) - max(piece.start, reached))
        reached = max(reached, min(piece.end, end))
    return covered
