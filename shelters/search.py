"""One search, from what the form read to what is shown: the same for JSON and for pages, in one query."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import confirmations, earth, finder, gazetteer
from .codes import (
    Accepts,
    Availability,
    Basis,
    Confirmed,
    Kind,
    OrganisationType,
    Service,
    services_in,
)
from .models.card import Shown
from .models.facility import Phone, Provision
from .models.hotline import Hotline
from .models.place import Place, Revision
from .models.sourced import Sourced


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
class Result:
    """A facility as the public sees it, with what this search says of it."""

    shown: Shown
    place: Place
    distance_km: int
    no_road: bool
    accepts: Accepts
    availability: Availability | None
    services: list[str]
    confirmed: Confirmed

    @property
    def name(self) -> str:
        """Its name; of one that was only reported, no more than its kind, town and year."""
        names = self.shown["names"]
        if names:
            return names.get((get_language() or "az")[:2]) or next(iter(names.values()))
        words = {"kind": capfirst(Kind(self.shown["kind"]).label), "place": self.place.name}
        if self.is_reported and self.shown["source_date"]:
            words["year"] = self.shown["source_date"][:4]
            return _("%(kind)s, %(place)s, reported in %(year)s") % words
        return _("%(kind)s, %(place)s") % words

    @property
    def is_reported(self) -> bool:
        return self.shown["basis"] == Basis.REPORTED

    @property
    def basis(self) -> str:
        return str(Basis(self.shown["basis"]).label)

    @property
    def run_by(self) -> str:
        return str(OrganisationType(self.shown["run_by"]).label)

    @property
    def listing(self) -> Sourced:
        """The source of the listing, as any other fact's."""
        return Provision(source=self.shown["source"], stated_on=_day(self.shown["source_date"]))

    @property
    def phones(self) -> list[Phone]:
        return [Phone(**phone) for phone in self.shown["phones"]]

    @property
    def service_names(self) -> list[str]:
        return [str(Service(code).label) for code in self.services]


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

    One query: it reads with the places that this process holds, and if by then there are newer ones, once more.
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
    found = finder.find(
        origin,
        finder.Wish(
            who=frozenset(wish.get("who") or ()),
            need=frozenset(wish.get("need") or {Service.EMERGENCY_SHELTER}),
            oldest_son=wish.get("oldest_son"),
            avoid=tuple(_avoided(places, wish)),
            limit=wish.get("limit", 10),
        ),
    )
    today = timezone.localdate()
    # No opening hours are known yet: whoever asks for what is surely open now gets nothing that is not.
    hits = [] if wish.get("open_now") else found.hits
    results = [_result(hit, places, today) for hit in hits]
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


def _result(hit: finder.Hit, places: gazetteer.Gazetteer, today: date) -> Result:
    shown: Shown = json.loads(hit.shown)
    return Result(
        shown=shown,
        place=places.places[shown["place_id"]],
        distance_km=round(hit.distance_m / 1000),
        no_road=hit.no_road,
        accepts=hit.accepts,
        availability=hit.availability,
        services=services_in(hit.services),
        confirmed=confirmations.confirmed(_day(shown["last_confirmed"]), today),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
