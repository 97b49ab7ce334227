"""The main job: where, who and what for -> what is near, ranked, and what was left out.

`candidates` reads the few that matter; exact geodesics settle their order here. Nothing sees a rule that the public may
not see.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from geopy.distance import geodesic

from ..beds.availability import Snapshot, availability, snapshot
from ..codes.public import GUARDED_GROUPS, Accepts, Availability, mask
from ..models.base import Revision
from ..models.listing import ENOUGH
from ..models.place import Place
from ..places import geometry
from .candidates import Candidate, CandidateRows, Origin, Wish, candidates

__all__ = ["Origin", "Outcome", "Wish", "find"]
# Reads what is free at a moment in some facilities, by their ids: for staff, in the place of the public snapshot.
Counts = Callable[[list[str], datetime], Snapshot]


@dataclass(frozen=True)
class Hit:
    """One facility of the ranked list, by its public id."""

    public_id: str
    distance_m: float
    no_road: bool
    accepts: Accepts
    availability: Availability | None


@dataclass(frozen=True)
class Outcome:
    """What was found, best first; how many were left out over the whole directory; and when (`Revision`)."""

    hits: list[Hit]
    refuses: int
    avoided: int
    stamps: dict[str, str]


def find(
    origin: Origin,
    wish: Wish,
    now: datetime,
    admitted: Callable[[list[str]], Collection[str]] | None = None,
    counts: Counts | None = None,
) -> Outcome:
    """The ranked list, in one query, with the rooms of the last snapshot before `now`.

    Or in more: `admitted` tells which of some ids may be shown, and further ones are read until there are enough;
    `counts` reads the rooms as they are.
    """
    enough = ENOUGH
    while True:
        rows, refuses, avoided, stamps = candidates(origin, [wish], enough)[0]
        fewer = len(rows) < enough
        if admitted:
            shown_ids = admitted([row.public_id for row in rows])
            rows = [row for row in rows if row.public_id in shown_ids]
        if not admitted or fewer or len(rows) >= ENOUGH:
            read = CandidateRows(rows, refuses, avoided, stamps)
            return _ranked(origin, wish, read, _rooms(read, wish, now, counts))
        enough *= 4


def _ranked(origin: Origin, wish: Wish, read: CandidateRows, rooms: Mapping[str, Availability | None]) -> Outcome:
    measure = _measure_from(origin)
    reached, beyond = _by_distance(read.found, measure)
    reached = reached[:ENOUGH]
    fitting = reached + beyond[: ENOUGH - len(reached)]
    ranked = sorted(
        fitting, key=lambda row: (not row.reached, _eagerness(rooms[row.public_id]))
    )  # stable: the distance stays
    shown = ranked[: wish.limit]
    # The nearest of all is always told, even where no road reaches it and fifty others came first.
    nearest = in_order(reached[:1] + beyond[:1], measure)[:1]
    if shown and nearest[0] not in shown:
        shown[-1] = nearest[0]
    hits = [_hit(row, wish, measure, rooms[row.public_id]) for row in shown]
    return Outcome(hits, read.refuses, read.avoided, read.stamps)


@dataclass(frozen=True)
class Neighbour:
    """What is near for one wish: an id, and whether a road leads there. Its distance is measured when asked for."""

    public_id: str
    reached: bool
    measured: Callable[[], float]

    @property
    def distance_m(self) -> float:
        return self.measured()


def nearest(
    origin: Origin, wishes: Sequence[Wish], enough: int = ENOUGH
) -> tuple[list[list[Neighbour]], dict[str, str]]:
    """For each wish what is near, those that a road reaches first; and when (`Revision`). In one query."""
    measure = _measure_from(origin)
    reads = candidates(origin, wishes, enough)
    ordered = [[*reached, *beyond] for reached, beyond in (_by_distance(read.found, measure) for read in reads)]
    found = [[Neighbour(r.public_id, bool(r.reached), partial(measure, r)) for r in rows] for rows in ordered]
    return found, reads[0].stamps


def _by_distance(
    rows: Sequence[Candidate], measure: Callable[[Candidate], float]
) -> tuple[list[Candidate], list[Candidate]]:
    """Those that a road reaches, and the others."""
    reached = in_order([row for row in rows if row.reached], measure)
    return reached, in_order([row for row in rows if not row.reached], measure)


def in_order(rows: Sequence[Candidate], measure: Callable[[Candidate], float]) -> list[Candidate]:
    """Sort by geodesic, then by id. A geodesic is computed only where chords leave the order open."""
    rows = sorted(rows, key=lambda row: (row.chord, row.public_id))
    ordered: list[Candidate] = []
    start = 0
    while start < len(rows):
        end, reach = start + 1, geometry.greatest_distance(rows[start].chord)
        while end < len(rows) and geometry.least_distance(rows[end].chord) <= reach:
            reach = max(reach, geometry.greatest_distance(rows[end].chord))
            end += 1
        run = rows[start:end]
        if len({(row.lat, row.lon) for row in run}) > 1:
            run.sort(key=lambda row: (measure(row), row.public_id))
        ordered += run
        start = end
    return ordered


def between(one: Place, other: Place) -> float:
    """Geodesic metres from one place to another."""
    return float(geodesic((one.lat, one.lon), (other.lat, other.lon)).m)


def _measure_from(origin: Origin) -> Callable[[Candidate], float]:
    """Geodesic metres to a candidate, each point measured once; forgotten with the search."""
    known: dict[tuple[float, float], float] = {}

    def measure(row: Candidate) -> float:
        point = (row.lat, row.lon)
        if point not in known:
            known[point] = geodesic((origin.lat, origin.lon), point).m
        return known[point]

    return measure


def _eagerness(room: Availability | None) -> int:
    """likely, then ask, then full; what is no shelter stands with those to ask."""
    return list(Availability).index(room or Availability.ASK)


def _rooms(read: CandidateRows, wish: Wish, now: datetime, counts: Counts | None) -> dict[str, Availability | None]:
    """Of shelters; None of what is none. For the public a guarded group makes no difference."""
    if counts:
        known, who = counts([row.public_id for row in read.found], now), wish.who
    else:
        known, who = snapshot(now, read.stamps[Revision.LISTINGS]), wish.who - GUARDED_GROUPS
    shelter = mask(["emergency_shelter"])
    return {
        row.public_id: availability(known.get(row.public_id), wish.people, who) if row.services & shelter else None
        for row in read.found
    }


def _hit(row: Candidate, wish: Wish, measure: Callable[[Candidate], float], room: Availability | None) -> Hit:
    return Hit(row.public_id, measure(row), not row.reached, verdict(row, wish), room)


def doubts_son(sons_up_to: int | None, wish: Wish) -> bool:
    """Whether a son comes who is above the limit (years), or whose limit is not known."""
    return wish.oldest_son is not None and (sons_up_to is None or wish.oldest_son > sons_up_to)


def verdict(row: Candidate, wish: Wish) -> Accepts:
    """The worst over everybody who comes. Where nobody was named, nothing is known of who comes: ask."""
    who = mask(wish.who)
    if not who or who & ~(row.accepts | row.conditional) or doubts_son(row.sons_up_to, wish):
        return Accepts.ASK
    return Accepts.CONDITIONAL if who & row.conditional else Accepts.YES
