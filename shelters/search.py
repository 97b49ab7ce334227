"""One search, from what the form read to what is shown: the same for JSON and for pages, in two queries."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from . import confirmations, earth, finder, gazetteer
from .codes import Accepts, Availability, Service
from .models.card import Card, Shown
from .models.hotline import Hotline
from .models.place import Revision
from .seen import Line, Seen


class Unclear(Exception):
    """A name that is no place, or more than one. `field` is the one it was typed in."""

    def __init__(self, field: str, text: str, answer: gazetteer.Ambiguous | gazetteer.Unknown) -> None:
        super().__init__(field)
        self.field, self.text = field, text
        self.ambiguous = isinstance(answer, gazetteer.Ambiguous)
        self.places = gazetteer.meant(answer)


class NotOnTheList(Exception):
    """A place id or a rayon code that does not exist."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Result(Seen):
    """A facility with what this search says of it; `said` are its rules on those who come."""

    distance_km: int
    no_road: bool
    accepts: Accepts
    availability: Availability | None
    said: list[Line]
    doubts_son: bool


@dataclass(frozen=True)
class Found:
    """The answer: where from (`start` None for raw coordinates), what, and what was left out."""

    start: gazetteer.Found | None
    lat: float
    lon: float
    results: list[Result]
    refuses: int
    avoided: int
    hotlines: list[Hotline]
    today: date


def search(wish: Mapping[str, Any]) -> Found:
    """Find for the validated fields of `forms.NearForm`. Raises Unclear or NotOnTheList.

    It reads with the places that this process holds and, if by then there are newer ones, once more.
    """
    stamp = gazetteer.kept()
    if stamp is not None:
        with suppress(Unclear, NotOnTheList):
            found, now = _search(wish, stamp)
            if now == stamp:
                return found
    return _search(wish, Revision.now()[Revision.PLACES])[0]


def _search(wish: Mapping[str, Any], stamp: str) -> tuple[Found, str]:
    places = gazetteer.at_revision(stamp)
    start = _start(places, wish)
    origin = _origin(places, start, wish)
    asked = finder.Wish(
        who=frozenset(wish.get("who") or ()),
        need=frozenset(wish.get("need") or {Service.EMERGENCY_SHELTER}),
        oldest_son=wish.get("oldest_son"),
        avoid=tuple(_avoided(places, wish)),
        limit=wish.get("limit", 10),
    )
    found = finder.find(origin, asked)
    today = timezone.localdate()
    # No opening hours are known yet: whoever asks for what is surely open now gets nothing that is not.
    hits = [] if wish.get("open_now") else found.hits
    cards = _cards(hit.public_id for hit in hits)
    results = [_result(hit, cards[hit.public_id], places, asked, today) for hit in hits if hit.public_id in cards]
    hotlines = confirmations.at_revision(found.stamps[Revision.HOTLINES])
    shown = Found(start, origin.lat, origin.lon, results, found.refuses, found.avoided, hotlines, today)
    return shown, found.stamps[Revision.PLACES]


def _start(places: gazetteer.Gazetteer, wish: Mapping[str, Any]) -> gazetteer.Found | None:
    if "place" in wish:
        return _resolved(places, "place", wish["place"])
    if "place_id" in wish:
        if wish["place_id"] not in places.places:
            raise NotOnTheList("place_id")
        return gazetteer.Found(places.places[wish["place_id"]])
    if "rayon" in wish:
        rayon = places.rayons.get(wish["rayon"])
        if rayon is None or rayon.centre_id is None:
            raise NotOnTheList("rayon")
        return gazetteer.Found(places.places[rayon.centre_id])
    return None


def _resolved(places: gazetteer.Gazetteer, field: str, text: str) -> gazetteer.Found:
    answer = places.resolve(text)
    if not isinstance(answer, gazetteer.Found):
        raise Unclear(field, text, answer)
    return answer


def _origin(places: gazetteer.Gazetteer, start: gazetteer.Found | None, wish: Mapping[str, Any]) -> finder.Origin:
    if start:
        return finder.Origin(start.place.lat, start.place.lon, start.place.network)
    near = places.nearest(earth.spot(wish["lat"], wish["lon"]), wish["lat"])
    return finder.Origin(wish["lat"], wish["lon"], near.network if near else None)


def _avoided(places: gazetteer.Gazetteer, wish: Mapping[str, Any]) -> list[tuple[float, float]]:
    found = [_resolved(places, "avoid", text).place for text in wish.get("avoid") or ()]
    return [(place.lat, place.lon) for place in found]


def look_up(public_id: str) -> Seen | None:
    """One facility; None where there is none, or none that is listed: the two look the same."""
    card = Card.objects.filter(public_id=public_id).first() if public_id.isalnum() else None
    if card is None:
        return None
    shown: Shown = card.shown
    places = gazetteer.at_revision(Revision.now()[Revision.PLACES])
    return Seen(shown, places.places[shown["place_id"]], timezone.localdate())


def _cards(ids: Iterable[str]) -> dict[str, Shown]:
    return dict(Card.objects.filter(public_id__in=list(ids)).values_list("public_id", "shown"))


def _result(hit: finder.Hit, shown: Shown, places: gazetteer.Gazetteer, wish: finder.Wish, today: date) -> Result:
    seen = Seen(shown, places.places[shown["place_id"]], today)
    return Result(
        shown=seen.shown,
        place=seen.place,
        today=today,
        distance_km=round(hit.distance_m / 1000),
        no_road=hit.no_road,
        accepts=hit.accepts,
        availability=hit.availability,
        said=seen.rules(wish.who),
        doubts_son=finder.doubts_son(shown["sons_up_to"], wish),
    )
