"""How many people live near points on Earth, by the populations of the places that are known."""

from collections.abc import Sequence

import numpy as np

from ..models.place import Place
from .points import Degrees, Points

NEAR = 60_000  # metres


def living_near(spots: Sequence[Degrees]) -> list[int]:
    """For each point the people of all places within 60 km."""
    rows = list(Place.objects.filter(population__gt=0).values_list("lat", "lon", "population"))
    points, people = Points([(lat, lon) for lat, lon, _people in rows]), np.array([row[2] for row in rows], np.int64)
    every = np.arange(len(rows))
    known = {spot: int(people[points.within(every, spot, NEAR)].sum()) if rows else 0 for spot in set(spots)}
    return [known[spot] for spot in spots]
