"""One search, from what the form read to what is shown: the same for JSON and for pages, without a query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from ..codes.public import Accepts, Availability, Service
from ..hours.opening import Opening
from ..models.place import Place
from ..places import gazetteer
from ..published import current
from ..published.value import Published
from . import hotlines, ranking
from .avoiding import Avoiding, avoiding
from .fact_lines import FactLine
from .origin import Start, start
from .public_view import FacilityView, Viewpoint
from .wish import Wish


@dataclass(frozen=True)
class Result(FacilityView):
    """A facility with what this search says of it; `said` are its rules on those who come.

    `distance_km` and `no_road` are None where nobody said where from.
    """

    distance_km: int | None
    no_road: bool | None
    accepts: Accepts
    availability: Availability | None
    reachable: bool
    said: list[FactLine]
    doubts_son: bool
    opening: Opening


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
    held, now = current.get(), timezone.now()
    begun = start(held.places, asked)
    kept_away = avoiding(held.places, asked.get("avoid") or ())
    wish = _wish(asked, kept_away)
    found = ranking.find(held, begun.origin if begun else None, wish, now, rooms)
    at = Viewpoint(now, held.calendar)
    return SearchOutcome(
        begun,
        [result(hit, at, wish) for hit in found.hits],
        found.picks,
        found.left_out.refuses,
        found.left_out.not_for,
        found.left_out.avoided,
        kept_away.named,
        hotlines.at(held, now, wish),
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
    at = viewpoint(held)
    return {one: FacilityView.of(card, at) for one in ids if (card := held.find(one))}


def viewpoint(held: Published) -> Viewpoint:
    return Viewpoint(timezone.now(), held.calendar)


def result(hit: ranking.Hit, at: Viewpoint, wish: Wish) -> Result:
    """A facility of the ranked list in words."""
    card = hit.card
    seen = FacilityView.of(card, at)
    return Result(
        shown=card.shown,
        hours=card.hours,
        place=card.place,
        at=at,
        distance_km=hit.distance_km,
        no_road=hit.no_road,
        accepts=hit.accepts,
        availability=hit.availability,
        reachable=hit.reachable,
        said=seen.rules(wish.who),
        doubts_son=ranking.doubts_son(card.shown["sons_up_to"], wish),
        opening=at.opening(card.hours, wish.need & card.shown["services"].keys()),
    )
