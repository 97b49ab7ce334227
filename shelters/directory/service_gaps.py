"""The longest run of days in a year without an open service, for the country and for each region."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..finder.public_view import Viewpoint
from ..finder.ranking import neighbours
from ..finder.wish import Origin, Wish
from ..hours import clock, notation
from ..hours.schedule import UNKNOWN, DayCalendar, OpenState, Schedule
from ..models.card import timed_for
from ..models.facility import Facility
from ..models.place import Rayon
from ..published.value import Published


@dataclass(frozen=True)
class Gap:
    """The gaps of a region in a year. `region` is empty for the whole country.

    `run` is the longest run of days on which, as is known, nothing is open. It is None if no facility's hours are
    known. `doubtful` is the longest run of days on which nothing is surely open.
    """

    region: str
    facilities: int
    unknown: int
    run: clock.Run | None
    doubtful: clock.Run


def coverage(service: str, year: int, calendar: DayCalendar) -> list[Gap]:
    """The gaps of the country, then of each economic region, for a service. Two queries.

    Only listed facilities that offer the service count.
    """
    offered: dict[str, list[Schedule]] = defaultdict(list)
    listed = Facility.objects.listed().filter(provisions__service=service)
    rows = listed.values_list("place__rayon__economic_region", "card__hours")
    for region, hours in rows:
        timed = timed_for(hours or {}, service)
        offered[region].append(notation.read(timed["text"]) if timed else UNKNOWN)
    regions = sorted(set(Rayon.objects.values_list("economic_region", flat=True)))
    first, last = date(year, 1, 1), date(year, 12, 31)
    states = {region: _states(offered[region], calendar, first, last) for region in regions}
    everywhere = [max(day) for day in zip(*states.values(), strict=True)]
    country = [schedule for region in regions for schedule in offered[region]]
    return [_gap("", country, everywhere, first), *(_gap(r, offered[r], states[r], first) for r in regions)]


def _states(schedules: Iterable[Schedule], calendar: DayCalendar, first: date, last: date) -> list[OpenState]:
    """The states of facilities with known hours. Unknown hours are counted apart, and end no gap."""
    known = [schedule for schedule in schedules if not schedule.is_unknown]
    return clock.day_states(known, calendar, first, last)


def _gap(region: str, schedules: Sequence[Schedule], states: Sequence[OpenState], first: date) -> Gap:
    unknown = sum(schedule.is_unknown for schedule in schedules)
    nothing_known = bool(schedules) and unknown == len(schedules)
    run = None if nothing_known else clock.longest_run(states, first)
    doubtful = clock.longest_run(states, first, frozenset({OpenState.CLOSED, OpenState.UNKNOWN}))
    return Gap(region, len(schedules), unknown, run, doubtful)


def share_near(held: Published, origin: Origin, km: float, service: str, at: Viewpoint) -> clock.Share:
    """The share of the 30 days from a moment on with an open service.

    The facilities are within `km`, and a road reaches them.
    """
    near = neighbours(held, origin, Wish(need=frozenset({service})), at.now, most=len(held.cards) or 1)
    hours = [one.card.hours for one in near if one.reached and one.distance_m <= km * 1000]
    known = [timed for timed in hours if timed_for(timed, service)]
    return clock.share([at.opening(timed, [service]).schedule for timed in known], at.calendar, at.now)
