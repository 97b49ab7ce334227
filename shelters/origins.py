"""Where somebody asks from: the place that the form names, or the point."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from . import earth, gazetteer
from .candidates import Origin
from .models.place import Revision

Answer = TypeVar("Answer")


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
class Start:
    """The place that was taken (`found` None for raw coordinates) and the point to measure from."""

    found: gazetteer.Found | None
    origin: Origin


def with_places(answer: Callable[[gazetteer.Gazetteer], tuple[Answer, str]]) -> Answer:
    """Answer with the places that this process holds and, if by then there are newer ones, once more.

    `answer` returns the answer and the stamp of the places as it found them in the database.
    """
    stamp = gazetteer.kept()
    if stamp is not None:
        with suppress(Unclear, NotOnTheList):
            found, now = answer(gazetteer.at_revision(stamp))
            if now == stamp:
                return found
    return answer(gazetteer.at_revision(Revision.now()[Revision.PLACES]))[0]


def start(places: gazetteer.Gazetteer, asked: Mapping[str, Any]) -> Start:
    """For the validated fields of `forms.OriginForm`. Raises Unclear or NotOnTheList."""
    found = _found(places, asked)
    if found:
        return Start(found, Origin(found.place.lat, found.place.lon, found.place.network))
    near = places.nearest(earth.spot(asked["lat"], asked["lon"]), asked["lat"])
    return Start(None, Origin(asked["lat"], asked["lon"], near.network if near else None))


def _found(places: gazetteer.Gazetteer, asked: Mapping[str, Any]) -> gazetteer.Found | None:
    if "place" in asked:
        return resolved(places, "place", asked["place"])
    if "place_id" in asked:
        if asked["place_id"] not in places.places:
            raise NotOnTheList("place_id")
        return gazetteer.Found(places.places[asked["place_id"]])
    if "rayon" in asked:
        rayon = places.rayons.get(asked["rayon"])
        if rayon is None or rayon.centre_id is None:
            raise NotOnTheList("rayon")
        return gazetteer.Found(places.places[rayon.centre_id])
    return None


def resolved(places: gazetteer.Gazetteer, field: str, text: str) -> gazetteer.Found:
    answer = places.resolve(text)
    if not isinstance(answer, gazetteer.Found):
        raise Unclear(field, text, answer)
    return answer
