"""Tonight's plan: for each step of `advice` the places that offer it, and which are open in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from ..codes.hours import PartOfDay
from ..codes.public import Group
from ..finder import hotlines, ranking
from ..finder.hotlines import CallNow, HotlineView
from ..finder.origin import Start, start
from ..finder.public_view import FacilityView, Viewpoint
from ..finder.wish import Wish
from ..hours import clock
from ..hours.moment_words import when
from ..hours.schedule import OpenState
from ..hours.week_chart import DAYS, Strip, strip
from ..places import gazetteer
from ..published import current
from ..published.value import Published
from . import advice
from .advice import Advice, Sentence
from .timing import Happened, Reach, choose, reach


@dataclass(frozen=True)
class PlanPlace:
    """A reach with its card. `told`: the title of an earlier step with this place, or empty.

    `nearer`: nearer than the first place of the step. `warns`: the first of the state's offices that want to talk with
    the family.
    """

    reach: Reach
    seen: FacilityView
    told: str
    nearer: bool
    warns: bool

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
    def is_folded(self) -> bool:
        """Whether it can wait: it has no window of time, and names no place that an earlier step did not name."""
        if self.advice.last or self.advice.code == "danger":
            return False
        return all(shown.told for shown in self.places)

    @property
    def sources(self) -> list[str]:
        keys = (key for said in (*self.text, *self.more) for key in said.sources)
        return [advice.SOURCES[key] for key in dict.fromkeys(keys)]


@dataclass(frozen=True)
class Plan:
    """A whole plan. `begun` is None if nobody said where from. `who`: the groups that are known of her."""

    begun: Start | None
    happened: Happened
    steps: list[Step]
    hotlines: list[HotlineView]
    at: Viewpoint
    who: frozenset[str]

    @property
    def start(self) -> gazetteer.Found | None:
        """The place that it is measured from; None: raw coordinates, or nowhere."""
        return self.begun.found if self.begun else None

    @property
    def since(self) -> str:
        return when(self.happened.earliest, self.at.today) if self.happened.earliest else ""

    @property
    def speed(self) -> int:
        return int(settings.TRAVEL_KM_PER_HOUR)

    @cached_property
    def call(self) -> CallNow:
        """Whom to ring with all questions. An emergency number is never among them."""
        return hotlines.call_now(self.hotlines, self.who)

    @property
    def danger(self) -> list[HotlineView]:
        return hotlines.in_danger(self.hotlines)

    @property
    def is_minor(self) -> bool:
        return Group.MINOR_ALONE in self.who

    @property
    def to_say(self) -> str:
        return str(next(step.ask for step in advice.STEPS if step.code == "talk"))

    @property
    def lacks_places(self) -> bool:
        """Whether she named a place, and of some step no place is known."""
        return self.begun is not None and any(step.advice.service and not step.places for step in self.steps)

    @property
    def lacks_hours(self) -> bool:
        """Whether it names a place whose hours nobody knows."""
        return any(shown.reach.opening.schedule.is_unknown for step in self.steps for shown in step.places)


def plan(asked: Mapping[str, Any]) -> Plan:
    """The plan for the validated fields of `forms.HoursForm`, or for none.

    Raises origin.Unclear or origin.NotOnTheList.
    """
    held = current.get()
    begun = start(held.places, asked)
    at = Viewpoint.of(held)
    happened = Happened.between(asked.get("date"), asked.get("part", PartOfDay.UNKNOWN), at.now)
    who = frozenset({Group.MINOR_ALONE.value} if asked.get("minor") else ())
    lines = hotlines.at(held, at.now, Wish(who=who))
    shown = _shown(_reaches(held, begun, who, happened, at), held, at)
    steps = [_step(step, happened, at, asked.get("minor"), shown.get(step.code, [])) for step in advice.STEPS]
    return Plan(begun, happened, steps, lines, at, who)


def _shown(reaches: Mapping[str, list[Reach]], held: Published, at: Viewpoint) -> dict[str, list[PlanPlace]]:
    """The reaches of each step with their cards, in the order of the steps."""
    titles: dict[str, str] = {}
    shown: dict[str, list[PlanPlace]] = {}
    warned = False
    for step in advice.STEPS:
        shown[step.code] = []
        found = reaches.get(step.code, [])
        for one in found:
            if card := held.find(one.public_id):
                seen, told = FacilityView(card, at), titles.get(one.public_id, "")
                warns = seen.works_with_family and not warned
                warned = warned or warns
                nearer = one.distance_m < found[0].distance_m
                shown[step.code].append(PlanPlace(one, seen, told, nearer, warns))
        titles = {one.public_id: str(step.title) for one in found} | titles
    return shown


def _step(step: Advice, happened: Happened, at: Viewpoint, minor: bool | None, places: list[PlanPlace]) -> Step:
    last = happened.plus(step.last)
    is_over = last is not None and last <= at.now
    is_unsaid = step.last is not None and last is None
    text = [*step.say, *(step.anyway if is_over else ()), *(step.minor if minor else step.adult)]
    more = [*(step.anyway if is_unsaid else ()), *step.more]
    return Step(step, happened.plus(step.best), last, is_over or is_unsaid, text, more, places, at)


def _reaches(
    held: Published, begun: Start | None, who: frozenset[str], happened: Happened, at: Viewpoint
) -> dict[str, list[Reach]]:
    """The places to show for each step's code, chosen from the neighbours that offer its service."""
    chosen: dict[str, list[Reach]] = {}
    for step in advice.STEPS:
        if step.service and begun:
            wish = Wish(who=who, need=frozenset({step.service.value}))
            near = ranking.neighbours(held, begun.origin, wish, at.now)
            pairs = ((one, at.opening(one.card.hours, [step.service])) for one in near)
            chosen[step.code] = choose(reach(step, one, opening, happened) for one, opening in pairs)
    return chosen
