"""Many points on Earth in arrays, and which of them are the nearest: all of them are looked at, there is no index.

Measured before it was chosen (docs/adr/0006): up to 100,000 points that costs less than looking up where to look.
"""

from collections.abc import Sequence
from itertools import count, pairwise
from typing import Any

import numpy as np
from geopy.distance import geodesic

from . import geometry

Array = Any  # of numpy; its own types say no more than that
Degrees = tuple[float, float]  # latitude, longitude


class Points:
    """Points by their numbers from 0; of points equally far the lower number comes first."""

    def __init__(self, places: Sequence[Degrees]) -> None:
        self.places = places
        distinct = dict(zip(dict.fromkeys(places), count()))
        self._point = np.fromiter(map(distinct.__getitem__, places), np.int32, len(places))
        self._axes = [np.ascontiguousarray(axis[self._point]) for axis in geometry.spots(list(distinct)).T]

    def __len__(self) -> int:
        return len(self.places)

    def _chords(self, rows: Array, place: Degrees) -> Array:
        x, y, z = (axis[rows] - at for axis, at in zip(self._axes, geometry.spot(*place), strict=True))
        return x * x + y * y + z * z

    def within(self, rows: Array, place: Degrees, metres: float) -> Array:
        """Of each of some points whether it is so near to a place."""
        return self._chords(rows, place) <= geometry.chord_of(metres) ** 2

    def nearest(self, rows: Array, place: Degrees, most: int) -> "Measured":
        """Of some points the nearest to a place, so many at most."""
        rows = rows if most else rows[:0]
        squares = self._chords(rows, place)
        if len(rows) > most:
            last = np.sqrt(np.partition(squares, most - 1)[most - 1])
            inside = squares <= geometry.farthest_chord(float(geometry.greatest_distance(last))) ** 2
            rows, squares = self._first_of_each_point(rows[inside], squares[inside], most)
        order = np.lexsort((rows, squares))
        return Measured(self, place, rows[order], np.sqrt(squares[order]), most)

    def _first_of_each_point(self, rows: Array, squares: Array, most: int) -> tuple[Array, Array]:
        """Without those of a point of which so many come before them: hundreds may stand in one town's middle."""
        if len(rows) <= 2 * most:
            return rows, squares
        order = np.lexsort((rows, self._point[rows]))
        rows, squares = rows[order], squares[order]
        counted = np.arange(len(rows))
        begins = np.diff(self._point[rows], prepend=-1) != 0
        here = counted - np.maximum.accumulate(np.where(begins, counted, 0))
        return rows[here < most], squares[here < most]


class Measured:
    """Some points in the order of their geodesic distance from a place.

    `rows` are their numbers, `km` the distances as they are shown. A geodesic is computed only where the chord's
    bounds leave the order, or the shown kilometre, open; it is forgotten with this.
    """

    def __init__(self, points: Points, place: Degrees, rows: Array, chords: Array, most: int) -> None:
        self._points, self._place = points, place
        self._known: dict[Degrees, float] = {}
        low, high = geometry.least_distance(chords), geometry.greatest_distance(chords)
        at = self._settled(rows, low, high)[:most]
        self.rows = rows[at]
        self.km = np.rint(low[at] / 1000).astype(int)
        for number in np.flatnonzero(self.km != np.rint(high[at] / 1000)):
            self.km[number] = round(self.metres(int(self.rows[number])) / 1000)

    def metres(self, row: int) -> float:
        """The geodesic to a point, by its number."""
        place = self._points.places[row]
        if place not in self._known:
            self._known[place] = float(geodesic(self._place, place).m)
        return self._known[place]

    def _settled(self, rows: Array, low: Array, high: Array) -> Array:
        """The order of the geodesics, of rows in the order of their chords: within runs whose bounds overlap."""
        order = np.arange(len(rows))
        reach = np.maximum.accumulate(high)
        starts = [0, *(np.flatnonzero(low[1:] > reach[:-1]) + 1).tolist(), len(rows)]
        for start, end in pairwise(starts):
            run = order[start:end].tolist()
            if len({self._points.places[rows[at]] for at in run}) > 1:
                run.sort(key=lambda at: (self.metres(int(rows[at])), rows[at]))
                order[start:end] = run
        return order
