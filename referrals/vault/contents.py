"""What people told us, opened and sealed: the only way to it. Every reading by staff leaves an entry in the trail."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor

from ..models import Consent, Message, Referral
from . import sealing
from .sealing import DataKey

_TABLE = Referral._meta.db_table
_MESSAGES = Message._meta.db_table
DIGITS = 16


def key_of(referral: Referral) -> DataKey:
    """Raises sealing.Unreadable where its contents are erased, or due to be, or the keyring has not its key."""
    if referral.erase_at <= timezone.now():
        raise sealing.Unreadable
    return sealing.unwrap(referral.public_id, referral.data_key, referral.wrapped_by)


def put(referral: Referral, key: DataKey, **values: Any) -> None:
    """Seal values into `question`, `name` or `contact`; None empties. The caller saves. Raises sealing.TooLong."""
    for column, value in values.items():
        sealed = None if value is None else key.seal(value, _TABLE, column, referral.public_id)
        setattr(referral, column, sealed)


def get(referral: Referral, column: str, key: DataKey | None = None) -> Any:
    """The value of `question`, `name` or `contact`; None where there is none. Raises sealing.Unreadable."""
    sealed = getattr(referral, column)
    if sealed is None:
        return None
    return (key or key_of(referral)).open(sealed, _TABLE, column, referral.public_id)


def put_message(message: Message, key: DataKey, text: str) -> None:
    message.body = key.seal(text, _MESSAGES, "body", _row(message))


def text_of(message: Message, key: DataKey) -> str:
    return str(key.open(message.body, _MESSAGES, "body", _row(message)))


def _row(message: Message) -> str:
    """Bound to whom it was said and by whom, too: another place, or the other side, cannot be put in."""
    return f"{message.pk} {message.enquiry_id} {'house' if message.from_house else 'her'}"


def note_reading(referral: Referral, what: str, by: Actor) -> None:
    """Staff looked at it: `what` is "question", "contact" or "messages"."""
    trail.write(by, f"read.{what}", f"referral {referral.pk}")


def new_code(once: str) -> str:
    """16 digits that follow from the form's key: sent twice, it gets the same code, though that stands nowhere."""
    seed = once.encode() or secrets.token_bytes(32)
    number = int.from_bytes(hmac.digest(settings.CODE_KEY.encode(), b"code" + seed, hashlib.sha256), "big")
    return str(number % 10**DIGITS).zfill(DIGITS)


def hashed(text: str, purpose: str) -> str:
    """A keyed hash: without the key, which is not in the database, nothing can be tried out."""
    return hmac.new(settings.CODE_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def by_code(typed: str, now: datetime | None = None) -> Referral | None:
    """The request whose code this is, spaces and hyphens aside. Wrong, expired and withdrawn codes look the same."""
    digits, now = "".join(letter for letter in typed if letter in "0123456789"), now or timezone.now()
    if len(digits) != DIGITS:
        return None
    found = Referral.objects.readable(now).filter(code=hashed(digits, "code")).first()
    return None if found is None or _ended_by_arriving(found, now) else found


def _ended_by_arriving(referral: Referral, now: datetime) -> bool:
    """After an arrival the code ends when it would after any other end: that it opens must not say that she stays."""
    arrived = referral.arrived_at
    return arrived is not None and now >= arrived + timedelta(days=referral.keep_days)


def by_once(once: str) -> Referral | None:
    """What the form of a person who asks herself, with this key, has made already."""
    made = Referral.objects.readable(timezone.now()).exclude(code=None)
    return made.filter(idempotency_key=hashed(once, "once")).first()


def erase(referral: Referral) -> None:
    """Destroy the data key and the contents; what statistics may keep stays. The caller saves.

    No longer told: whose case it was, for how many, when and by whom awaited, who was allowed to read.
    """
    referral.data_key, referral.wrapped_by = None, ""
    referral.question = referral.name = referral.contact = None
    referral.code = referral.idempotency_key = None
    referral.caseworker = referral.organisation = None
    Message.objects.filter(enquiry__referral=referral).delete()
    Consent.objects.filter(referral=referral).delete()
    referral.enquiries.update(hold=None, pool=None, beds=0, offered_until=None, arrival=None)
    trail.erase(f"referral {referral.pk}")
    transaction.on_commit(truncate_wal)


def truncate_wal() -> None:
    """SQLite keeps what was overwritten in the file that it writes ahead, for days where little happens: empty it.

    PostgreSQL's is recycled by itself. Inside a transaction SQLite cannot; where somebody reads, the next one does it.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


Question = Mapping[str, Any]  # as forms.QuestionForm reads it
