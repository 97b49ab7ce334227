"""A pool of beds, and who counts it."""

from typing import Any

from shelters.audit.trail import Actor
from shelters.beds import counting
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute
from shelters.models import BedPool, User
from tests.support import make

BY = CountedBy(Actor("user", 1), CountRoute.PAGE)


def pool(capacity: int = 10, occupied: int = 0, **fields: Any) -> BedPool:
    made = BedPool.objects.create(
        facility=make.facility(), name_az="Otaqlar", capacity=capacity, occupied=occupied, **fields
    )
    User.objects.get_or_create(pk=1, defaults={"username": "aysel"})
    return made


def free(of: BedPool) -> int | None:
    return counting.rooms(of.facility)[0].free
