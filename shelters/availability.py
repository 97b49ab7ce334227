"""Whether there may be room, as the public is told: by opt-in, in bands, and as it stood at a fixed hour.

The snapshot is the state at the last of 00, 06, 12 and 18 o'clock, derived from what was recorded here up to that hour,
so that it is the same whoever asks first, and no change between two snapshots changes a byte of an answer. Groups for
whose sake a shelter may be attacked are left out of the reckoning.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from .clock import BAKU
from .codes import GUARDED_GROUPS, Availability
from .freshness import Age, age
from .models.beds import BedCount, BedPool, Hold
from .models.facility import Facility

EVERY = 6  # hours
_BANDS = {"": (1, 1), "1": (1, 1), "2-3": (2, 3), "4-6": (4, 6), "7+": (7, 7)}


@dataclass(frozen=True)
class Known:
    """A pool at the hour of a snapshot."""

    groups: frozenset[str]
    free: int
    age: Age


Snapshot = Mapping[str, Sequence[Known]]  # by the public id of the facilities that opted in
_current: tuple[tuple[datetime, str], Snapshot] | None = None


def last_hour(now: datetime) -> datetime:
    local = now.astimezone(BAKU)
    return local.replace(hour=local.hour // EVERY * EVERY, minute=0, second=0, microsecond=0)


def snapshot(now: datetime, stamp: str) -> Snapshot:
    """The public state of those that opted in, kept until the next hour or until the listings change (their stamp)."""
    global _current
    key = (last_hour(now), stamp)
    if _current is None or _current[0] != key:
        _current = (key, _snapshot(key[0]))
    return _current[1]


def _snapshot(at: datetime) -> Snapshot:
    newest = BedCount.objects.filter(pool=OuterRef("pk"), at__lte=at).order_by("-version").values("pk")[:1]
    pools = BedPool.objects.filter(facility__in=Facility.objects.listed().filter(public_rooms=True))
    counted = dict(pools.annotate(newest=Subquery(newest)).values_list("newest", "pk"))
    counted.pop(None, None)
    held = Hold.objects.held(counted.values(), at)
    found: dict[str, list[Known]] = defaultdict(list)
    for count in BedCount.objects.filter(pk__in=counted).select_related("pool__facility"):
        facility = count.pool.facility
        free = count.left - held.get(count.pool_id, 0)
        groups = frozenset(count.pool.groups) - GUARDED_GROUPS
        found[facility.public_id].append(Known(groups, free, age(count.observed_at, facility, at)))
    return dict(found)


def availability(known: Sequence[Known] | None, people: str, who: Collection[str]) -> Availability:
    """Of one shelter, for so many people (a band) of these groups; None: it did not opt in, or nothing is counted.

    Between a band's ends, and where nobody looked for long, the answer is to ask.
    """
    asked = frozenset(who) - GUARDED_GROUPS
    fitting = [one for one in known or () if not one.groups or asked <= one.groups]
    trusted = [one for one in fitting if one.age != Age.STALE]
    least, most = _BANDS[people]
    if any(one.free >= most for one in trusted):
        return Availability.LIKELY
    if fitting and all(one.age == Age.FRESH and one.free < least for one in fitting):
        return Availability.FULL
    return Availability.ASK
