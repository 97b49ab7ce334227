"""Where somebody asks from: the place that the form names, or the point."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..places import coordinates, gazetteer, geometry
from .wish import Origin

RAYON_CENTRE = "rayon_centre"


class Unclear(Exception):
    """A name that is no place, or more than one.

    `field` is the one it was typed in, `places` what it may mean; `abroad`: it is a place outside the country.
    """

    def __init__(self, field: str, text: str, answer: gazetteer.Resolution) -> None:
        super().__init__(field)
        self.field, self.text, self.places = field, text, gazetteer.meant(answer)
        found_several = isinstance(answer, gazetteer.Found) and bool(answer.namesakes)
        self.ambiguous = isinstance(answer, gazetteer.Ambiguous) or found_several
        self.abroad = isinstance(answer, gazetteer.Unknown) and answer.abroad

    @property
    def detail(self) -> str:
        """The same in words, in the language in use."""
        if self.ambiguous:
            return _("More than one place is called that.")
        if self.abroad:
            return _("That place is outside Azerbaijan. Name the nearest place inside, or call a line.")
        return _("We do not know that place.")


class NotOnTheList(Exception):
    """A place id or a rayon code that does not exist."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Start:
    """The place that was taken (`found` None for raw coordinates) and the point to measure from.

    `instead` is RAYON_CENTRE where a rayon has no place of the name that was typed, and its centre was taken.
    """

    found: gazetteer.Found | None
    origin: Origin
    instead: str | None = None

    @property
    def reads_otherwise(self) -> bool:
        """Whether the page must say how it read the text: a slip, words left over, or a part of the place."""
        return self.found is not None and not self.instead and (not self.found.exact or self.found.stands_in)


def start(places: gazetteer.Gazetteer, asked: Mapping[str, Any]) -> Start | None:
    """For the validated fields of `forms.OriginForm`; None where nobody said where from.

    Raises Unclear or NotOnTheList.
    """
    if "place" in asked and (point := coordinates.read(asked["place"])):
        return _at(places, *point)
    if "lat" in asked:
        return _at(places, asked["lat"], asked["lon"])
    if "place_id" in asked:
        if asked["place_id"] not in places.places:
            raise NotOnTheList("place_id")
        return _from(gazetteer.Found(places.places[asked["place_id"]]))
    if "rayon" in asked:
        return _in_rayon(places, asked["rayon"], asked.get("place", ""))
    return _from(resolved(places, "place", asked["place"])) if "place" in asked else None


def _at(places: gazetteer.Gazetteer, lat: float, lon: float) -> Start:
    near = places.nearest(geometry.spot(lat, lon), lat)
    return Start(None, Origin(lat, lon, near.network if near else None))


def _from(found: gazetteer.Found, instead: str | None = None) -> Start:
    return Start(found, Origin(found.place.lat, found.place.lon, found.place.network), instead)


def _in_rayon(places: gazetteer.Gazetteer, code: str, text: str) -> Start:
    """The place of a name in a rayon; where there is none, or no name, the rayon's centre."""
    rayon = places.rayons.get(code)
    if rayon is None or rayon.centre_id is None:
        raise NotOnTheList("rayon")
    centre = gazetteer.Found(places.places[rayon.centre_id])
    if not text:
        return _from(centre)
    answer = places.resolve_in(text, code)
    if isinstance(answer, gazetteer.Ambiguous):
        raise Unclear("place", text, answer)
    return _from(answer) if isinstance(answer, gazetteer.Found) else _from(centre, RAYON_CENTRE)


def resolved(places: gazetteer.Gazetteer, field: str, text: str) -> gazetteer.Found:
    answer = places.resolve(text)
    if not isinstance(answer, gazetteer.Found):
        raise Unclear(field, text, answer)
    return answer
