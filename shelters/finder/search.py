"""One search, from what the form read to what is shown: the same for JSON and for pages, without a query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..codes.public import Accepts, Availability, Service
from ..hours.opening import Opening
from ..models.place import Place
from ..places import gazetteer
from ..published import current
from . import hotlines, ranking
from .avoiding import Avoiding, avoiding
from .fact_lines import FactLine
from .origin import Start, start
from .public_view import FacilityView, Viewpoint
from .wish import Wish


@dataclass(frozen=True)
class Result(FacilityView):
    """A facility with what this search says of it."""

    hit: ranking.Hit
    wish: Wish

    @property
    def distance_km(self) -> int | None:
        """None where nobody said where from."""
        return self.hit.distance_km

    @property
    def no_road(self) -> bool | None:
        """None where nobody said where from."""
        return self.hit.no_road

    @property
    def accepts(self) -> Accepts:
        return self.hit.accepts

    @property
    def availability(self) -> Availability | None:
        return self.hit.availability

    @property
    def reachable(self) -> bool:
        return self.hit.reachable

    @property
    def said(self) -> list[FactLine]:
        """Its rules on those who come."""
        return self.rules(self.wish.who)

    @property
    def doubts_son(self) -> bool:
        return ranking.doubts_son(self.shown["sons_up_to"], self.wish)

    @cached_property
    def opening(self) -> Opening:
        """When what is needed is open."""
        return self.at.opening(self.hours, self.wish.need & self.shown["services"].keys())


@dataclass(frozen=True)
class SearchOutcome:
    """The answer: where from (`begun` None where nobody said), what, and what was left out."""

    begun: Start | None
    results: list[Result]
    picks: ranking.Picks
    refuses: int
    not_for: int
    avoided: int
    avoiding: Sequence[Place]
    hotlines: list[hotlines.HotlineView]
    at: Viewpoint
    wish: Wish

    @property
    def start(self) -> gazetteer.Found | None:
        """The place that it is measured from; None: raw coordinates, or nowhere."""
        return self.begun.found if self.begun else None

    @property
    def asking(self) -> list[str]:
        """The ids of those that take questions."""
        return [result.shown["id"] for result in self.results if result.asks]


def search(asked: Mapping[str, Any], rooms: ranking.Rooms | None = None) -> SearchOutcome:
    """Find for the validated fields of `forms.NearForm`. Raises origin.Unclear or origin.NotOnTheList.

    `rooms` tells what staff may know of rooms; without it the answer is the public one.
    """
    held = current.get()
    at = Viewpoint.of(held)
    begun = start(held.places, asked)
    kept_away = avoiding(held.places, asked.get("avoid") or ())
    wish = _wish(asked, kept_away)
    found = ranking.find(held, begun.origin if begun else None, wish, at.now, rooms)
    return SearchOutcome(
        begun,
        [Result(hit.card, at, hit, wish) for hit in found.hits],
        found.picks,
        found.left_out.refuses,
        found.left_out.not_for,
        found.left_out.avoided,
        kept_away.named,
        hotlines.at(held, at.now, wish),
        at,
        wish,
    )


def _wish(asked: Mapping[str, Any], kept_away: Avoiding) -> Wish:
    return Wish(
        who=frozenset(asked.get("who") or ()),
        need=frozenset(asked.get("need") or {Service.EMERGENCY_SHELTER}),
        oldest_son=asked.get("oldest_son"),
        avoid=kept_away.points,
        people=asked.get("people", ""),
        limit=asked.get("limit", 10),
        open_now=bool(asked.get("open_now")),
    )


def look_up(public_id: str) -> FacilityView | None:
    """One facility; None where there is none, or none that is listed: the two look the same."""
    return look_up_all([public_id]).get(public_id)


def look_up_all(ids: Iterable[str]) -> dict[str, FacilityView]:
    """Those of some ids that are listed."""
    held = current.get()
    at = Viewpoint.of(held)
    return {one: FacilityView(card, at) for one in ids if (card := held.find(one))}
