"""Whether the database is the one that the witness knows, and not an older copy of it."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction

from ..audit import trail
from ..models.background import Installation
from ..models.trail import TrailEntry
from . import head
from .head import Head

KEYS = ("SECRET_KEY", "TRAIL_KEY", "CODE_KEY", "FACTOR_KEY", "SESSION_KEY", "LEDGER_KEY")
SHORT = timedelta(hours=1)  # a standby that took over lacks less than this


class Agreement(StrEnum):
    AGREES = "agrees"
    NEW = "new"  # neither has been used yet
    NO_WITNESS = "no_witness"  # its folder is empty, or unreadable
    ANOTHER = "another"  # the witness belongs to another database
    SHORT = "short"  # the same trail without its last hour: a standby that took over
    OLDER = "older"  # a restored copy, or one that went on from a restored copy


class Disagrees(Exception):
    """The database is another or an older one; the agreement that was found."""


class StrangersKeys(Exception):
    """This machine's keys are not those that wrote here; the names of the keys."""


_noted = Agreement.AGREES


def agrees() -> bool:
    """Whether it did at the last look. True where nobody looks."""
    return _noted == Agreement.AGREES


def require() -> None:
    """Raises Disagrees."""
    if not agrees():
        raise Disagrees(_noted)


def note(found: Agreement) -> None:
    global _noted
    _noted = found


def look() -> Agreement:
    """Compare the database with the heads of all machines. Raises DatabaseError."""
    installation = Installation.objects.first()
    try:
        heads = head.read_all()
    except (OSError, ValueError):
        return Agreement.NO_WITNESS
    if not heads:
        return Agreement.NO_WITNESS if installation else Agreement.NEW
    if installation is None or any(one.installation != installation.public_id for one in heads):
        return Agreement.ANOTHER
    return max((_compare(one) for one in heads), key=list(Agreement).index)


def _compare(known: Head) -> Agreement:
    macs = dict(
        TrailEntry.objects.filter(number__in=[number for number, _mac in known.seen[-1:]]).values_list("number", "mac")
    )
    if all(macs.get(number) == mac for number, mac in known.seen[-1:]):
        return Agreement.AGREES
    return Agreement.SHORT if not macs and _is_cut_short(known) else Agreement.OLDER


def _is_cut_short(known: Head) -> bool:
    """Whether the trail is the same up to its last hour."""
    last = trail.last()
    before = [(number, mac) for number, mac in known.seen if last and number <= last.number]
    if last is None or not before or datetime.fromisoformat(known.hour) - last.at >= SHORT:
        return False
    number, mac = before[-1]
    return TrailEntry.objects.filter(number=number, mac=mac).exists()


@transaction.atomic
def begin() -> None:
    """Name a database that has no name, and begin its witness. Raises StrangersKeys, DatabaseError or OSError."""
    installation = Installation.objects.select_for_update().first()
    if installation is None and not head.read_all():
        installation = Installation.objects.create(public_id=secrets.token_hex(16), keys=dict(_fingerprints()))
        head.begin(installation.public_id)
        head.advance()
    if installation is not None:
        _refuse_strangers(installation)


def _refuse_strangers(installation: Installation) -> None:
    """A key is known by its fingerprint, or by that of a key which it replaced."""
    known = {name: list(_all(name)) for name in KEYS}
    strangers = [name for name in KEYS if installation.keys.get(name, known[name][0]) not in known[name]]
    if strangers:
        raise StrangersKeys(", ".join(strangers))
    installation.keys = dict(_fingerprints())
    installation.save(update_fields=["keys"])


def _fingerprints() -> Iterator[tuple[str, str]]:
    yield from ((name, next(_all(name))) for name in KEYS)


def _all(name: str) -> Iterator[str]:
    """The fingerprints of a key and of its fall-backs. They do not help to guess a key of 50 random letters."""
    for key in (getattr(settings, name), *getattr(settings, f"{name}_FALLBACKS", ())):
        yield hmac.new(key.encode(), f"fingerprint {name}".encode(), hashlib.sha256).hexdigest()[:16]
