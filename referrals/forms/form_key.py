"""The key of the form with which a person asks: made and signed here, good for an hour.

Without the signature a stranger could lead her here with a key of their own, and be shown her code.
"""

import hmac
import re
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from ..vault import hashes

LIVES = timedelta(hours=1)
# A random part, the moment in seconds, and the signature.
_KEY = re.compile(r"([A-Za-z0-9_-]{24})([0-9a-f]{8})([0-9a-f]{32})")


def new(now: datetime) -> str:
    return signed(secrets.token_urlsafe(18), now)


def signed(random: str, now: datetime) -> str:
    begun = f"{random}{int(now.timestamp()):08x}"
    return begun + next(_signatures(begun))


def is_ours(key: str) -> bool:
    """Whether it was made here, however long ago."""
    found = _KEY.fullmatch(key)
    return found is not None and any(hmac.compare_digest(found[3], one) for one in _signatures(found[1] + found[2]))


def is_fresh(key: str, now: datetime) -> bool:
    """Whether a key of ours was made within the hour. A clock that went back makes none older."""
    return now - datetime.fromtimestamp(int(key[24:32], 16), tz=now.tzinfo) <= LIVES


def _signatures(begun: str) -> Iterator[str]:
    """Under the key of today, then under earlier keys."""
    return (one[:32] for one in hashes.all_hashes(begun, "form"))
