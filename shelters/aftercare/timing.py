"""Whether a person can reach a place while it is open, and which places a step of the plan shows.

Windows count from the earliest moment that the answer allows. The journey is counted in: the straight line x 1.3 at
`settings.TRAVEL_KM_PER_HOUR`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings

from ..codes.hours import AccessMode, InTime, PartOfDay
from ..finder.ranking import Neighbour
from ..hours import clock
from ..hours.clock import BAKU
from ..hours.moment_words import when
from ..hours.opening import Opening
from ..hours.schedule import OpenState
from .advice import Advice

ROADS_ARE_LONGER = 1.3
AHEAD = timedelta(days=7)  # how far to look ahead if no window ends sooner
_PARTS = {PartOfDay.NIGHT: 0, PartOfDay.MORNING: 6, PartOfDay.AFTERNOON: 12, PartOfDay.EVENING: 18}


@dataclass(frozen=True)
class Happened:
    """The two moments between which it happened. Both are None if she did not say."""

    earliest: datetime | None
    latest: datetime | None

    @classmethod
    def between(cls, day: date | None, part: str, now: datetime) -> "Happened":
        if day is None:
            return cls(None, None)
        midnight = datetime.combine(day, time(), BAKU)
        begin, hours = (_PARTS[PartOfDay(part)], 6) if part in _PARTS else (0, 24)
        earliest = midnight + timedelta(hours=begin)
        return cls(min(earliest, now), min(earliest + timedelta(hours=hours), now))

    def plus(self, hours: int | None) -> datetime | None:
        return self.earliest + timedelta(hours=hours) if self.earliest and hours else None

    @property
    def doubt(self) -> timedelta:
        return self.latest - self.earliest if self.earliest and self.latest else timedelta()


@dataclass(frozen=True)
class Reach:
    """A place for a step. `earliest`: when staff there can surely see her. None: not known."""

    public_id: str
    distance_m: float
    no_road: bool
    opening: Opening
    earliest: datetime | None
    in_time: InTime

    @property
    def distance_km(self) -> int:
        return round(self.distance_m / 1000)

    @property
    def earliest_words(self) -> str:
        """When she can be seen, if the hours do not show it."""
        soon = self.opening.open_now and travel(self.distance_m) < timedelta(minutes=30)
        if self.earliest is None or soon or self.earliest == self.opening.opens_at:
            return ""
        return when(self.earliest, self.opening.today)


def reach(step: Advice, near: Neighbour, opening: Opening, happened: Happened) -> Reach:
    metres = near.distance_m
    arrives = opening.now + travel(metres)
    earliest = clock.opens_next(opening.schedule, opening.calendar, arrives) if near.reached else None
    answer = in_time(step, opening, arrives, happened) if near.reached else InTime.UNKNOWN
    return Reach(near.card.shown["id"], metres, not near.reached, opening, earliest, answer)


def travel(metres: float) -> timedelta:
    """How long the journey is likely to take, rounded up to five minutes."""
    minutes = metres / 1000 * ROADS_ARE_LONGER / settings.TRAVEL_KM_PER_HOUR * 60
    return timedelta(minutes=-(-minutes // 5) * 5)


def in_time(step: Advice, opening: Opening, arrives: datetime, happened: Happened) -> InTime:
    """Whether it is open at some time between the arrival and the end of the step's window.

    If she cannot tell the end of the window, nothing is sure. If the window may be over, the answer is not known. A
    step without a window has until `AHEAD`.
    """
    state = clock.within(opening.schedule, opening.calendar, arrives, arrives + AHEAD)
    if step.last is None or state == OpenState.CLOSED:
        return {OpenState.OPEN: InTime.YES, OpenState.UNKNOWN: InTime.UNKNOWN, OpenState.CLOSED: InTime.NO}[state]
    last = happened.plus(step.last)
    if last is None:
        return InTime.UNKNOWN
    sure = clock.within(opening.schedule, opening.calendar, arrives, last)
    perhaps = clock.within(opening.schedule, opening.calendar, arrives, last + happened.doubt)
    if sure == OpenState.OPEN:
        return InTime.YES
    return InTime.NO if perhaps == OpenState.CLOSED else InTime.UNKNOWN


def choose(reaches: Iterable[Reach]) -> list[Reach]:
    """The few places to show, from reaches in the order of distance.

    These are the nearest place that is surely open in time, and a nearer place that may be. If none is surely open, it
    is the nearest place that may be open. If the hours of that place are not known, a place with known hours follows. A
    place that no road reaches is shown only if there is no other. The function reads no further than it must.
    """
    by_road: list[Reach] = []
    sure: list[Reach] = []
    beyond = None
    for one in reaches:
        if one.no_road:
            beyond = one
            break
        by_road.append(one)
        sure += [one] if one.in_time == InTime.YES else []
        if sure and (len(sure) == 2 or sure[0].opening.schedule.entry != AccessMode.RING_FIRST):
            break
    others = [one for one in by_road if one.in_time == InTime.UNKNOWN] + _later(by_road)
    if sure:
        nearer = by_road[: by_road.index(sure[0])]
        return [*sure, *[one for one in others if one in nearer][:1]]
    return _unsure(others) or by_road[:1] or ([beyond] if beyond else [])


def _later(reaches: list[Reach]) -> list[Reach]:
    """Places that are known to open, but not in time. The first to open comes first."""
    return sorted(
        (one for one in reaches if one.in_time == InTime.NO and one.earliest),
        key=lambda one: one.earliest or one.opening.now,
    )


def _unsure(others: list[Reach]) -> list[Reach]:
    first, rest = others[:1], others[1:]
    if first and not first[0].earliest:
        return first + sorted(rest, key=lambda one: not one.earliest)[:1]
    return first
