"""A small picture of the country: her place, and the towns of the list. Its caption says the same in words.

The outline is drawn from Natural Earth (public domain), simplified; this is its projection.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..models.place import Place

WIDTH, HEIGHT = 460, 372
_WEST, _NORTH = 44.7, 42.0  # degrees
_PER_DEGREE = 100.0
_NARROWED = math.cos(math.radians(40.2)) * _PER_DEGREE


@dataclass(frozen=True)
class Dot:
    """A town of the list, its numbers there ("2" or "2–4, 7"), and the distance to the nearest."""

    x: int
    y: int
    numbers: str
    place: Place
    distance_km: int | None
    left: bool


@dataclass(frozen=True)
class Ring:
    x: int
    y: int


def ring(lat: float, lon: float) -> Ring | None:
    """Where she is; None outside the picture."""
    x, y = _point(lat, lon)
    return Ring(x, y) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None


def dots(towns: Sequence[tuple[Place, int | None]]) -> list[Dot]:
    """The towns of a ranked list, each once: (town, distance in km) in the list's order."""
    numbers: dict[int, list[int]] = {}
    for number, (place, _km) in enumerate(towns, start=1):
        numbers.setdefault(place.pk, []).append(number)
    found: list[Dot] = []
    for place, km in towns:
        if place.pk in numbers:
            x, y = _point(place.lat, place.lon)
            # Its numbers stand on the left where another dot's stand on the right already.
            left = any(abs(dot.x - x) < 40 and abs(dot.y - y) < 18 and not dot.left for dot in found)
            found.append(Dot(x, y, _spans(numbers.pop(place.pk)), place, km, left))
    return found


def _point(lat: float, lon: float) -> tuple[int, int]:
    return round((lon - _WEST) * _NARROWED), round((_NORTH - lat) * _PER_DEGREE)


def _spans(numbers: list[int]) -> str:
    """1, 2, 3, 5 as "1–3, 5"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    return ", ".join("–".join(str(end) for end in dict.fromkeys(span)) for span in spans)
