"""Where somebody must not be sent: places named in free text, never guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..models.place import Place
from ..places import gazetteer
from ..places.points import Degrees
from .origin import Unclear

_BETWEEN = re.compile(r"\s*[,;/|&+\r\n]\s*|\s+(?:və|ve|и|and)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Avoiding:
    """The places that were named, and all the points to keep away from: of a rayon every place of it."""

    named: Sequence[Place]
    points: tuple[Degrees, ...]


def avoiding(places: gazetteer.Gazetteer, texts: Iterable[str]) -> Avoiding:
    """Raises Unclear for a name that is not exactly one known place."""
    named: dict[int, Place] = {}
    points: dict[Degrees, None] = {}
    for text in texts:
        for place, around in _read(places, text):
            named.setdefault(place.pk, place)
            points |= {(one.lat, one.lon): None for one in around}
    return Avoiding(list(named.values()), tuple(points))


def _read(places: gazetteer.Gazetteer, text: str) -> list[tuple[Place, list[Place]]]:
    """The whole text first, then its parts, as many of them together as name one place: “Qala, İsmayıllı” is one."""
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    whole = _exactly(places, text)
    if whole:
        return [whole]
    found = []
    while parts:
        for end in range(len(parts), 0, -1):
            if one := _exactly(places, ", ".join(parts[:end])):
                found.append(one)
                del parts[:end]
                break
        else:
            answer = places.resolve(parts[0])
            raise Unclear("avoid", parts[0], answer)
    return found


def _exactly(places: gazetteer.Gazetteer, text: str) -> tuple[Place, list[Place]] | None:
    """The one place that is called so, and what there is to keep away from: of a rayon or a city all its places."""
    if here := places.of_rayon(text):
        return here[0], here
    answer = places.resolve(text)
    if isinstance(answer, gazetteer.Found) and answer.exact and not answer.namesakes:
        return answer.place, places.all_of(answer.place)
    return None
