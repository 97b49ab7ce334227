"""Argon2 takes about 100 MB and a core for each password: a worker computes two at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 2
PATIENCE = 5.0  # seconds that the others wait
_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many passwords are being computed. Try again in a minute."""


class PatientArgon2Hasher(Argon2PasswordHasher):
    def encode(self, password: str, salt: str) -> str:
        with _turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _turn():
            return super().verify(password, encoded)


@contextmanager
def _turn() -> Iterator[None]:
    """Raises Busy."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _turns.release()
