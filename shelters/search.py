"""One search, from what the form read to what is shown: the same for JSON and for pages, in four queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import confirmations, earth, finder, gazetteer
from .codes import Accepts, Availability, Confirmed, Service, Visibility, services_in
from .models.facility import Facility, Hotline, Phone
from .models.facts import Confirmation
from .models.place import Place, Revision


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

    facility: Facility
    place: Place
    distance_km: int
    no_road: bool
    accepts: Accepts
    availability: Availability | None
    services: list[str]
    phones: list[Phone]
    confirmed: Confirmed

    @property
    def name(self) -> str:
        """Its name; of one that was only reported, no more than its kind, town and year."""
        facility = self.facility
        if facility.name and not facility.is_reported:
            return facility.name
        words = {"kind": capfirst(facility.get_kind_display()), "place": self.place.name}
        if facility.is_reported and facility.basis_date:
            return _("%(kind)s, %(place)s, reported in %(year)s") % {**words, "year": facility.basis_date.year}
        return _("%(kind)s, %(place)s") % words

    @property
    def measured_to(self) -> str:
        return "place" if self.facility.lat is None else "door"

    @property
    def listing(self) -> dict[str, object]:
        """The source of the listing, as any other fact's."""
        return {"source": self.facility.basis_source, "stated_on": self.facility.basis_date}

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
    """Find for the validated fields of `forms.NearForm`. Raises Unclear or NotOnTheList."""
    revision = Revision.now()
    places = gazetteer.at_revision(revision[Revision.PLACES])
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
    results = _results(hits, places, today)
    hotlines = confirmations.at_revision(revision[Revision.HOTLINES])
    return Found(start, origin.lat, origin.lon, results, found.refuses, found.avoided, hotlines, today)


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


def _results(hits: list[finder.Hit], places: gazetteer.Gazetteer, today: date) -> list[Result]:
    facilities = public(Facility.objects.filter(pk__in=[hit.facility_id for hit in hits])).in_bulk()
    numbers: dict[int, list[Phone]] = {}
    # A reported facility is reached through a hotline that knows it, never by a number of its own.
    own = [pk for pk, facility in facilities.items() if not facility.is_reported]
    for phone in Phone.objects.filter(facility_id__in=own, visible_to=Visibility.PUBLIC):
        numbers.setdefault(phone.facility_id, []).append(phone)
    return [
        Result(
            facility=(facility := facilities[hit.facility_id]),
            place=places.places[facility.place_id],
            distance_km=round(hit.distance_m / 1000),
            no_road=hit.no_road,
            accepts=hit.accepts,
            availability=hit.availability,
            services=services_in(hit.services),
            phones=numbers.get(hit.facility_id, []),
            confirmed=confirmations.confirmed(facility.last_confirmed, today),  # type: ignore[attr-defined]
        )
        for hit in hits
        if hit.facility_id in facilities
    ]


def public(facilities: QuerySet[Facility]) -> QuerySet[Facility]:
    """Facilities with what the public may read of them, without notes; `last_confirmed` beside."""
    newest = Confirmation.objects.filter(facility=OuterRef("pk")).order_by("-confirmed_on").values("confirmed_on")[:1]
    return facilities.defer("notes").select_related("organisation").annotate(last_confirmed=Subquery(newest))
