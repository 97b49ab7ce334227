"""Nothing is kept longer than it is needed: what is due is erased, and the keys of the ring are renewed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import Referral
from ..vault import keyring, sealing
from . import stay
from .transitions import LOOKING, Illegal


def purge() -> int:
    """Erase what is due, and let lapse what nobody answered; how many were erased. What moves meanwhile is left."""
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
    """What a rotation left: requests that no key opens, and keys that wrap nothing, where the ring is fixed."""

    unreadable: int
    unneeded: list[str]


def rotate(*, anew: bool = False) -> Rotated:
    """Make the key of the week where it is time, wrap all that lives under it, and destroy what wraps nothing now.

    An empty ring beside sealed requests is a ring that is not there: `anew` says that it is lost. Raises NoKey.
    """
    now, names = timezone.now(), keyring.names()
    sealed = Referral.objects.exclude(data_key=None)
    if not names and sealed.exists() and not anew:
        raise keyring.NoKey("lost")
    old = not names or now - keyring.get(names[-1]).made_at >= timedelta(days=settings.KEY_DAYS)
    if old and not keyring.fixed():
        keyring.make(now)
    newest = keyring.current()
    to_wrap = list(sealed.exclude(wrapped_by=newest.name).values_list("pk", flat=True))
    unreadable = sum(not _wrap_anew(pk) for pk in to_wrap)
    if now - newest.made_at < keyring.GRACE:
        return Rotated(unreadable, [])
    superseded = {name for name in keyring.names() if name < newest.name}
    unneeded = sorted(superseded - set(sealed.values_list("wrapped_by", flat=True)))
    if keyring.fixed():
        return Rotated(unreadable, unneeded)
    keyring.destroy(unneeded)
    return Rotated(unreadable, [])


@transaction.atomic
def _wrap_anew(pk: int) -> bool:
    """False where it does not open: it stays as it is, and the others are not kept from being renewed."""
    referral = Referral.objects.select_for_update().get(pk=pk)
    if referral.data_key is None:
        return True
    try:
        key = sealing.unwrap(referral.public_id, referral.data_key, referral.wrapped_by)
    except sealing.Unreadable:
        return False
    referral.data_key, referral.wrapped_by = sealing.wrap(key)
    referral.save(update_fields=["data_key", "wrapped_by"])
    return True
