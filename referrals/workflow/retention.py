"""Nothing is kept longer than needed: contents that are due are erased, and the keys of the ring are renewed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import Referral
from ..vault import contents, keyring, sealing
from . import stay
from .transitions import LOOKING, Illegal


def purge() -> int:
    """Erase contents that are due, and expire unanswered questions. Returns how many were erased.

    A referral that somebody changes meanwhile is skipped.
    """
    now = timezone.now()
    for referral in Referral.objects.filter(state__in=LOOKING, until__lte=now, erase_at__gt=now):
        _try(stay.expire, referral)
    return sum(_try(stay.close, referral) for referral in Referral.objects.due(now))


def _try(move: Callable[[Referral], None], referral: Referral) -> bool:
    try:
        move(referral)
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
    sealed = Referral.objects.exclude(data_key=None)
    if not names and sealed.exists() and not anew:
        raise keyring.NoKey("lost")
    if _is_time_for_a_new_key(now) and not keyring.fixed():
        keyring.make(now)
    newest = keyring.current()
    to_wrap = list(sealed.exclude(wrapped_by=newest.name).values_list("pk", flat=True))
    unreadable = sum(not _wrap_anew(pk) for pk in to_wrap)
    if now - newest.made_at < keyring.GRACE:
        return Rotated(unreadable, [])
    superseded = {name for name in keyring.names() if name < newest.name or keyring.is_of_the_future(name)}
    superseded.discard(newest.name)
    unneeded = sorted(superseded - set(sealed.values_list("wrapped_by", flat=True)))
    if keyring.fixed():
        return Rotated(unreadable, unneeded)
    keyring.destroy(unneeded)
    return Rotated(unreadable, [])


def _is_time_for_a_new_key(now: datetime) -> bool:
    """There is none, the current one has had its week, or a clock that was wrong dated it in the future."""
    if not keyring.names():
        return True
    key = keyring.current()
    return keyring.is_of_the_future(key.name) or now - key.made_at >= timedelta(days=settings.KEY_DAYS)


@transaction.atomic
def _wrap_anew(pk: int) -> bool:
    """Wrap a data key with the newest key. False: it does not open and stays, and the others are still renewed."""
    referral = Referral.objects.select_for_update().get(pk=pk)
    if referral.data_key is None:
        return True
    try:
        key = sealing.unwrap(referral.public_id, contents.owners(referral), referral.data_key, referral.wrapped_by)
    except sealing.Unreadable:
        return False
    referral.data_key, referral.wrapped_by = sealing.wrap(key)
    referral.save(update_fields=["data_key", "wrapped_by"])
    return True
