"""A schedule at a moment, in words: open now, until when, the next opening, and the coming days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from ..codes.hours import AccessMode
from . import clock, notation
from .calendar import Calendar
from .moment_words import open_until, opens, span, when
from .schedule import ALL_DAY, DAY, NOT_KNOWN, UNKNOWN, Hours, OpenState, Schedule, Span


@dataclass(frozen=True)
class DayLine:
    """Successive days with the same hours: the days, the names of their holidays, and the hours in words."""

    days: str
    holidays: str
    hours: str


@dataclass(frozen=True)
class Opening:
    """The state of a schedule at `now`, an aware moment."""

    schedule: Schedule
    calendar: Calendar
    now: datetime

    @cached_property
    def state(self) -> OpenState:
        return clock.state_at(self.schedule, self.calendar, self.now)

    @property
    def open_now(self) -> bool | None:
        return {OpenState.OPEN: True, OpenState.CLOSED: False, OpenState.UNKNOWN: None}[self.state]

    @cached_property
    def is_always(self) -> bool:
        return self.schedule.since(self.today).is_always

    @cached_property
    def opens_at(self) -> datetime | None:
        """The next moment at which it is surely open. None: it is open now, or no such moment is known."""
        if self.state == OpenState.OPEN:
            return None
        return clock.opens_next(self.schedule, self.calendar, self.now)

    @cached_property
    def may_open_at(self) -> datetime | None:
        """The next moment at which it may be open, surely or perhaps. None: it may be open now, or never."""
        if self.state != OpenState.CLOSED:
            return None
        return clock.may_open_next(self.schedule, self.calendar, self.now)

    @cached_property
    def _ends(self) -> clock.End | None:
        return None if self.is_always else clock.open_ends(self.schedule, self.calendar, self.now)

    @property
    def closes_at(self) -> datetime | None:
        """When it closes. None: it is not open now, or whether it closes then is not known."""
        return self._ends.at if self._ends and self._ends.then == OpenState.CLOSED else None

    @property
    def today(self) -> date:
        return self.now.astimezone(clock.BAKU).date()

    @property
    def words(self) -> str:
        """A sentence or two: whether it is open, until when or from when, and how people get in."""
        entry = {AccessMode.RING_FIRST: _("Ring before you come."), AccessMode.APPOINTMENT: _("By appointment.")}
        return " ".join(filter(None, [self._state_words(), entry.get(self.schedule.entry, "")]))

    @property
    def brief(self) -> str:
        """The same for a card: “open until 20:00”. Empty: nothing is known."""
        if self.schedule.is_unknown:
            return ""
        if self.is_always:
            return _("day and night")
        if self.state == OpenState.OPEN:
            return open_until(self.closes_at, self.now) if self.closes_at else _("open now")
        return opens(self.opens_at, self.today) if self.opens_at else _("hours: ask")

    def _state_words(self) -> str:
        if self.schedule.is_unknown:
            return _("When it is open is not known: ask first.")
        if self.is_always:
            return _("Open day and night.")
        if self.state == OpenState.OPEN:
            return self._open_words()
        unsure = self.state == OpenState.UNKNOWN
        told = _("Whether it is open now is not known: ask first.") if unsure else _("Closed now.")
        if self.opens_at is None:
            is_said = unsure or self.schedule.entry == AccessMode.APPOINTMENT
            return told if is_said else told + " " + _("When it opens is not known: ask first.")
        return told + " " + _("Opens: %(when)s.") % {"when": when(self.opens_at, self.today)}

    def _open_words(self) -> str:
        if self._ends is None:
            return _("Open now.")
        until = {"when": when(self._ends.at, self.today)}
        if self.closes_at:
            return _("Open now. Closes: %(when)s.") % until
        return _("Surely open until: %(when)s. After that it is not known: ask first.") % until

    def coming(self, days: int) -> list[date]:
        return [self.today + timedelta(days=number) for number in range(days)]

    def lines(self, days: int = 14) -> list[DayLine]:
        """The coming days in words. Successive days with the same hours share a line."""
        found = []
        for hours, run in groupby(self.coming(days), key=lambda day: self.schedule.hours(self.calendar, day)):
            together = list(run)
            names = "; ".join(dict.fromkeys(name for day in together for name in self._names(day)))
            found.append(DayLine(span(together[0], together[-1]), names, hours_in_words(hours)))
        return found

    def _names(self, day: date) -> list[str]:
        names = self.calendar.names(day)
        moves = self.calendar.is_estimated(day)
        return [_("%(name)s, the day may still move") % {"name": name} for name in names] if moves else names


class Openings:
    """How schedules stand in a minute, by their text ("": not known). Each is worked out when it is first asked for."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self.calendar, self.now = calendar, minute_of(now)
        self._known: dict[str, Opening] = {}

    def of(self, text: str) -> Opening:
        if text not in self._known:
            self._known[text] = Opening(notation.read(text) if text else UNKNOWN, self.calendar, self.now)
        return self._known[text]


def minute_of(now: datetime) -> datetime:
    """Hours begin and end with a minute, so nothing that is said of them changes inside it."""
    return now.replace(second=0, microsecond=0)


def hours_in_words(hours: Hours) -> str:
    if hours == ALL_DAY:
        return _("day and night")
    if hours == NOT_KNOWN:
        return _("not known")
    sure = [_times(span) for span in hours if span.sure]
    perhaps = [_times(span) for span in hours if not span.sure]
    words = [*sure, *([_("perhaps %(times)s") % {"times": ", ".join(perhaps)}] if perhaps else [])]
    return ", ".join(words) or _("closed")


def _times(span: Span) -> str:
    start, end = (f"{minute % DAY // 60:02}:{minute % 60:02}" for minute in span[:2])
    return f"{start}–{'24:00' if span.end == DAY else end}"


def best(openings: Iterable[Opening]) -> Opening | None:
    """The opening that is open, else may be open, else opens first."""
    found = list(openings)
    if len(found) < 2:
        return found[0] if found else None
    far = datetime.max.replace(tzinfo=clock.BAKU)
    return min(found, key=lambda one: (-one.state, one.opens_at or far))
