"""One search, from what the form read to what is shown: the same for JSON and for pages, in two queries."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from ..codes.public import Accepts, Availability, Service
from ..hours.opening import Opening
from ..hours.schedule import OpenState
from ..models.base import Revision
from ..models.card import Card
from ..places import gazetteer
from . import hotlines, ranking
from .moved_days import calendars
from .origin import check_places, resolved, start, with_places
from .public_view import FacilityView, FactLine, Viewpoint, load_views


@dataclass(frozen=True)
class Result(FacilityView):
    """A facility with what this search says of it; `said` are its rules on those who come."""

    distance_km: int
    no_road: bool
    accepts: Accepts
    availability: Availability | None
    said: list[FactLine]
    doubts_son: bool
    opening: Opening


@dataclass(frozen=True)
class SearchOutcome:
    """The answer: where from (`start` None for raw coordinates), what, and what was left out."""

    start: gazetteer.Found | None
    lat: float
    lon: float
    results: list[Result]
    refuses: int
    avoided: int
    hotlines: list[hotlines.HotlineView]
    at: Viewpoint
    wish: ranking.Wish

    @property
    def nearest(self) -> Result | None:
        """Which is not always the first: those with room come before it."""
        return min(self.results, key=lambda result: (result.no_road, result.distance_km), default=None)

    @property
    def asking(self) -> list[str]:
        """The ids of those that take questions."""
        return [result.shown["id"] for result in self.results if result.asks]


def search(asked: Mapping[str, Any], counts: ranking.Counts | None = None) -> SearchOutcome:
    """Find for the validated fields of `forms.NearForm`. Raises origin.Unclear or origin.NotOnTheList.

    `counts` reads what staff may know of free beds; without it the answer is the public one.
    """
    return with_places(lambda places, stamp: _search(asked, places, stamp, counts))


def _search(
    asked: Mapping[str, Any], places: gazetteer.Gazetteer, stamp: str, counts: ranking.Counts | None
) -> SearchOutcome:
    from_here = start(places, asked)
    wish = _wish(asked, places)
    now = timezone.now()
    found = ranking.find(from_here.origin, wish, now, _open_at(now, wish) if wish.timed else None, counts)
    check_places(stamp, found.stamps)
    at = Viewpoint(now, calendars.get(found.stamps[Revision.CALENDAR]))
    seen = load_views((hit.public_id for hit in found.hits), places.places, at)
    results = [_result(hit, seen[hit.public_id], wish) for hit in found.hits if hit.public_id in seen]
    lines = hotlines.at_revision(found.stamps[Revision.HOTLINES], at.calendar, at.now)
    origin = from_here.origin
    return SearchOutcome(
        from_here.found, origin.lat, origin.lon, results, found.refuses, found.avoided, lines, at, wish
    )


def _wish(asked: Mapping[str, Any], places: gazetteer.Gazetteer) -> ranking.Wish:
    avoided = [resolved(places, "avoid", text).place for text in asked.get("avoid") or ()]
    return ranking.Wish(
        who=frozenset(asked.get("who") or ()),
        need=frozenset(asked.get("need") or {Service.EMERGENCY_SHELTER}),
        oldest_son=asked.get("oldest_son"),
        avoid=tuple((place.lat, place.lon) for place in avoided),
        people=asked.get("people", ""),
        limit=asked.get("limit", 10),
        timed=bool(asked.get("open_now")),
    )


def _open_at(now: datetime, wish: ranking.Wish) -> Callable[[list[str]], Collection[str]]:
    """What of some ids is surely open, for one of the needs at least."""

    def admitted(ids: Iterable[str]) -> set[str]:
        at = Viewpoint(now, calendars.get(Revision.now()[Revision.CALENDAR]))
        hours = Card.objects.filter(public_id__in=list(ids)).values_list("public_id", "hours", "shown__services")
        return {one for one, timed, has in hours if at.opening(timed, wish.need & has.keys()).state == OpenState.OPEN}

    return admitted


def look_up(public_id: str) -> FacilityView | None:
    """One facility; None where there is none, or none that is listed: the two look the same."""
    return look_up_all([public_id]).get(public_id)


def look_up_all(ids: Iterable[str]) -> dict[str, FacilityView]:
    """Those of some ids that are listed."""
    stamps = Revision.now()
    places = gazetteer.gazetteers.get(stamps[Revision.PLACES])
    at = Viewpoint(timezone.now(), calendars.get(stamps[Revision.CALENDAR]))
    return load_views((one for one in ids if one.isalnum()), places.places, at)


def _result(hit: ranking.Hit, seen: FacilityView, wish: ranking.Wish) -> Result:
    return Result(
        shown=seen.shown,
        hours=seen.hours,
        place=seen.place,
        at=seen.at,
        distance_km=round(hit.distance_m / 1000),
        no_road=hit.no_road,
        accepts=hit.accepts,
        availability=hit.availability,
        said=seen.rules(wish.who),
        doubts_son=ranking.doubts_son(seen.shown["sons_up_to"], wish),
        opening=seen.at.opening(seen.hours, wish.need & seen.shown["services"].keys()),
    )
