"""Keyed hashes of codes and forms: whoever has only the database can try neither.

Everything new is made under `settings.CODE_KEY`. What was made under one of `CODE_KEY_FALLBACKS` is still known.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator

from django.conf import settings

DIGITS = 16


def hashed(text: str, purpose: str) -> str:
    return next(all_hashes(text, purpose))


def all_hashes(text: str, purpose: str) -> Iterator[str]:
    """The hash under the key of today, then under earlier keys."""
    for key in _keys():
        yield hmac.new(key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def is_hash(found: str, text: str, purpose: str) -> bool:
    """Whether it is the hash of a text, under any of the keys."""
    return any(hmac.compare_digest(found.encode(), one.encode()) for one in all_hashes(text, purpose))


def new_code(once: str) -> str:
    """16 digits that follow from the form's key. The same form gets the same code, which is stored nowhere."""
    return _code(settings.CODE_KEY, once.encode() or secrets.token_bytes(32))


def code_of(once: str, stored: str) -> str | None:
    """The code that a form got, perhaps under an earlier key. `stored`: its hash."""
    codes = (_code(key, once.encode()) for key in _keys())
    return next((code for code in codes if is_hash(stored, code, "code")), None)


def _code(key: str, seed: bytes) -> str:
    number = int.from_bytes(hmac.digest(key.encode(), b"code" + seed, hashlib.sha256), "big")
    return str(number % 10**DIGITS).zfill(DIGITS)


def _keys() -> tuple[str, ...]:
    return (settings.CODE_KEY, *settings.CODE_KEY_FALLBACKS)
