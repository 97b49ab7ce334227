"""What a key says of itself: whose it is, whether it may be copied, whether it sleeps, and how often it signed."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from fido2.webauthn import AuthenticationResponse, AuthenticatorData

from ..models.base import bonds, is_bond

SLEEPS = timedelta(hours=24)
# What opens, from when on, and how often it has: a passkey, codes of an app, codes on paper.
_PARTS = ("credential", "asleep_until", "count", "secret", "counter", "seed")


class Asleep(Exception):
    """The key was made a short time ago, and no other key has confirmed it."""


class WentBack(Exception):
    """The key signed fewer times than it said before: there are two of it."""


class Foreign(Exception):
    """Somebody altered the key or its owner's account in the database, or put the key beside another person."""


def may_be_copied(key: Authenticator) -> bool:
    """Whether the key may lie in a cloud account too: it says so when it is made (backup eligible)."""
    if key.type != Authenticator.Type.WEBAUTHN or "credential" not in key.data:
        return False
    return bool(key.wrap().authenticator_data.flags & AuthenticatorData.FLAG.BE)


def asleep_until(key: Authenticator, now: datetime) -> datetime | None:
    """Until when the key opens nothing; None: it is awake."""
    until = key.data.get("asleep_until")
    moment = datetime.fromisoformat(until) if until else None
    return moment if moment and moment > now else None


def awake(user_id: int, now: datetime) -> list[Authenticator]:
    """The passkeys of a person that open something."""
    keys = Authenticator.objects.filter(user=user_id, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [key for key in keys if not asleep_until(key, now)]


@transaction.atomic
def count(key: Authenticator, credential: dict[str, Any], now: datetime) -> None:
    """Write down how often the key has signed. A key that never counts says 0, always.

    Raises Asleep, WentBack and Foreign. The bond is made anew, in case its key was renewed.
    """
    if not is_bound(key) or not key.user.is_bound():
        raise Foreign
    if asleep_until(key, now):
        raise Asleep
    said = AuthenticationResponse.from_dict(credential).response.authenticator_data.counter
    locked = Authenticator.objects.select_for_update().get(pk=key.pk)
    before = locked.data.get("count", locked.wrap().authenticator_data.counter)
    if (said or before) and said <= before:
        raise WentBack
    locked.data["count"] = said
    bind(locked)
    locked.save(update_fields=["data"])
    key.data = locked.data


def bind(key: Authenticator) -> None:
    """Bind a key to its owner, under a key that is not in the database. The caller saves."""
    key.data["bound"] = next(bonds("key", _bound_values(key)))


def is_bound(key: Authenticator) -> bool:
    return is_bond(str(key.data.get("bound")), "key", _bound_values(key))


def _bound_values(key: Authenticator) -> list[Any]:
    return [key.user_id, key.type, key.created_at, [key.data.get(part) for part in _PARTS]]
