"""Write to the trail, and find the first place where somebody tampered with it.

Each entry carries an HMAC-SHA256 over the MAC of the entry before and its own fields. The key is `settings.TRAIL_KEY`,
which is not in the database; entries from before it was renewed have one of `TRAIL_KEY_FALLBACKS`. So an attacker with
only the database can neither forge nor reorder entries. A head that was exported before reveals entries that were cut
off at the end.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models.trail import TrailEntry, TrailHead, TrailPayload

_CODE = re.compile(r"[a-z0-9_.:+-]{1,40}")
_WHO = re.compile(r"[a-z_]{1,20}( \d{1,19})?")
Numbers = Mapping[str, int | str | None]
EXACT = timedelta(hours=48)
# Who counted beds, signed in or was asked would tell who was at a house, and when: these details go after EXACT.
PASSING = Q(entry__what__startswith="beds.") | Q(entry__what__in=("team.signed_in", "watch.begun", "night.asked_after"))


@dataclass(frozen=True)
class Actor:
    """Who acts: a kind ("user", "feed", "link", "console") and an id of our tables."""

    kind: str
    id: int | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.id}" if self.id is not None else self.kind


CONSOLE = Actor("console")


@dataclass(frozen=True)
class Broken:
    """The first wrong entry. `how` is missing, altered, cut or payload."""

    number: int
    how: str


@transaction.atomic
def write(
    actor: Actor, what: str, subject: str, numbers: Numbers | None = None, payload: Mapping[str, Any] | None = None
) -> TrailEntry:
    """Append an entry in the transaction of the change, as its last step. The head stays locked until the end."""
    _only_codes(what, subject, str(actor), numbers or {})
    entry = TrailEntry(at=timezone.now(), actor=str(actor), what=what, subject=subject, numbers=dict(numbers or {}))
    return _append(entry, payload, subject)


@transaction.atomic
def write_erasable(
    actor: Actor, what: str, subject: str, details: Numbers | None = None, *, erased_with: str = ""
) -> TrailEntry:
    """Append an entry of which only the act and its hour stay, after `erase(erased_with or subject)`.

    Who acted, on which row, the moment and the details stand in the payload. The entry has their salted hash, so
    without the salt no two entries can be tied to the same row.
    """
    now = timezone.now()
    _only_codes(what, subject, str(actor), details or {})
    hour = now.replace(minute=0, second=0, microsecond=0)
    entry = TrailEntry(at=hour, actor=actor.kind, what=what, subject=subject.split()[0])
    about = {"actor": str(actor), "subject": subject, "at": _stamp(now), **(details or {})}
    return _append(entry, about, erased_with or subject)


def _append(entry: TrailEntry, payload: Mapping[str, Any] | None, erased_with: str) -> TrailEntry:
    head, _new = TrailHead.objects.select_for_update().get_or_create(pk=1)
    salt = secrets.token_hex(16) if payload is not None else ""
    entry.number = head.number + 1
    entry.commitment = _commitment(salt, payload) if payload is not None else ""
    entry.mac = _mac(head.mac, entry, settings.TRAIL_KEY)
    entry.save(force_insert=True)
    if payload is not None:
        TrailPayload.objects.create(entry=entry, subject=erased_with, salt=salt, data=dict(payload))
    head.number, head.mac = entry.number, entry.mac
    head.save()
    return entry


def _only_codes(what: str, subject: str, actor: str, numbers: Numbers) -> None:
    codes = [what, *numbers, *(value for value in numbers.values() if isinstance(value, str))]
    if not all(_CODE.fullmatch(code) for code in codes) or not all(_WHO.fullmatch(who) for who in (subject, actor)):
        raise ValueError("The trail takes ids, codes and numbers only.")


def erase(subject: str) -> None:
    """Remove the payloads of a subject. The entries stay, and the chain still verifies."""
    TrailPayload.objects.filter(subject=subject).delete()


def forget_details(now: datetime) -> None:
    """Remove the payloads of `PASSING` that are older than `EXACT`."""
    TrailPayload.objects.filter(PASSING, entry__at__lt=now - EXACT).delete()


def last() -> TrailEntry | None:
    """The newest entry."""
    return TrailEntry.objects.order_by("-number").first()


def head() -> str:
    """The last number and MAC, to be stored elsewhere."""
    found = TrailHead.objects.filter(pk=1).first()
    return f"{found.number}:{found.mac}" if found else "0:"


def verify(kept_head: str = "") -> Broken | None:
    """The first altered, missing, reordered or cut entry. None: all is well.

    `kept_head` is an earlier result of `head`. The entry with that number must still have that MAC.
    """
    expected, before, keys = 1, "", [settings.TRAIL_KEY, *settings.TRAIL_KEY_FALLBACKS]
    kept_number, _colon, kept_mac = kept_head.partition(":")
    for entry in TrailEntry.objects.select_related("payload").order_by("number").iterator(2_000):
        if entry.number != expected:
            return Broken(expected, "missing")
        keys = _keys_from(keys, before, entry)
        if not keys:
            return Broken(entry.number, "altered")
        if hasattr(entry, "payload") and entry.commitment != _commitment(entry.payload.salt, entry.payload.data):
            return Broken(entry.number, "payload")
        if str(entry.number) == kept_number and entry.mac != kept_mac:
            return Broken(entry.number, "altered")
        expected, before = expected + 1, entry.mac
    if head() != f"{expected - 1}:{before}" or (kept_number and int(kept_number) >= expected):
        return Broken(expected, "cut")
    return None


def _keys_from(keys: list[str], before: str, entry: TrailEntry) -> list[str]:
    """The key of an entry and those that came after it, newest first. Empty: no key of these made the entry.

    Behind the first entry of a key, no earlier key counts any more. So whoever stole an earlier key adds nothing.
    """
    made = (at for at in reversed(range(len(keys))) if hmac.compare_digest(entry.mac, _mac(before, entry, keys[at])))
    return keys[: next(made, -1) + 1]


def _mac(before: str, entry: TrailEntry, key: str) -> str:
    fields = [
        *(before, entry.number, _stamp(entry.at), entry.actor, entry.what, entry.subject),
        *(entry.numbers, entry.commitment),
    ]
    return hmac.new(key.encode(), _canonical(fields), hashlib.sha256).hexdigest()


def _commitment(salt: str, payload: Mapping[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + _canonical(payload)).hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
