"""Whom the finder ranks: the nearest fifty that fit, and how many of the whole directory are left out, and why."""

from datetime import datetime
from typing import NamedTuple

import numpy as np

from ..codes.public import RoadNetwork, mask
from ..hours import clock, notation
from ..hours.schedule import OpenState
from ..places.points import Array, Measured
from ..published.value import NETWORKS, Published
from .wish import Origin, Wish

ENOUGH = 50
AVOIDED_WITHIN = 30_000.0  # metres around each place to keep away from


class Fitting(NamedTuple):
    """The numbers of the cards that fit, in the order of ids; of those that do not, how many, each counted once."""

    rows: Array
    refuses: int
    not_for: int
    avoided: int


class Near(NamedTuple):
    """What a road reaches and what lies beyond, each in the order of its geodesic distance."""

    reached: Measured
    beyond: Measured

    @property
    def rows(self) -> Array:
        return np.concatenate([self.reached.rows, self.beyond.rows])

    @property
    def km(self) -> Array:
        return np.concatenate([self.reached.km, self.beyond.km])


def fitting(held: Published, wish: Wish, now: datetime) -> Fitting:
    """What offers one of the needs, refuses nobody who comes, is not for others, and is not to be avoided."""
    columns, who = held.columns, mask(wish.who)
    offers = np.flatnonzero(columns.services & mask(wish.need))
    refuses = (columns.refuses[offers] & who) != 0
    only_for = columns.only_for[offers]
    not_for = ~refuses & (only_for != 0) & ((only_for & who) == 0)
    rows = offers[~refuses & ~not_for]
    avoided = np.zeros(len(rows), bool)
    for place in wish.avoid:
        avoided |= held.points.within(rows, place, AVOIDED_WITHIN)
    left = rows[~avoided]
    if wish.open_now:
        left = left[_open_now(held, wish, now)[left]]
    return Fitting(left, int(refuses.sum()), int(not_for.sum()), int(avoided.sum()))


def _open_now(held: Published, wish: Wish, now: datetime) -> Array:
    """Of every card whether it is surely open for one of the needs. Each way that hours are written is asked once."""
    states = [False] + [
        clock.state_at(notation.read(text), held.calendar, now) == OpenState.OPEN for text in held.texts[1:]
    ]
    is_open = np.zeros(len(held.cards), bool)
    for service in wish.need & held.schedules.keys():
        is_open |= np.array(states)[held.schedules[service]]
    return is_open


def nearest(held: Published, origin: Origin, rows: Array, most: int = ENOUGH) -> Near:
    """The nearest of some cards; those without a road fill what the others leave."""
    reached = _reached(held, origin, rows)
    place = (origin.lat, origin.lon)
    by_road = held.points.nearest(rows[reached], place, most)
    return Near(by_road, held.points.nearest(rows[~reached], place, most - len(by_road.rows)))


def _reached(held: Published, origin: Origin, rows: Array) -> Array:
    if origin.network is None:
        return np.ones(len(rows), bool)
    if origin.network == RoadNetwork.ISLAND:
        return np.zeros(len(rows), bool)
    return held.columns.network[rows] == NETWORKS.index(origin.network)
