"""Points on Earth for the search: geocentric metres on the WGS-84 ellipsoid.

The straight chord between two points grows with their geodesic distance almost exactly. This holds at the poles and
across the antimeridian too. A chord needs only multiplication, and it bounds its geodesic from both sides. So geopy
computes the exact distance only where the bounds overlap.
"""

import math
from typing import Any, NamedTuple

import numpy as np

# WGS-84: semi-major axis in metres, square of the first eccentricity.
A = 6_378_137.0
E2 = 6.69437999014e-3
# The least and the greatest radius of curvature of any normal section (meridian at the equator; the poles).
R_LEAST = A * (1 - E2)
R_MOST = A / math.sqrt(1 - E2)
FARTHEST = 20_004_000.0  # metres; no geodesic is longer
Metres = Any  # a number, or an array of numbers


class Spot(NamedTuple):
    """A point, in geocentric metres."""

    x: float
    y: float
    z: float


def spot(lat: float, lon: float) -> Spot:
    """Degrees of WGS-84 to metres on the ellipsoid, rounded to the micrometre, so that a point has one number."""
    phi, lam = math.radians(lat), math.radians(lon)
    normal = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
    across = normal * math.cos(phi)
    metres = across * math.cos(lam), across * math.sin(lam), normal * (1 - E2) * math.sin(phi)
    return Spot(*(round(axis, 6) for axis in metres))


def spots(places: Any) -> Any:
    """The same of many places, rows of latitude and longitude, at once."""
    phi, lam = np.radians(np.asarray(places, float).reshape(-1, 2)).T
    normal = A / np.sqrt(1 - E2 * np.sin(phi) ** 2)
    across = normal * np.cos(phi)
    return np.stack([across * np.cos(lam), across * np.sin(lam), normal * (1 - E2) * np.sin(phi)], axis=1).round(6)


def chord(a: Spot, b: Spot) -> float:
    """The length of the straight line through the ground, in metres."""
    return math.dist(a, b)


def least_distance(straight: Metres) -> Metres:
    """The shortest geodesics that chords can belong to, in metres. The earth's curvature is nowhere smaller."""
    return 2 * R_MOST * np.arcsin(np.minimum(1.0, straight / (2 * R_MOST))) - 1e-3


def greatest_distance(straight: Metres) -> Metres:
    """The longest geodesics that chords can belong to, in metres.

    The earth's curvature is nowhere greater (Schur's theorem). Towards the far side geodesics spread, so the bound is
    FARTHEST there.
    """
    bent = 2 * R_LEAST * np.arcsin(np.minimum(1.0, straight / (2 * R_LEAST))) + 1e-3
    return np.where(straight > 12_600_000, FARTHEST, bent)


def farthest_chord(distance: float) -> float:
    """The longest chord of a geodesic that is not longer than `distance` metres."""
    return 2 * R_MOST * math.sin(min(math.pi / 2, (distance + 1e-3) / (2 * R_MOST))) + 1e-3


def chord_of(distance: float) -> float:
    """The chord of a geodesic under a few hundred km, both in metres. Right to a millimetre at 30 km."""
    middle = (R_LEAST + R_MOST) / 2
    return 2 * middle * math.sin(distance / (2 * middle))
