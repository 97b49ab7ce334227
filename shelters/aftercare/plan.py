"""Tonight's plan: for each step of `advice` the places that offer it, and which are open in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..codes.hours import PartOfDay
from ..codes.public import Group
from ..finder import hotlines, ranking
from ..finder.hotlines import HotlineView
from ..finder.moved_days import calendars
from ..finder.origin import check_places, start, with_places
from ..finder.public_view import FacilityView, Viewpoint, load_views
from ..hours import clock
from ..hours.opening import when
from ..hours.schedule import OpenState
from ..hours.week_chart import DAYS, Strip, strip
from ..models.base import Revision
from ..models.card import Card
from ..places import gazetteer
from . import advice
from .advice import Advice, Sentence
from .timing import Happened, Reach, choose, reach


@dataclass(frozen=True)
class PlanPlace:
    """A reach with its card. `told`: the title of an earlier step with this place, or empty.

    `nearer`: nearer than the first place of the step.
    """

    reach: Reach
    seen: FacilityView
    told: str
    nearer: bool

    @cached_property
    def strip(self) -> Strip | None:
        """A chart, if the place may be closed on some day. A place that opens every day needs no chart."""
        opening = self.reach.opening
        days = opening.coming(DAYS)
        states = clock.day_states([opening.schedule], opening.calendar, days[0], days[-1])
        return strip(opening) if OpenState.CLOSED in states else None


@dataclass(frozen=True)
class Step:
    """A step of the plan. `text` is in sight, `more` is further text. `doubtful`: the window may be over."""

    advice: Advice
    best_before: datetime | None
    last: datetime | None
    doubtful: bool
    text: list[Sentence]
    more: list[Sentence]
    places: list[PlanPlace]
    at: Viewpoint

    @property
    def until(self) -> str:
        return when(self.last, self.at.today) if self.last and not self.doubtful else ""

    @property
    def best_until(self) -> str:
        ahead = self.best_before and self.best_before > self.at.now
        return when(self.best_before, self.at.today) if self.best_before and ahead else ""

    @property
    def sources(self) -> list[str]:
        keys = (key for said in (*self.text, *self.more) for key in said.sources)
        return [advice.SOURCES[key] for key in dict.fromkeys(keys)]


@dataclass(frozen=True)
class Plan:
    """A whole plan. `start` is None for raw coordinates. `ring`: lines to ring if nothing else is known."""

    start: gazetteer.Found | None
    lat: float
    lon: float
    happened: Happened
    steps: list[Step]
    hotlines: list[HotlineView]
    at: Viewpoint

    @property
    def since(self) -> str:
        return when(self.happened.earliest, self.at.today) if self.happened.earliest else ""

    @property
    def speed(self) -> int:
        return int(settings.TRAVEL_KM_PER_HOUR)

    @cached_property
    def ring(self) -> list[HotlineView]:
        """Lines that answer now: the first that is no emergency number, and the first that is an emergency number."""
        answering = [line for line in self.hotlines if line.opening.open_now]
        first = {line.hotline.emergency: line for line in reversed(answering)}
        return [first[emergency] for emergency in (False, True) if emergency in first]

    @property
    def listening(self) -> list[HotlineView]:
        """Lines to talk to. An emergency number is among them only if no other line answers now."""
        return [line for line in self.ring if not line.hotline.emergency] or self.ring


def plan(asked: Mapping[str, Any]) -> Plan:
    """The plan for the validated fields of `forms.HoursForm`. Raises origin.Unclear or origin.NotOnTheList."""
    return with_places(lambda places, stamp: _plan(asked, places, stamp))


def _plan(asked: Mapping[str, Any], places: gazetteer.Gazetteer, stamp: str) -> Plan:
    from_here = start(places, asked)
    origin = from_here.origin
    who = frozenset({Group.MINOR_ALONE.value} if asked.get("minor") else ())
    services = [step.service.value for step in advice.STEPS if step.service]
    near, stamps = ranking.nearest(origin, [ranking.Wish(who=who, need=frozenset({one})) for one in services])
    check_places(stamp, stamps)
    at = Viewpoint(timezone.now(), calendars.get(stamps[Revision.CALENDAR]))
    happened = Happened.between(asked.get("date"), asked.get("part", PartOfDay.UNKNOWN), at.now)
    reaches = _reaches(dict(zip(services, near, strict=True)), happened, at)
    seen = load_views({one.public_id for chosen in reaches.values() for one in chosen}, places.places, at)
    shown = _shown(reaches, seen)
    steps = [_step(step, happened, at, asked.get("minor"), shown.get(step.code, [])) for step in advice.STEPS]
    lines = hotlines.at_revision(stamps[Revision.HOTLINES], at.calendar, at.now)
    return Plan(from_here.found, origin.lat, origin.lon, happened, steps, lines, at)


def _shown(reaches: Mapping[str, list[Reach]], seen: Mapping[str, FacilityView]) -> dict[str, list[PlanPlace]]:
    """The reaches of each step with their cards, in the order of the steps."""
    titles: dict[str, str] = {}
    shown: dict[str, list[PlanPlace]] = {}
    for step in advice.STEPS:
        found = [one for one in reaches.get(step.code, []) if one.public_id in seen]
        shown[step.code] = [
            PlanPlace(one, seen[one.public_id], titles.get(one.public_id, ""), one.distance_m < found[0].distance_m)
            for one in found
        ]
        titles = {one.public_id: str(step.title) for one in found} | titles
    return shown


def _step(step: Advice, happened: Happened, at: Viewpoint, minor: bool | None, places: list[PlanPlace]) -> Step:
    last = happened.plus(step.last)
    doubtful = step.last is not None and (last is None or last <= at.now)
    text = [*step.say, *(step.anyway if doubtful else ()), *(step.minor if minor else step.adult)]
    return Step(step, happened.plus(step.best), last, doubtful, text, list(step.more), places, at)


def _reaches(near: Mapping[str, list[ranking.Neighbour]], happened: Happened, at: Viewpoint) -> dict[str, list[Reach]]:
    """The places to show for each step's code, chosen from the neighbours that offer its service."""
    ids = {one.public_id for found in near.values() for one in found}
    hours = dict(Card.objects.filter(public_id__in=ids).values_list("public_id", "hours"))
    chosen = {}
    for step in advice.STEPS:
        if step.service:
            found = (one for one in near[step.service] if one.public_id in hours)
            pairs = ((one, at.opening(hours[one.public_id], [step.service])) for one in found)
            chosen[step.code] = choose(reach(step, one, opening, happened) for one, opening in pairs)
    return chosen
