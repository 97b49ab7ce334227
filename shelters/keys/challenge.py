"""The challenge that a passkey signs: made under our key, so that nothing is stored before somebody is signed in.

It holds its moment, and the hash of the one act that it is for; for another act it is not ours. It lasts two minutes.
One that succeeded is kept so long, and opens nothing again on any machine.
"""

import hashlib
import hmac
import secrets
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from ..models.sign_in import SpentChallenge

LASTS = timedelta(minutes=2)
SIGN_IN = "sign in"
_BODY, _SIGNATURE = 8 + 16, 16  # bytes


class Spent(Exception):
    """This challenge opened something before."""


def make(act: str, now: datetime) -> bytes:
    """`act` says all that the key is shown for."""
    body = struct.pack(">Q", int(now.timestamp())) + secrets.token_bytes(16)
    return body + next(_signatures(body, act))


def is_ours(challenge: bytes, act: str, now: datetime) -> bool:
    """Whether we made it for this very act, within the last two minutes."""
    body, signature = challenge[:_BODY], challenge[_BODY:]
    if len(challenge) != _BODY + _SIGNATURE or not any(
        hmac.compare_digest(signature, one) for one in _signatures(body, act)
    ):
        return False
    age = now.timestamp() - float(struct.unpack(">Q", body[:8])[0])
    return -1 <= age < LASTS.total_seconds()


def spend(challenge: bytes, now: datetime) -> None:
    """Let it open nothing from now on. Raises Spent."""
    SpentChallenge.objects.over(now).delete()
    try:
        with transaction.atomic():
            SpentChallenge.objects.create(digest=hashlib.sha256(challenge).hexdigest(), until=now + LASTS)
    except IntegrityError as error:
        raise Spent from error


def _signatures(body: bytes, act: str) -> Iterator[bytes]:
    """Under the key of today, then under earlier keys."""
    about = b"challenge:" + hashlib.sha256(act.encode()).digest() + body
    for key in (settings.SESSION_KEY, *settings.SESSION_KEY_FALLBACKS):
        yield hmac.digest(key.encode(), about, hashlib.sha256)[:_SIGNATURE]
