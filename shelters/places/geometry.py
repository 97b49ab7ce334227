"""Points on Earth as the search needs them: straight-line coordinates, cells to index by, circles to look in.

A point stands as geocentric metres (x, y, z) on the WGS-84 ellipsoid. The straight chord between two such points
grows with their geodesic distance almost exactly, at the poles and across the antimeridian as anywhere, and needs
nothing but multiplication: both databases can order by it. The earth is cut into cubes; a cube's Morton number has
the numbers of its parts in one run, so a circle is a handful of ranges of one indexed integer.
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
    """Geocentric metres."""

    x: float
    y: float
    z: float


def spot(lat: float, lon: float) -> Spot:
    """Degrees of WGS-84 to metres on the ellipsoid. Rounded to the micrometre, lest a database's square underflow."""
    phi, lam = math.radians(lat), math.radians(lon)
    normal = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
    across = normal * math.cos(phi)
    metres = across * math.cos(lam), across * math.sin(lam), normal * (1 - E2) * math.sin(phi)
    return Spot(*(round(axis, 6) for axis in metres))


def chord(a: Spot, b: Spot) -> float:
    """The straight line through the ground, in metres."""
    return math.dist(a, b)


def least_distance(straight: float) -> float:
    """The shortest geodesic, in metres, that a chord can belong to: the earth nowhere bends less."""
    return 2 * R_MOST * math.asin(min(1.0, straight / (2 * R_MOST))) - 1e-3


def greatest_distance(straight: float) -> float:
    """The longest: the earth nowhere bends more (Schur's theorem), until the far side, where geodesics spread."""
    if straight > 12_600_000:
        return FARTHEST
    return 2 * R_LEAST * math.asin(straight / (2 * R_LEAST)) + 1e-3


def chord_of(distance: float) -> float:
    """The chord of a geodesic under a few hundred km, right to a millimetre at 30 km (both in metres)."""
    middle = (R_LEAST + R_MOST) / 2
    return 2 * middle * math.sin(distance / (2 * middle))


def cell(point: Spot) -> int:
    """The Morton number of the smallest cell around a point (60 bits)."""
    x, y, z = (int(metres + _HALF) >> _UNIT for metres in point)
    return _spread(x) | _spread(y) << 1 | _spread(z) << 2


def _spread(bits: int) -> int:
    """Put two zeros before each of 21 bits."""
    bits = (bits | bits << 32) & 0x1F00000000FFFF
    bits = (bits | bits << 16) & 0x1F0000FF0000FF
    bits = (bits | bits << 8) & 0x100F00F00F00F00F
    bits = (bits | bits << 4) & 0x10C30C30C30C30C3
    return (bits | bits << 2) & 0x1249249249249249


def cover(centre: Spot, radius: float) -> list[tuple[int, int]]:
    """Ranges of cell numbers that together hold every point within a chord of `radius` metres: eight at most."""
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
    """How far a point is from a cube, in metres: 0 inside."""
    away = 0.0
    for low, metres in zip(corner, point, strict=True):
        least = (low << size) - _HALF
        outside = max(least - metres, 0.0, metres - least - (1 << size))
        away += outside * outside
    return math.sqrt(away)
