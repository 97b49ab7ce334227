"""The challenge of a passkey at sign-in: signed, so that nothing is stored before somebody is signed in.

It holds its moment and lasts two minutes. One that succeeded is kept so long, and opens nothing again on any machine.
"""

import hashlib
import hmac
import secrets
import struct
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from ..models.sign_in import SpentChallenge

LASTS = timedelta(minutes=2)
_BODY, _SIGNATURE = 8 + 16, 16  # bytes


class Spent(Exception):
    """This challenge opened something before."""


def make(now: datetime) -> bytes:
    body = struct.pack(">Q", int(now.timestamp())) + secrets.token_bytes(16)
    return body + _signature(body)


def is_ours(challenge: bytes, now: datetime) -> bool:
    """Whether we made it for a sign-in, within the last two minutes."""
    body, signature = challenge[:_BODY], challenge[_BODY:]
    if len(challenge) != _BODY + _SIGNATURE or not hmac.compare_digest(signature, _signature(body)):
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


def _signature(body: bytes) -> bytes:
    return hmac.digest(settings.SESSION_KEY.encode(), b"sign in:" + body, hashlib.sha256)[:_SIGNATURE]
