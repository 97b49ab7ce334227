"""The main job: where, who and what for -> what is near, ranked, and what was left out.

One statement finds the candidates. It grows a circle around the origin until it holds fifty that fit and that a road
reaches, reading cells by index; then it hands over those fifty, whatever could be as near, and what is nearer without
a road. Exact geodesics settle the order (docs/adr/0002). Nothing here sees a rule that the public may not see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from geopy.distance import geodesic

from . import earth
from .codes import Accepts, Availability, Network, mask
from .models.listing import ENOUGH

AVOIDED_WITHIN = 30_000.0  # metres around each place to keep away from
# Radii in metres, each four times the last. The last circle is the earth.
_RADII = [1e3, 4e3, 1.6e4, 6.4e4, 2.56e5, 1.02e6, 1e8]
# How much longer one chord than another may be and still belong to a shorter geodesic: by curvature over short ways
# (c^2/24 of the difference of 1/R^2), by the ratio of the radii over long ones. Tested against geopy.
_SLACK = [1.00001] * 5 + [1.0002, 1.0102]


@dataclass(frozen=True)
class Origin:
    """Where she is. `network` None: nobody knows whether a road leads from here, so no warning is given."""

    lat: float
    lon: float
    network: str | None = None


@dataclass(frozen=True)
class Wish:
    """Who comes, what for, and where not. Groups and services are codes; `oldest_son` is in years."""

    who: frozenset[str] = frozenset()
    need: frozenset[str] = frozenset({"emergency_shelter"})
    oldest_son: int | None = None
    avoid: tuple[tuple[float, float], ...] = ()
    limit: int = 10


class Candidate(NamedTuple):
    """A row of the statement: a listing, the chord to it in metres, and whether a road reaches it."""

    facility_id: int
    public_id: str
    lat: float
    lon: float
    services: int
    accepts: int
    conditional: int
    sons_up_to: int | None
    reached: int
    chord: float


@dataclass(frozen=True)
class Hit:
    facility_id: int
    distance_m: float
    no_road: bool
    accepts: Accepts
    availability: Availability | None
    services: int


@dataclass(frozen=True)
class Outcome:
    """What was found, best first, and how many were left out over the whole directory."""

    hits: list[Hit] = field(default_factory=list)
    refuses: int = 0
    avoided: int = 0


def find(origin: Origin, wish: Wish) -> Outcome:
    """The ranked list, in one query."""
    rows, refuses, avoided = _candidates(origin, wish)
    measure = _measure_from(origin)
    reached = in_order([row for row in rows if row.reached], measure)[:ENOUGH]
    beyond = in_order([row for row in rows if not row.reached], measure)
    fitting = reached + beyond[: ENOUGH - len(reached)]
    ranked = sorted(fitting, key=lambda row: (not row.reached, _eagerness(row)))  # stable: the distance stays
    shown = ranked[: wish.limit]
    # The nearest of all is always told, even where no road reaches it and fifty others came first.
    nearest = in_order(reached[:1] + beyond[:1], measure)[:1]
    if shown and nearest[0] not in shown:
        shown[-1] = nearest[0]
    hits = [_hit(row, wish, measure) for row in shown]
    return Outcome(hits, refuses, avoided)


def in_order(rows: Sequence[Candidate], measure: Callable[[Candidate], float]) -> list[Candidate]:
    """Sort by geodesic, then by id. A geodesic is computed only where chords leave the order open."""
    rows = sorted(rows, key=lambda row: (row.chord, row.public_id))
    ordered: list[Candidate] = []
    start = 0
    while start < len(rows):
        end, reach = start + 1, earth.greatest_distance(rows[start].chord)
        while end < len(rows) and earth.least_distance(rows[end].chord) <= reach:
            reach = max(reach, earth.greatest_distance(rows[end].chord))
            end += 1
        run = rows[start:end]
        if len({(row.lat, row.lon) for row in run}) > 1:
            run.sort(key=lambda row: (measure(row), row.public_id))
        ordered += run
        start = end
    return ordered


def _measure_from(origin: Origin) -> Callable[[Candidate], float]:
    """Geodesic metres to a candidate, each point measured once; forgotten with the search."""
    known: dict[tuple[float, float], float] = {}

    def measure(row: Candidate) -> float:
        point = (row.lat, row.lon)
        if point not in known:
            known[point] = geodesic((origin.lat, origin.lon), point).m
        return known[point]

    return measure


def _eagerness(row: Candidate) -> int:
    """likely, then ask, then full. Until counts exist every listing stands at `ask`."""
    return list(Availability).index(_availability(row) or Availability.ASK)


def _availability(row: Candidate) -> Availability | None:
    return Availability.ASK if row.services & mask(["emergency_shelter"]) else None


def _hit(row: Candidate, wish: Wish, measure: Callable[[Candidate], float]) -> Hit:
    return Hit(row.facility_id, measure(row), not row.reached, verdict(row, wish), _availability(row), row.services)


def verdict(row: Candidate, wish: Wish) -> Accepts:
    """The worst over everybody who comes. Where nobody was named, nothing is known of who comes: ask."""
    who = mask(wish.who)
    son_in_doubt = wish.oldest_son is not None and (row.sons_up_to is None or wish.oldest_son > row.sons_up_to)
    if not who or who & ~(row.accepts | row.conditional) or son_in_doubt:
        return Accepts.ASK
    return Accepts.CONDITIONAL if who & row.conditional else Accepts.YES


# --- The statement ------------------------------------------------------------------------------

_FIND = """
WITH RECURSIVE ring (step, radius2, low, high) AS (VALUES {ring}),
grow (step, found) AS (
    SELECT -1, CAST(0 AS bigint)
    UNION ALL
    SELECT grow.step + 1, (
        SELECT count(*) FROM (
            SELECT 1 FROM ring CROSS JOIN shelters_listing AS l
            WHERE ring.step = grow.step + 1 AND l.cell BETWEEN ring.low AND ring.high AND l.nth < 50
            AND {fits} AND {not_avoided} AND {reached} AND {chord2} <= ring.radius2 * {inner}
            LIMIT {enough}
        ) AS few)
    FROM grow WHERE grow.found < {enough} AND grow.step < {last}
),
circle AS (
    SELECT l.facility_id, l.public_id, l.lat, l.lon, l.services, l.accepts, l.conditional, l.sons_up_to,
        CASE WHEN {reached} THEN 1 ELSE 0 END AS reached, {chord2} AS chord2, ring.step
    FROM ring CROSS JOIN shelters_listing AS l
    WHERE ring.step = (SELECT max(step) FROM grow) AND l.cell BETWEEN ring.low AND ring.high AND l.nth < 50
    AND {fits} AND {not_avoided} AND {chord2} <= ring.radius2
),
numbered AS (
    SELECT circle.*, row_number() OVER (PARTITION BY reached ORDER BY chord2, public_id) AS rank,
        row_number() OVER (PARTITION BY reached, lat, lon ORDER BY public_id) AS here
    FROM circle
),
edge AS (SELECT reached, chord2 * (CASE {slack} END) + 0.0001 AS chord2 FROM numbered WHERE rank = {enough})
SELECT sums.refuses, sums.avoided, n.facility_id, n.public_id, n.lat, n.lon, n.services, n.accepts, n.conditional,
    n.sons_up_to, n.reached, n.chord2
FROM (SELECT {refuses} AS refuses, {avoided} AS avoided) AS sums
LEFT JOIN (
    SELECT numbered.* FROM numbered LEFT JOIN edge ON edge.reached = numbered.reached
    WHERE numbered.here <= {enough} AND (numbered.rank <= {enough} OR numbered.chord2 <= edge.chord2)
) AS n ON 1 = 1
"""


def _candidates(origin: Origin, wish: Wish) -> tuple[list[Candidate], int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(origin, wish))
        rows: list[Any] = cursor.fetchall()
    found = [Candidate._make((*row[2:11], row[11] ** 0.5)) for row in rows if row[2] is not None]
    return found, int(rows[0][0]), int(rows[0][1])


def _statement(origin: Origin, wish: Wish) -> str:
    """Fill in the statement. Every value is a number of ours, or a code out of `Network`: nothing typed gets here."""
    centre = earth.spot(origin.lat, origin.lon)
    need, who = mask(wish.need), mask(wish.who)
    zones = [earth.spot(*place) for place in wish.avoid]
    inside = " OR ".join(f"{_chord2(zone)} <= {earth.chord_of(AVOIDED_WITHIN) ** 2!r}" for zone in zones)
    fits = f"l.services & {need:d} <> 0 AND l.refuses & {who:d} = 0"
    return _FIND.format(
        ring=", ".join(_ring(centre)),
        fits=fits,
        not_avoided=f"NOT ({inside})" if zones else "1 = 1",
        reached=_reached(origin),
        chord2=_chord2(centre),
        inner=repr(_SLACK[-1] ** -2),
        enough=ENOUGH,
        last=len(_RADII) - 1,
        slack=" ".join(f"WHEN step = {step} THEN {slack**2!r}" for step, slack in enumerate(_SLACK)),
        refuses=f"(SELECT coalesce(sum(number), 0) FROM shelters_tally AS l WHERE l.services & {need:d} <> 0"
        f" AND l.refuses & {who:d} <> 0)",
        avoided=f"(SELECT count(*) FROM shelters_listing AS l WHERE ({_in_cells(zones)}) AND {fits} AND ({inside}))"
        if zones
        else "0",
    )


def _reached(origin: Origin) -> str:
    if origin.network is None:
        return "1 = 1"
    if origin.network == Network.ISLAND:
        return "1 = 0"
    return f"l.network = '{Network(origin.network).value}'"


def _chord2(point: earth.Spot) -> str:
    """The squared chord from a listing to a point, in square metres."""
    return " + ".join(f"(l.{axis} - ({at!r})) * (l.{axis} - ({at!r}))" for axis, at in point._asdict().items())


def _ring(centre: earth.Spot) -> list[str]:
    return [
        f"({step}, {radius**2!r}, {low}, {high})"
        for step, radius in enumerate(_RADII)
        for low, high in earth.cover(centre, radius)
    ]


def _in_cells(zones: list[earth.Spot]) -> str:
    ranges = [pair for zone in zones for pair in earth.cover(zone, AVOIDED_WITHIN)]
    return " OR ".join(f"l.cell BETWEEN {low} AND {high}" for low, high in ranges)
