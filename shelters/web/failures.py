"""Failures of sign-in and of codes, counted over all workers and machines that share a keyring.

A network counts under the first bits of an HMAC: thousands share a row. Rows live two minutes. The key is
the salt of the day, a file of the keyring: it is in no backup, and gone the next day. Whoever does it right writes
nothing. Without a keyring that can be written each process counts for itself.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import F, Sum

from ..models.sign_in import FailureCount

BUCKETS = 4096
ANYWHERE = BUCKETS  # a row of its own, which no network shares
CODE = "code"
_here: Counter[tuple[int, int]] = Counter()
_salt_here = secrets.token_bytes(32)


def are_many(kind: str, clients: Iterable[str], limit: int, now: datetime) -> bool:
    """Whether one of these failed so often within this minute. The second client may fail twice as often, and so on."""
    return any(_count(kind, client, now) >= limit * 2**wider for wider, client in enumerate(clients))


def from_anywhere(now: datetime) -> int:
    """How many codes were wrong within this minute, whoever sent them."""
    return _times(ANYWHERE, now)


def note(kind: str, clients: Iterable[str], now: datetime) -> None:
    """Count a failure of each of these, and a wrong code besides for everybody together."""
    minute, key = _minute(now), salt(now)
    buckets = [_bucket(key or _salt_here, kind, client) for client in clients]
    for bucket in [*buckets, ANYWHERE] if kind == CODE else buckets:
        if key is None:
            _here[bucket, minute] += 1
            continue
        row, _new = FailureCount.objects.get_or_create(bucket=bucket, minute=minute)
        FailureCount.objects.filter(pk=row.pk).update(times=F("times") + 1)
    FailureCount.objects.over(now).delete()
    for old in [one for one in _here if one[1] < minute]:
        del _here[old]


def _count(kind: str, client: str, now: datetime) -> int:
    return _times(_bucket(salt(now) or _salt_here, kind, client), now)


def _times(bucket: int, now: datetime) -> int:
    if salt(now) is None:
        return _here[bucket, _minute(now)]
    same = FailureCount.objects.filter(bucket=bucket, minute=_minute(now))
    return same.aggregate(all=Sum("times"))["all"] or 0


def _bucket(key: bytes, kind: str, client: str) -> int:
    digest = hmac.digest(key, f"{kind} {client}".encode(), hashlib.sha256)
    return int.from_bytes(digest[:2], "big") % BUCKETS


def _minute(now: datetime) -> int:
    return int(now.timestamp() // 60)


def salt(now: datetime) -> bytes | None:
    """The salt of the day; the first who needs it makes it. None: there is no keyring that can be written."""
    folder = Path(settings.KEYRING)
    path = folder / f"salt-{now.astimezone(UTC):%Y%m%d}"
    try:
        return path.read_bytes()
    except OSError:
        return _made(path) if folder.is_dir() and os.access(folder, os.W_OK) else None


def _made(path: Path) -> bytes | None:
    """A new salt, unless another process was faster. Those of earlier days are removed."""
    beside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
        beside.unlink()
        for old in path.parent.glob("salt-*"):
            if old.name < path.name:
                old.unlink(missing_ok=True)
        return path.read_bytes()
    except OSError:
        return None


def forget() -> None:
    """Begin anew in this process."""
    _here.clear()
