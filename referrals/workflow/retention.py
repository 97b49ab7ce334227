"""Nothing is kept longer than needed: contents that are due are erased, and the keys of the ring are renewed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shelters.audit import trail, weekly
from shelters.beds import old_counts, snapshots
from shelters.desk import letters
from shelters.directory import reports
from shelters.night import walk_ins
from shelters.web import idempotency

from ..models import Case, Referral, ShiftNote, WaitingCount
from ..vault import contents, keyring, sealing, shift_notes
from ..vault.sealing import DataKey
from . import cases, numbers, stay
from .transitions import LOOKING, Illegal

Row = TypeVar("Row", Case, Referral)


_SEALED: tuple[type[Case | WaitingCount | ShiftNote], ...] = (Case, WaitingCount, ShiftNote)


def purge() -> int:
    """Erase cases that are due, and expire unanswered questions. Returns how many were erased.

    A case that somebody changes meanwhile is skipped. Then goes what only waited for its hour, day or month.
    """
    now = timezone.now()
    for referral in Referral.objects.filter(state__in=LOOKING, until__lte=now, case__erase_at__gt=now):
        _try(stay.expire, referral)
    erased = sum(_try(cases.close, case) for case in Case.objects.due(now))
    snapshots.forget(now)
    old_counts.forget(now)
    trail.forget_details(now)
    walk_ins.forget(now)
    reports.forget(now)
    shift_notes.forget(now)
    letters.forget(now)
    idempotency.forget(now)
    numbers.add_up(now)
    weekly.write_past(now)
    return erased


def _try(move: Callable[[Row], None], row: Row) -> bool:
    try:
        move(row)
    except Illegal:
        return False
    return True


@dataclass(frozen=True)
class Rotated:
    """The rest after a rotation: requests that no key opens, and unused keys of a fixed ring."""

    unreadable: int
    unneeded: list[str]


def rotate(*, anew: bool = False) -> Rotated:
    """Make the key of the week if it is time, wrap all data keys with it, and destroy unused keys.

    If requests are sealed, an empty ring is a missing ring; `anew` says that it is lost. Raises NoKey.
    """
    now, names = timezone.now(), keyring.names()
    if not names and _wrapping() and not anew:
        raise keyring.NoKey("lost")
    if _is_time_for_a_new_key(now) and not keyring.fixed():
        keyring.make(now)
    newest = keyring.current()
    unreadable = sum(not _wrap_anew(Case, pk) for pk in _wrapped_by_others(Case, newest))
    for model in (WaitingCount, ShiftNote):
        for pk in _wrapped_by_others(model, newest):
            _wrap_anew(model, pk)
    if now - newest.made_at < keyring.GRACE:
        return Rotated(unreadable, [])
    superseded = {name for name in keyring.names() if name < newest.name or keyring.is_of_the_future(name)}
    superseded.discard(newest.name)
    unneeded = sorted(superseded - _wrapping())
    if keyring.fixed():
        return Rotated(unreadable, unneeded)
    keyring.destroy(unneeded)
    return Rotated(unreadable, [])


def _is_time_for_a_new_key(now: datetime) -> bool:
    """There is none, or the current key is a week old, or a wrong clock dated it in the future."""
    if not keyring.names():
        return True
    key = keyring.current()
    return keyring.is_of_the_future(key.name) or now - key.made_at >= timedelta(days=settings.KEY_DAYS)


def _wrapping() -> set[str]:
    """The names of the ring's keys that wrap something."""
    return {name for model in _SEALED for name in model.objects.values_list("wrapped_by", flat=True)}


def _wrapped_by_others(model: type[Case | WaitingCount | ShiftNote], newest: keyring.Key) -> list[Any]:
    return list(model.objects.exclude(wrapped_by=newest.name).values_list("pk", flat=True))


@transaction.atomic
def _wrap_anew(model: type[Case | WaitingCount | ShiftNote], pk: Any) -> bool:
    """Wrap a data key with the newest key. False: it does not open and stays, and the others are still renewed."""
    row = model.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return True
    try:
        key = _key_of(row)
    except sealing.Unreadable:
        return False
    row.data_key, row.wrapped_by = sealing.wrap(key)
    row.save(update_fields=["data_key", "wrapped_by"])
    return True


def _key_of(row: Case | WaitingCount | ShiftNote) -> DataKey:
    """Raises sealing.Unreadable."""
    if isinstance(row, Case):
        return contents.last_key(row)
    return shift_notes.key_of(row) if isinstance(row, ShiftNote) else numbers.key_of(row)
