"""The changes of counts. Each change is a function: it locks, counts again and writes an entry in the trail.

free = capacity - taken - out of service - held. The truth is always accepted. A walk-in who sleeps in a held bed is
recorded. Free is then below zero, and the youngest holds that no longer fit are flagged. Only impossible numbers are
refused. `holds` also refuses to hold more than is free.

The pool's row is locked first. A statement of its own then counts the holds. The trail's head is locked last. A
subquery inside the UPDATE would keep its old snapshot after waiting, and oversell.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..audit.trail import Actor
from ..codes.staff import CountKind, CountRoute, OutOfService
from ..models.beds import COUNTED, MOST, BedCount, BedPool, Hold
from ..models.facility import Facility

UNDO_WITHIN = timedelta(minutes=1)
FIELDS = COUNTED


class Nonsense(ValueError):
    """Numbers that no shelter can have. `field` names the wrong number."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class LostRace(Exception):
    """Somebody changed the numbers after this person saw them."""


class NeverCounted(Exception):
    """Nobody ever counted these beds: there is nothing to confirm. The first count is typed whole."""


class TooLate(Exception):
    """Nothing can be undone any more: the minute is over, or somebody counted since."""


@dataclass(frozen=True)
class CountedBy:
    """Who counted, by which route, and when they looked (None: now). `told`: who at the shelter said it by phone.

    `erased_with`: the subject with which the details in the trail are erased, if the change is part of something else.
    """

    actor: Actor
    way: CountRoute
    observed_at: datetime | None = None
    told: str = ""
    erased_with: str = ""


@dataclass(frozen=True)
class Numbers:
    """The four numbers of a pool."""

    capacity: int
    family_places: int
    occupied: int
    out_of_service: int

    @classmethod
    def of(cls, counts: Any) -> "Numbers":
        return cls(*(getattr(counts, field) for field in FIELDS))

    def check(self) -> None:
        """Raises Nonsense."""
        for field in FIELDS:
            if not 0 <= getattr(self, field) <= MOST:
                raise Nonsense(field)
        for field in ("family_places", "out_of_service"):
            if getattr(self, field) > self.capacity:
                raise Nonsense(field)


@dataclass(frozen=True)
class Room:
    """A pool as it stands at a moment."""

    pool: BedPool
    held: int

    @property
    def free(self) -> int:
        """Beds that are free. Below zero: so many too few."""
        return self.pool.left - self.held

    @property
    def over(self) -> int:
        return max(0, -self.free)


def rooms(facility: Facility, at: datetime | None = None) -> list[Room]:
    """The pools of a facility, with the number of held beds of each."""
    return rooms_of(facility.pools.all(), at or timezone.now())


def rooms_of(pools: Iterable[BedPool], at: datetime) -> list[Room]:
    """These pools, with the number of held beds of each at a moment. A single query reads all holds."""
    known = list(pools)
    held = Hold.objects.held((pool.pk for pool in known), at)
    return [Room(pool, held.get(pool.pk, 0)) for pool in known]


@transaction.atomic
def step(pool: BedPool, *, by: CountedBy, **deltas: int) -> BedCount:
    """Add to the current numbers, so that no other change is lost. Raises Nonsense."""
    (locked,) = lock_pools([pool.pk])
    numbers = Numbers.of(locked)
    counted = replace(numbers, **{field: getattr(numbers, field) + more for field, more in deltas.items()})
    return _record(locked, counted, CountKind.CHANGED, by)


@transaction.atomic
def move(pool: BedPool, people: int, *, by: CountedBy) -> BedCount:
    """Record that people came, or went (below zero). Nobody counted, so the count stays as old as it is.

    Raises Nonsense.
    """
    (locked,) = lock_pools([pool.pk])
    numbers = Numbers.of(locked)
    return _record(locked, replace(numbers, occupied=numbers.occupied + people), CountKind.MOVED, by)


@transaction.atomic
def count(
    facility: Facility, numbers: Mapping[int, Numbers], *, by: CountedBy, seen: Mapping[int, int] | None = None
) -> list[BedCount]:
    """Set the numbers of some pools, all or none. Raises Nonsense, LostRace.

    `seen`: the versions that the person saw, of these pools and perhaps of others. None of them may have changed.
    """
    locked = lock_pools([*numbers, *(seen or {})], facility)
    if seen is not None and {pool.pk: pool.version for pool in locked} != dict(seen):
        raise LostRace
    if not numbers.keys() <= {pool.pk for pool in locked}:
        raise Nonsense("id")
    return [_record(pool, numbers[pool.pk], CountKind.CHANGED, by) for pool in locked if pool.pk in numbers]


@transaction.atomic
def confirm(facility: Facility, *, by: CountedBy, seen: Mapping[int, int]) -> list[BedCount]:
    """Confirm the numbers that a person saw: they looked, and these are correct.

    Raises LostRace if they changed, NeverCounted if nobody made them.
    """
    locked = lock_pools(list(seen), facility)
    if not locked or len(locked) != len(seen) or any(seen[pool.pk] != pool.version for pool in locked):
        raise LostRace
    if any(pool.observed_at is None for pool in locked):
        raise NeverCounted
    return [_record(pool, Numbers.of(pool), CountKind.CONFIRMED, by) for pool in locked]


@transaction.atomic
def explain(pool: BedPool, reason: str, *, by: CountedBy) -> None:
    """Set why beds are out of service: a code of OutOfService, or "". Raises Nonsense, also if no beds are."""
    (locked,) = lock_pools([pool.pk])
    if reason and (reason not in OutOfService.values or not locked.out_of_service):
        raise Nonsense("reason")
    locked.reason = reason
    locked.save(update_fields=["reason"])
    trail.write_erasable(by.actor, "beds.reason", f"pool {locked.pk}", {"reason": reason or None})


@transaction.atomic
def undo(counted: BedCount, *, by: CountedBy) -> BedCount:
    """Take back the caller's own last count within a minute, if nobody counted since. Raises TooLate.

    That somebody came or went is taken back where it was said, not here.
    """
    (locked,) = lock_pools([counted.pool_id])
    before = BedCount.objects.filter(pool=locked, version=counted.version - 1).first()
    over = counted.kind == CountKind.MOVED or timezone.now() - counted.at > UNDO_WITHIN
    if over or locked.version != counted.version or counted.by_id != by.actor.id or before is None:
        raise TooLate
    return _record(locked, Numbers.of(before), CountKind.UNDONE, replace(by, observed_at=before.observed_at))


def lock_pools(pool_ids: Collection[int], facility: Facility | None = None) -> list[BedPool]:
    """The pools' rows, locked in the same order by every caller, so that no two callers wait for each other."""
    pools = BedPool.objects.select_for_update().filter(pk__in=pool_ids).order_by("pk")
    return list(pools.filter(facility=facility) if facility else pools)


def _record(pool: BedPool, numbers: Numbers, kind: CountKind, by: CountedBy) -> BedCount:
    numbers.check()
    now = timezone.now()
    for field in FIELDS:
        setattr(pool, field, getattr(numbers, field))
    if not pool.out_of_service:
        pool.reason = ""
    pool.version += 1
    pool.observed_at = _observed(pool, kind, by, now)
    pool.save()
    counted = BedCount.objects.create(
        pool=pool,
        **{"at": now, "observed_at": pool.observed_at, "version": pool.version},
        kind=kind,
        way=by.way,
        told=by.told,
        by_id=by.actor.id if by.actor.kind == "user" else None,
        **{field: getattr(numbers, field) for field in FIELDS},
    )
    counted.bind()
    flag(pool)
    said = {field: getattr(numbers, field) for field in FIELDS} | {"version": pool.version, "way": by.way.value}
    said |= {"told": str(by.told)} if by.told else {}
    trail.write_erasable(by.actor, f"beds.{kind}", f"pool {pool.pk}", said, erased_with=by.erased_with)
    return counted


def _observed(pool: BedPool, kind: CountKind, by: CountedBy, now: datetime) -> datetime | None:
    """When somebody last looked; None: nobody ever did. A late count makes nothing older; only an undo does."""
    if kind == CountKind.MOVED:
        return pool.observed_at
    if kind == CountKind.UNDONE:
        return by.observed_at
    observed_at = min(by.observed_at or now, now)
    return max(observed_at, pool.observed_at or observed_at)


def flag(pool: BedPool) -> None:
    """Flag the holds that no longer fit, the youngest first. Remove the flag from holds that fit again."""
    left = pool.left
    for held in Hold.objects.live(timezone.now()).filter(pool=pool).order_by("pk"):
        left -= held.beds
        if held.broken != (left < 0):
            held.broken = left < 0
            held.save(update_fields=["broken"])
