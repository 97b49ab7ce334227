"""What a passkey says of itself: whether it may be copied, whether it sleeps, and how often it signed."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from fido2.webauthn import AuthenticationResponse, AuthenticatorData

SLEEPS = timedelta(hours=24)


class Asleep(Exception):
    """The key was made a short time ago, and no other key has confirmed it."""


class WentBack(Exception):
    """The key signed fewer times than it said before: there are two of it."""


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
    """Write down how often the key has signed. A key that never counts says 0, always. Raises Asleep and WentBack."""
    if asleep_until(key, now):
        raise Asleep
    said = AuthenticationResponse.from_dict(credential).response.authenticator_data.counter
    locked = Authenticator.objects.select_for_update().get(pk=key.pk)
    before = locked.data.get("count", locked.wrap().authenticator_data.counter)
    if (said or before) and said <= before:
        raise WentBack
    locked.data["count"] = said
    locked.save(update_fields=["data"])
    key.data = locked.data
