"""The one statement that finds whom the finder ranks.

It grows a circle around the origin until it holds fifty that fit and that a road reaches, reading cells by index; where
no more than fifty fit in the whole directory, the circle is the earth at once. Then it hands over those fifty, whatever
could be as near by a geodesic (docs/adr/0002), and the nearest without a road; all of these where a road reaches fewer
than fifty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from ..codes.public import RoadNetwork, mask
from ..models.base import Revision
from ..models.listing import ENOUGH
from ..places import geometry

AVOIDED_WITHIN = 30_000.0  # metres around each place to keep away from
# Radii in metres, each twice the last. The last circle is the earth.
_RADII = [1_000.0 * 2**step for step in range(11)] + [1e8]
# How much longer one chord than another may be and still belong to a shorter geodesic: by curvature over short ways
# (c^2/24 of the difference of 1/R^2), by the ratio of the radii over long ones. Tested against geopy.
_SLACK = [1.00001] * 10 + [1.0002, 1.0102]


@dataclass(frozen=True)
class Origin:
    """Where she is. `network` None: nobody knows whether a road leads from here, so no warning is given."""

    lat: float
    lon: float
    network: str | None = None


@dataclass(frozen=True)
class Wish:
    """Who comes, what for, and where not. Groups and services are codes; `oldest_son` is in years, `people` a band.

    `timed`: only what something is known of when it is open.
    """

    who: frozenset[str] = frozenset()
    need: frozenset[str] = frozenset({"emergency_shelter"})
    oldest_son: int | None = None
    avoid: tuple[tuple[float, float], ...] = ()
    people: str = ""
    limit: int = 10
    timed: bool = False


class Candidate(NamedTuple):
    """A row of the statement: a listing, whether a road reaches it, the chord to it in metres."""

    public_id: str
    lat: float
    lon: float
    services: int
    accepts: int
    conditional: int
    sons_up_to: int | None
    reached: int
    chord: float


class CandidateRows(NamedTuple):
    """What the statement gave for one wish. `stamps` are those of `Revision`, as they stood when it ran."""

    found: list[Candidate]
    refuses: int
    avoided: int
    stamps: dict[str, str]


_FIND = """
WITH RECURSIVE ring (step, radius2, low, high) AS (VALUES {ring}),
grow (step, found) AS (
    SELECT CASE WHEN {fit} <= {enough} THEN {last} ELSE 0 END - 1, CAST(0 AS bigint)
    UNION ALL
    SELECT grow.step + 1, (
        SELECT count(*) FROM (
            SELECT 1 FROM ring CROSS JOIN shelters_listing AS l
            WHERE ring.step = grow.step + 1 AND l.cell BETWEEN ring.low AND ring.high AND {piled}
            AND {fits} AND {not_avoided} AND {reached} AND {chord2} <= ring.radius2 * {inner}
            LIMIT {enough}
        ) AS few)
    FROM grow WHERE grow.found < {enough} AND grow.step < {last}
),
circle AS (
    SELECT l.public_id, l.lat, l.lon, l.services, l.accepts, l.conditional, l.sons_up_to,
        CASE WHEN {reached} THEN 1 ELSE 0 END AS reached, {chord2} AS chord2, ring.step
    FROM ring CROSS JOIN shelters_listing AS l
    WHERE ring.step = (SELECT max(step) FROM grow) AND l.cell BETWEEN ring.low AND ring.high AND {piled}
    AND {fits} AND {not_avoided} AND {chord2} <= ring.radius2
),
numbered AS (
    SELECT circle.*, row_number() OVER nearer AS rank,
        row_number() OVER (PARTITION BY reached, lat, lon ORDER BY public_id) AS here,
        first_value(chord2) OVER nearer AS nearest, nth_value(chord2, {enough}) OVER nearer AS fiftieth,
        CASE WHEN reached = 1 OR (SELECT max(found) FROM grow) < {enough} THEN {enough} ELSE 1 END AS wanted
    FROM circle
    WINDOW nearer AS (PARTITION BY reached ORDER BY chord2, public_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
SELECT sums.refuses, sums.avoided, sums.places, sums.hotlines, sums.calendar, sums.listings,
    n.public_id, n.lat, n.lon, n.services, n.accepts, n.conditional, n.sons_up_to, n.reached, n.chord2
FROM (SELECT {refuses} AS refuses, {avoided} AS avoided,
    (SELECT stamp FROM shelters_revision WHERE what = 'places') AS places,
    (SELECT stamp FROM shelters_revision WHERE what = 'hotlines') AS hotlines,
    (SELECT stamp FROM shelters_revision WHERE what = 'calendar') AS calendar,
    (SELECT stamp FROM shelters_revision WHERE what = 'listings') AS listings) AS sums
LEFT JOIN (
    SELECT * FROM numbered
    WHERE here <= {enough} AND (rank <= wanted OR
        chord2 <= (CASE wanted WHEN 1 THEN nearest ELSE fiftieth END) * (CASE {slack} END) + 0.0001)
) AS n ON 1 = 1
"""


_TALLY = "(SELECT coalesce(sum(number), 0) FROM shelters_tally WHERE services & {need} <> 0 AND {refuse})"
_AVOIDED = "(SELECT count(*) FROM shelters_listing AS l WHERE ({cells}) AND {fits} AND ({inside}))"


_STAMPS = (Revision.PLACES, Revision.HOTLINES, Revision.CALENDAR, Revision.LISTINGS)


def candidates(origin: Origin, wishes: Sequence[Wish], enough: int = ENOUGH) -> list[CandidateRows]:
    """For each wish whom to rank, and how many of the whole directory are left out; in one query."""
    parts = (f"SELECT {n} AS wish, part.* FROM ({_statement(origin, w, enough)}) AS part" for n, w in enumerate(wishes))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        rows: list[Any] = cursor.fetchall()
    return [_read([row[1:] for row in rows if row[0] == number]) for number in range(len(wishes))]


def _read(rows: list[Any]) -> CandidateRows:
    refuses, avoided, *stamps = rows[0][:6]
    kept = dict(zip(_STAMPS, (one or "" for one in stamps), strict=True))
    found = [Candidate._make((*row[6:14], row[14] ** 0.5)) for row in rows if row[6] is not None]
    return CandidateRows(found, int(refuses), int(avoided), kept)


def _statement(origin: Origin, wish: Wish, enough: int) -> str:
    """Fill in the statement. Every value is our own number or a code of `RoadNetwork`."""
    centre = geometry.spot(origin.lat, origin.lon)
    need, who = mask(wish.need), mask(wish.who)
    zones = [geometry.spot(*place) for place in wish.avoid]
    inside = " OR ".join(f"{_chord2(zone)} <= {geometry.chord_of(AVOIDED_WITHIN) ** 2!r}" for zone in zones) or "1 = 0"
    fits = _fits(wish, need, who)
    return _FIND.format(
        ring=", ".join(_ring(centre)),
        fits=f"{fits} AND l.timed = 1" if wish.timed else fits,
        piled="1 = 1" if wish.timed else f"l.nth < {ENOUGH}",
        not_avoided=f"NOT ({inside})",
        reached=_reached(origin),
        chord2=_chord2(centre),
        inner=repr(_SLACK[-1] ** -2),
        enough=enough,
        last=len(_RADII) - 1,
        slack=" ".join(f"WHEN step = {step} THEN {slack**2!r}" for step, slack in enumerate(_SLACK)),
        fit=_TALLY.format(need=need, refuse=f"refuses & {who} = 0"),
        refuses=_TALLY.format(need=need, refuse=f"refuses & {who} <> 0"),
        avoided=_AVOIDED.format(cells=_in_cells(zones), fits=fits, inside=inside),
    )


def _fits(wish: Wish, need: int, who: int) -> str:
    # A facility that offers several of the needs has several rows: the one of the lowest bit stands for it.
    bits = ", ".join(str(mask([service])) for service in sorted(wish.need))
    mine = f"(l.services & {need})"
    return f"l.service IN ({bits}) AND l.service = {mine} & -{mine} AND l.refuses & {who} = 0"


def _reached(origin: Origin) -> str:
    if origin.network is None:
        return "1 = 1"
    if origin.network == RoadNetwork.ISLAND:
        return "1 = 0"
    return f"l.network = '{RoadNetwork(origin.network).value}'"


def _chord2(point: geometry.Spot) -> str:
    """The squared chord from a listing to a point, in square metres."""
    return " + ".join(f"(l.{axis} - ({at!r})) * (l.{axis} - ({at!r}))" for axis, at in point._asdict().items())


def _ring(centre: geometry.Spot) -> list[str]:
    return [
        f"({step}, {radius**2!r}, {low}, {high})"
        for step, radius in enumerate(_RADII)
        for low, high in geometry.cover(centre, radius)
    ]


def _in_cells(zones: list[geometry.Spot]) -> str:
    ranges = [pair for zone in zones for pair in geometry.cover(zone, AVOIDED_WITHIN)]
    return " OR ".join(f"l.cell BETWEEN {low} AND {high}" for low, high in ranges) or "1 = 0"
