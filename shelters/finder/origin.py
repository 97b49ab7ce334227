"""Where somebody asks from: the place that the form names, or the point."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ..models.base import Revision
from ..places import gazetteer, geometry
from .candidates import Origin

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


class Outdated(Exception):
    """The places that were read with are not those of the database; `now` is the stamp of the ones that are."""

    def __init__(self, now: str) -> None:
        super().__init__(now)
        self.now = now


def with_places(answer: Callable[[gazetteer.Gazetteer, str], Answer]) -> Answer:
    """Answer with the places that this process holds, and once more where there are newer ones.

    `answer` is given the places and their stamp. It raises Outdated where the database has another, before it looks up
    the place of anything that it found there.
    """
    stamp = gazetteer.gazetteers.stamp
    if stamp is None:
        stamp = Revision.now()[Revision.PLACES]
    while True:
        try:
            return answer(gazetteer.gazetteers.get(stamp), stamp)
        except Outdated as error:
            stamp = error.now
        except (Unclear, NotOnTheList):
            held, stamp = stamp, Revision.now()[Revision.PLACES]
            if held == stamp:
                raise


def check_places(held: str, stamps: Mapping[str, str]) -> None:
    """Raise Outdated unless the places held are those that the database had when it answered."""
    if stamps[Revision.PLACES] != held:
        raise Outdated(stamps[Revision.PLACES])


def start(places: gazetteer.Gazetteer, asked: Mapping[str, Any]) -> Start:
    """For the validated fields of `forms.OriginForm`. Raises Unclear or NotOnTheList."""
    found = _found(places, asked)
    if found:
        return Start(found, Origin(found.place.lat, found.place.lon, found.place.network))
    near = places.nearest(geometry.spot(asked["lat"], asked["lon"]), asked["lat"])
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
