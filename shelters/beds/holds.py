"""Beds kept for a person who is on the way. Each change is a function, locked and counted again like all of beds.

A caller may change holds of several pools, or write to the trail before the last of them. Such a caller locks all pools
first (`counting.lock_pools`). Everybody waits for the trail's head, so nobody may wait for a pool behind it.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..models.beds import BedPool, Hold
from . import counting
from .counting import CountedBy, Room


class NoRoom(Exception):
    """Fewer beds are free than the hold needs."""


@transaction.atomic
def hold(pool: BedPool, number: int, *, until: datetime | None, by: CountedBy) -> Hold:
    """Keep beds for a person who is on the way. Raises NoRoom if fewer are free."""
    locked = check_room(pool, number)
    made = Hold.objects.create(pool=locked, beds=number, made_at=timezone.now(), until=until)
    _write(locked, "beds.held", by, hold=made.pk, beds=number)
    return made


@transaction.atomic
def check_room(pool: BedPool, number: int) -> BedPool:
    """The pool, locked, with so many beds free. Raises NoRoom."""
    (locked,) = counting.lock_pools([pool.pk])
    held = Hold.objects.held([locked.pk], timezone.now()).get(locked.pk, 0)
    if number < 1 or Room(locked, held).free < number:
        raise NoRoom
    return locked


@transaction.atomic
def keep(held: Hold, *, until: datetime | None, by: CountedBy) -> Hold:
    """Keep a hold until another moment; None: until a person ends it. Raises NoRoom.

    An expired hold is made anew, if there is room.
    """
    (locked,) = counting.lock_pools([held.pool_id])
    now = timezone.now()
    if not Hold.objects.live(now).filter(pk=held.pk).update(until=until):
        Hold.objects.filter(pk=held.pk, ended_at=None).update(ended_at=now)
        return hold(locked, held.beds, until=until, by=by)
    _write(locked, "beds.kept", by, hold=held.pk)
    return held


@transaction.atomic
def release(held: Hold, *, by: CountedBy) -> None:
    """End a hold. A hold that has ended stays as it is."""
    (locked,) = counting.lock_pools([held.pool_id])
    if Hold.objects.filter(pk=held.pk, ended_at=None).update(ended_at=timezone.now()):
        counting.flag(locked)
        _write(locked, "beds.released", by, hold=held.pk)


def _write(pool: BedPool, what: str, by: CountedBy, **details: int) -> None:
    trail.write_erasable(by.actor, what, f"pool {pool.pk}", details, erased_with=by.erased_with)
