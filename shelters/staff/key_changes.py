"""Keys that are made, removed, confirmed or used first: each is one function, with an entry and a mail."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from ..audit import trail
from ..codes.staff import Role
from ..keys import passkeys
from ..models import User
from ..witness import identity, ledger
from ..witness.ledger import Ending
from . import notices, team
from .allauth_internals import RecoveryCodes, WebAuthn, totp


def for_counting_only(user: User) -> bool:
    """Whether codes of an app and recovery codes are for this person: who reads cases or coordinates has passkeys."""
    return user.roles == {Role.COUNTER}


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict[str, Any], now: datetime) -> Authenticator:
    """Make a passkey. A coordinator's sleeps for a day beside another, unless that one confirms it."""
    others = passkeys.awake(user.pk, now)
    key: Authenticator = WebAuthn.add(user, name, credential).instance
    if Role.COORDINATOR in user.roles and others:
        key.data["asleep_until"] = (now + passkeys.SLEEPS).isoformat()
    _bound(key)
    _note("keys.made", key, user, {"copied": int(passkeys.may_be_copied(key))})
    return key


@transaction.atomic
def add_app(user: User, *, secret: str) -> Authenticator:
    """Codes of an app, and recovery codes beside them for who only counts beds."""
    key = _bound(totp.TOTP.activate(user, secret).instance)
    _note("keys.made", key, user)
    if for_counting_only(user):
        renew_recovery_codes(user)
    return key


@transaction.atomic
def renew_recovery_codes(user: User) -> None:
    """New codes on paper, in place of those from before."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    _note("keys.made", _bound(RecoveryCodes.activate(user).instance), user)


def _bound(key: Authenticator) -> Authenticator:
    passkeys.bind(key)
    key.save(update_fields=["data"])
    return key


@transaction.atomic
def remove(key: Authenticator, *, by: User) -> None:
    """Remove a key; with the last one, what is left of recovery codes."""
    ledger.end(Ending.KEY, identity.of_key(key))
    _note("keys.removed", key, by)
    key.delete()


@transaction.atomic
def confirm(key: Authenticator, *, by: User) -> None:
    """Another key of the same person was shown after this one was made: it sleeps no more. Raises Foreign."""
    if not passkeys.is_bound(key):
        raise passkeys.Foreign
    del key.data["asleep_until"]
    _bound(key)
    _note("keys.confirmed", key, by)


def may_confirm(key: Authenticator, proofs: list[dict[str, Any]], now: datetime) -> bool:
    """Whether this session has seen another passkey of the person that is awake, after the key was made."""
    others = {other.pk for other in passkeys.awake(key.user_id, now)} - {key.pk}
    made = key.created_at.timestamp()
    return any(proof.get("id") in others and float(proof.get("at", 0)) >= made for proof in proofs)


@transaction.atomic
def first_used(key: Authenticator) -> None:
    """The entry of the first time that a key opens something."""
    if key.last_used_at is None:
        _note("keys.first_used", key, key.user)


@transaction.atomic
def refused(key: Authenticator, what: str) -> None:
    """The entry of a key that was refused: somebody has a copy of it, or altered it in the database."""
    _note(what, key, key.user)


def _note(what: str, key: Authenticator, user: User, more: dict[str, int] | None = None) -> None:
    numbers: dict[str, int | str | None] = {"key": key.pk, "kind": str(key.type), **(more or {})}
    trail.write(team.actor(user), what, f"user {user.pk}", numbers)
    notices.something_waits(User.objects.holding(*Role).filter(pk=user.pk))
