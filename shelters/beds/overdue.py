"""Facilities with a stale count, or without a count: staff ring them. The longest silence comes first."""

from dataclasses import dataclass
from datetime import datetime

from ..faces import bound
from ..models import BedPool, Facility, Phone
from .freshness import Age, age


@dataclass(frozen=True)
class OverdueCounts:
    """A facility to ring, with its pools and all its phone numbers, private numbers too."""

    facility: Facility
    pools: list[BedPool]
    phones: list[Phone]

    @classmethod
    def of(cls, facility: Facility) -> "OverdueCounts":
        return cls(facility, list(facility.pools.all()), list(facility.phones.all()))

    @property
    def never(self) -> list[BedPool]:
        """Pools that nobody ever counted."""
        return [pool for pool in self.pools if pool.observed_at is None]

    @property
    def counted_at(self) -> datetime | None:
        """When somebody last counted the pool with the oldest count. None: nobody counted any pool."""
        return min((pool.observed_at for pool in self.pools if pool.observed_at), default=None)

    def is_due(self, now: datetime) -> bool:
        return any(age(pool.observed_at, self.facility, now) is Age.STALE for pool in self.pools)


def overdue(now: datetime) -> list[OverdueCounts]:
    """Facilities without a count first, then the oldest count. Places and phones are read already."""
    with_beds = Facility.objects.filter(pools__isnull=False).distinct().select_related("place")
    found = [OverdueCounts.of(facility) for facility in bound.as_bound(with_beds.prefetch_related("pools"))]
    due = [one for one in found if one.is_due(now)]
    return sorted(due, key=lambda one: (not one.never, one.counted_at or datetime.min.replace(tzinfo=now.tzinfo)))
