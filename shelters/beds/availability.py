"""Whether a shelter may have room, as the public sees it: by opt-in, in bands, at a fixed hour.

The snapshot is the state at the last of 00, 06, 12 and 18 o'clock. It comes from the counts recorded here up to that
hour. `snapshots` stores it, so that no later change or erasing changes a byte of an answer. Attackers may choose a
shelter because of guarded groups, so the snapshot leaves these groups out.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, Subquery

from ..codes.public import GUARDED_GROUPS, Availability
from ..codes.staff import Role
from ..hours.clock import BAKU
from ..models.beds import BedCount, BedPool, Hold
from ..models.user import RoleGrant
from .freshness import Age, age

EVERY = 6  # hours
NEWCOMER = timedelta(days=7)  # so long nobody is sent anywhere by what an account counts that one coordinator let in
_BANDS = {"": (1, 1), "1": (1, 1), "2-3": (2, 3), "4-6": (4, 6), "7+": (7, 7)}


@dataclass(frozen=True)
class PoolSnapshot:
    """A pool at a moment; for the public, at the hour of a snapshot.

    `sure`: how many are free by the house's own word that is not stale; None: as many as are free.
    """

    groups: frozenset[str]
    free: int
    age: Age
    sure: int | None = None

    def fits(self, who: Collection[str]) -> bool:
        """Whether the pool is for everybody who comes."""
        return not self.groups or self.groups.issuperset(who)


Snapshot = Mapping[str, Sequence[PoolSnapshot]]  # by the public id of the facility


def last_hour(now: datetime) -> datetime:
    local = now.astimezone(BAKU)
    return local.replace(hour=local.hour // EVERY * EVERY, minute=0, second=0, microsecond=0)


def next_hour(now: datetime) -> datetime:
    return last_hour(now) + timedelta(hours=EVERY)


def snapshot(at: datetime) -> Snapshot:
    """All pools, as they stood at an hour. Whether the public is told of them is decided when it is read."""
    newest = BedCount.objects.filter(pool=OuterRef("pk"), at__lte=at).order_by("-version").values("pk")
    # A coordinator may belong to an organisation as well, so the role counts too. And lets in who counts, alone.
    known_there = Q(role=Role.HOST) | Q(role=Role.COUNTER, since__lte=at - NEWCOMER)
    counts_there = RoleGrant.objects.filter(known_there).values("user")
    own = newest.filter(Q(by=None) | Q(by__in=counts_there, by__organisation=F("pool__facility__organisation")))
    known = BedPool.objects.annotate(newest=Subquery(newest[:1]), own=Subquery(own[:1]))
    pools = list(known.select_related("facility"))
    some = BedCount.objects.filter(pk__in={key for pool in pools for key in (pool.newest, pool.own) if key})
    counts = {count.pk: count for count in some if count.is_bound()}  # nobody knows what was written there otherwise
    held = Hold.objects.held([pool.pk for pool in pools], at)
    found: dict[str, list[PoolSnapshot]] = defaultdict(list)
    for pool in pools:
        groups = frozenset(pool.groups) - GUARDED_GROUPS
        if pool.groups and not groups:
            continue  # the public learns nothing of beds for guarded groups, so they are no beds for others
        count = counts.get(pool.newest)
        # A pool without a count is neither free nor full, nor is a house where nobody may be sent.
        free, when = (count.left - held.get(pool.pk, 0), count.observed_at) if count else (0, None)
        sure = _sure(pool, counts.get(pool.own), free, held.get(pool.pk, 0), at)
        how_old = Age.STALE if pool.facility.takes_nobody(at) else age(when, pool.facility, at)
        found[pool.facility.public_id].append(PoolSnapshot(groups, free, how_old, sure))
    return dict(found)


def _sure(pool: BedPool, own: BedCount | None, free: int, held: int, at: datetime) -> int:
    """What is free by a count of the house itself too: nobody from outside makes a house look as if it had room."""
    if own is None or age(own.observed_at, pool.facility, at) == Age.STALE:
        return 0
    return min(free, own.left - held)


def availability(known: Sequence[PoolSnapshot] | None, people: str, who: Collection[str]) -> Availability:
    """The availability of a shelter for a band of people of these groups. `known` None: nothing is told or counted.

    Between the ends of a band, and for stale counts, the answer is to ask.
    """
    fitting = [one for one in known or () if one.fits(who)]
    trusted = [one for one in fitting if one.age != Age.STALE]
    least, most = _BANDS[people]
    if any((one.free if one.sure is None else one.sure) >= most for one in trusted):
        return Availability.LIKELY
    if fitting and all(one.age == Age.FRESH and one.free < least for one in fitting):
        return Availability.FULL
    return Availability.ASK
