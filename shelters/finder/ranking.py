"""The main job: where, who and what for -> what is near, ranked by distance, and what was left out.

The order (docs/contract): those that a road reaches; inside, those known to be full last; then steps of 10 km; inside a
step whom it takes, then room, then whether it can be reached at all; then the distance. Nothing here sees a rule that
the public may not see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import numpy as np
from geopy.distance import geodesic

from ..codes.public import Accepts, Availability, Basis, mask
from ..hours.clock import BAKU
from ..models.place import Place
from ..places.points import Array
from ..published.value import Published, PublishedCard
from .candidates import ENOUGH, Fitting, fitting, nearest
from .wish import Origin, Wish

__all__ = ["ENOUGH", "Origin", "Outcome", "Wish", "find"]
STEP = 10  # km: within it the way is taken to be as long
TRUSTED = timedelta(days=180)  # so long after a confirmation a "yes" is the place's own
_SHELTER = mask(["emergency_shelter"])
_ACCEPTS, _ROOMS = list(Accepts), list(Availability)
_ASK_ROOM = _ROOMS.index(Availability.ASK)
# What is told of rooms, for some cards: for staff, in the place of the public answers.
Rooms = Callable[[Sequence[PublishedCard]], Sequence[Availability]]


@dataclass(frozen=True)
class Hit:
    """One facility of the ranked list. `distance_km` and `no_road` are None where there is no origin."""

    card: PublishedCard
    distance_km: int | None
    no_road: bool | None
    accepts: Accepts
    availability: Availability | None
    reachable: bool


@dataclass(frozen=True)
class Picks:
    """Ids, or None: of what can be reached the nearest, the nearest that says that it takes her, and that has room."""

    nearest: str | None = None
    takes_you: str | None = None
    has_room: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What was found, best first, and of the whole directory how many were left out."""

    hits: list[Hit]
    picks: Picks
    left_out: Fitting


@dataclass(frozen=True)
class _Found:
    """What is ranked: numbers of cards in the order of distance, the first `by_road` of them by road.

    Without an origin (`measured` false) in the order of ids, `km` all 0. `accepts` and `rooms` are numbers in `Accepts`
    and `Availability`. `last`: a state office that works with the family, where a place to stay is looked for.
    """

    held: Published
    rows: Array
    km: Array
    by_road: int
    measured: bool
    accepts: Array
    rooms: Array
    last: Array

    def card(self, at: int) -> PublishedCard:
        card: PublishedCard = self.held.cards[self.rows[at]]
        return card


def find(held: Published, origin: Origin | None, wish: Wish, now: datetime, rooms: Rooms | None = None) -> Outcome:
    """The ranked list. `rooms` tells of rooms what the public is not told."""
    fit = fitting(held, wish, now)
    rows, km, by_road = fit.rows, np.zeros(len(fit.rows), int), len(fit.rows)
    if origin:
        near = nearest(held, origin, fit.rows)
        rows, km, by_road = near.rows, near.km, len(near.reached.rows)
    last = held.columns.with_family[rows].astype(bool) & bool(mask(wish.need) & _SHELTER)
    told = _accepts(held, rows, wish), _rooms(held, rows, wish, now, rooms), last
    found = _Found(held, rows, km, by_road, bool(origin), *told)
    order = _order(found)[:ENOUGH].tolist()
    nearest_one, takes_you, has_room = picked = _picks(found, sorted(order) if origin else order, now)
    wanted = [takes_you, nearest_one, has_room, *([0] if origin and order else [])]
    ids = (None if at is None else found.card(at).shown["id"] for at in picked)
    return Outcome(_hits(found, _shown(order, wanted, wish.limit)), Picks(*ids), fit)


def _order(found: _Found) -> Array:
    """Where each stands in `found`, best first."""
    count = np.arange(len(found.rows))
    full = found.rooms == _ROOMS.index(Availability.FULL)
    likely = found.rooms == _ROOMS.index(Availability.LIKELY)
    steps = (found.km + STEP // 2) // STEP
    reachable = found.held.columns.reachable[found.rows]
    if not found.measured:
        return np.lexsort((count, ~likely, found.accepts, -reachable, full, found.last))
    return np.lexsort((count, -reachable, ~likely, found.accepts, steps, full, count >= found.by_road, found.last))


def _accepts(held: Published, rows: Array, wish: Wish) -> Array:
    """The worst over everybody who comes. Where nobody was named, nothing is known of who comes: ask."""
    who, columns = mask(wish.who), held.columns
    yes, conditional = columns.accepts[rows], columns.conditional[rows]
    ask = (who & ~(yes | conditional)) != 0
    if wish.oldest_son is not None:
        ask |= columns.sons_up_to[rows] < wish.oldest_son  # not known is below every age
    some = np.where(who & conditional, _ACCEPTS.index(Accepts.CONDITIONAL), _ACCEPTS.index(Accepts.YES))
    return np.where(ask | (not who), _ACCEPTS.index(Accepts.ASK), some)


def _rooms(held: Published, rows: Array, wish: Wish, now: datetime, rooms: Rooms | None) -> Array:
    """What is no shelter stands with those to ask."""
    found = np.full(len(rows), _ASK_ROOM)
    shelters = np.flatnonzero(held.columns.services[rows] & _SHELTER)
    if rooms:
        told = rooms([held.cards[row] for row in rows[shelters].tolist()])
        found[shelters] = [_ROOMS.index(one) for one in told]
    elif held.rooms_until and now < held.rooms_until:
        answers = [_ROOMS.index(kind.answer(wish.people, wish.who)) for kind in held.room_kinds]
        found[shelters] = np.array([*answers, _ASK_ROOM])[held.room_kind[rows[shelters]]]
    return found


def _hits(found: _Found, places: list[int]) -> list[Hit]:
    rows = found.rows[places]
    told = (found.km[places], found.accepts[places], found.rooms[places], found.held.columns.reachable[rows])
    return [
        Hit(
            card=found.held.cards[row],
            distance_km=km if found.measured else None,
            no_road=at >= found.by_road if found.measured else None,
            accepts=_ACCEPTS[accepts],
            availability=_ROOMS[room] if "emergency_shelter" in found.held.cards[row].shown["services"] else None,
            reachable=bool(reachable),
        )
        for at, row, km, accepts, room, reachable in zip(places, *(a.tolist() for a in (rows, *told)), strict=True)
    ]


def _picks(found: _Found, places: Sequence[int], now: datetime) -> tuple[int | None, int | None, int | None]:
    """The three of `Picks`, as places in `found`, which come by road first and then by distance."""
    yes, likely = _ACCEPTS.index(Accepts.YES), _ROOMS.index(Availability.LIKELY)
    can_be = (found.held.columns.reachable[found.rows] != 0) & ~found.last
    reachable = np.array(places, int)[can_be[places]].tolist() if places else []
    takes = (at for at in reachable if found.accepts[at] == yes and _says_so_itself(found.card(at), now))
    rooms = (at for at in reachable if found.rooms[at] == likely)
    return next(iter(reachable if found.measured else ()), None), next(takes, None), next(rooms, None)


def _says_so_itself(card: PublishedCard, now: datetime) -> bool:
    """Whether what stands there is the place's own word, and not only somebody's report."""
    shown, since = card.shown, (now - TRUSTED).astimezone(BAKU).date().isoformat()
    confirmed = shown["last_confirmed"] is not None and shown["last_confirmed"] >= since
    return shown["basis"] == Basis.AGREED or (confirmed and shown["basis"] != Basis.REPORTED)


def _shown(order: Sequence[int], wanted: Sequence[int | None], limit: int) -> list[int]:
    """The first of the list; what is wanted is among them, if need be in the place of the last."""
    chosen = set(list(dict.fromkeys(at for at in wanted if at is not None))[:limit])
    for at in order:
        if len(chosen) >= limit:
            break
        chosen.add(at)
    return [at for at in order if at in chosen]


@dataclass(frozen=True)
class Neighbour:
    """What is near for one service: its card, and whether a road leads there. It is measured when asked for."""

    card: PublishedCard
    reached: bool
    measured: Callable[[], float]

    @property
    def distance_m(self) -> float:
        return self.measured()


def neighbours(held: Published, origin: Origin, wish: Wish, now: datetime, most: int = ENOUGH) -> list[Neighbour]:
    """What is near, those that a road reaches first, by the geodesic."""
    near = nearest(held, origin, fitting(held, wish, now).rows, most)
    return [
        Neighbour(held.cards[row], part is near.reached, partial(part.metres, row))
        for part in near
        for row in part.rows.tolist()
    ]


def doubts_son(sons_up_to: int | None, wish: Wish) -> bool:
    """Whether a son comes who is above the limit (years), or whose limit is not known."""
    return wish.oldest_son is not None and (sons_up_to is None or wish.oldest_son > sons_up_to)


def between(one: Place, other: Place) -> float:
    """Geodesic metres from one place to another."""
    return float(geodesic((one.lat, one.lon), (other.lat, other.lon)).m)
