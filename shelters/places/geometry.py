"""Points on Earth for the search: straight-line coordinates, cells of an index, circles.

A point is geocentric metres (x, y, z) on the WGS-84 ellipsoid. The straight chord between two points grows with their
geodesic distance almost exactly. This holds at the poles and across the antimeridian too. A chord needs only
multiplication, so both databases can order by it.

The earth is cut into cubes, each with a Morton number. The parts of a cube have successive numbers. So a circle is a
few ranges of a single indexed integer.
"""

import math
from typing import NamedTuple

# WGS-84: semi-major axis in metres, square of the first eccentricity.
A = 6_378_137.0
E2 = 6.69437999014e-3
# The least and the greatest radius of curvature of any normal section (meridian at the equator; the poles).
R_LEAST = A * (1 - E2)
R_MOST = A / math.sqrt(1 - E2)
FARTHEST = 20_004_000.0  # metres; no geodesic is longer

_HALF = 1 << 23  # metres; half the edge of the cube around everything
_UNIT = 4  # the smallest cell's edge is 2**4 metres
_BITS = 20  # cells per axis, as a power of two
EVERYWHERE = (0, (1 << 3 * _BITS) - 1)


class Spot(NamedTuple):
    """A point, in geocentric metres."""

    x: float
    y: float
    z: float


def spot(lat: float, lon: float) -> Spot:
    """Degrees of WGS-84 to metres on the ellipsoid.

    The result is rounded to the micrometre, because the square of a smaller number underflows in a database.
    """
    phi, lam = math.radians(lat), math.radians(lon)
    normal = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
    across = normal * math.cos(phi)
    metres = across * math.cos(lam), across * math.sin(lam), normal * (1 - E2) * math.sin(phi)
    return Spot(*(round(axis, 6) for axis in metres))


def chord(a: Spot, b: Spot) -> float:
    """The length of the straight line through the ground, in metres."""
    return math.dist(a, b)


def least_distance(straight: float) -> float:
    """The shortest geodesic that a chord can belong to, in metres. The earth's curvature is nowhere smaller."""
    return 2 * R_MOST * math.asin(min(1.0, straight / (2 * R_MOST))) - 1e-3


def greatest_distance(straight: float) -> float:
    """The longest geodesic that a chord can belong to, in metres.

    The earth's curvature is nowhere greater (Schur's theorem). Towards the far side geodesics spread, so the bound is
    FARTHEST there.
    """
    if straight > 12_600_000:
        return FARTHEST
    return 2 * R_LEAST * math.asin(straight / (2 * R_LEAST)) + 1e-3


def chord_of(distance: float) -> float:
    """The chord of a geodesic under a few hundred km, both in metres. Right to a millimetre at 30 km."""
    middle = (R_LEAST + R_MOST) / 2
    return 2 * middle * math.sin(distance / (2 * middle))


def cell(point: Spot) -> int:
    """The Morton number of the smallest cell around a point (60 bits)."""
    x, y, z = (int(metres + _HALF) >> _UNIT for metres in point)
    return _spread(x) | _spread(y) << 1 | _spread(z) << 2


def _spread(bits: int) -> int:
    """Put two zero bits before each of 21 bits."""
    bits = (bits | bits << 32) & 0x1F00000000FFFF
    bits = (bits | bits << 16) & 0x1F0000FF0000FF
    bits = (bits | bits << 8) & 0x100F00F00F00F00F
    bits = (bits | bits << 4) & 0x10C30C30C30C30C3
    return (bits | bits << 2) & 0x1249249249249249


def cover(centre: Spot, radius: float) -> list[tuple[int, int]]:
    """Ranges of cell numbers that hold every point within a chord of `radius` metres: eight ranges at most."""
    size = max(_UNIT, math.ceil(math.log2(2 * radius)))
    if size >= _UNIT + _BITS:
        return [EVERYWHERE]
    shift = 3 * (size - _UNIT)
    last = (1 << _BITS + _UNIT - size) - 1
    axes = [
        range(max(0, math.floor(m - radius + _HALF) >> size), min(last, math.floor(m + radius + _HALF) >> size) + 1)
        for m in centre
    ]
    ranges = []
    for x in axes[0]:
        for y in axes[1]:
            for z in axes[2]:
                if _gap((x, y, z), size, centre) <= radius:
                    first = (_spread(x) | _spread(y) << 1 | _spread(z) << 2) << shift
                    ranges.append((first, first + (1 << shift) - 1))
    return ranges


def _gap(corner: tuple[int, int, int], size: int, point: Spot) -> float:
    """The distance of a point from a cube, in metres. Inside the cube it is 0."""
    away = 0.0
    for low, metres in zip(corner, point, strict=True):
        least = (low << size) - _HALF
        outside = max(least - metres, 0.0, metres - least - (1 << size))
        away += outside * outside
    return math.sqrt(away)
