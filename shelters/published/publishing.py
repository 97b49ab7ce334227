"""When the file is written: where a public fact changed, and once in each ten minutes, by one of the workers."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from . import file, signing
from .document import Document

SLOT = 600  # seconds


def path() -> Path:
    return Path(settings.PUBLISHED) / file.NAME


def key() -> Ed25519PrivateKey:
    return signing.private_key(Path(settings.PUBLISHED_KEY))


class Publisher:
    """Of one process. What nobody may read changes neither the bytes of the file nor its moment."""

    def __init__(self) -> None:
        self._document: Document | None = None  # the one that `_digest` is of
        self._digest = ""
        self._done: tuple[str, int] | None = None  # a digest and a slot that the file has

    def publish(self, document: Document, looked_at: datetime) -> bool:
        """Write the file where it is due. False: another process does, or knows more; look again. Raises OSError."""
        slot = int(looked_at.timestamp()) // SLOT
        if document is self._document and self._done == (self._digest, slot):
            return True
        with _alone(path().with_suffix(".lock")) as alone:
            return alone and self._write(document, looked_at, slot)

    def _write(self, document: Document, looked_at: datetime, slot: int) -> bool:
        signed_by, there, body = key(), None, []
        with suppress(file.UnreadableFile):
            there = file.read_header(path(), signed_by.public_key())
        # A file from far ahead was written under a wrong clock.
        if there and looked_at < there.moment < looked_at + timedelta(seconds=SLOT):
            return False
        if document is not self._document:
            body = file.lines(document)
            self._document, self._digest = document, file.digest_of(body)
        if not there or there.digest != self._digest or int(there.moment.timestamp()) // SLOT != slot:
            said = looked_at.replace(microsecond=0).isoformat()
            serial = max(int(time.time()), there.serial + 1 if there else 0)
            header = file.Header(serial, said, self._digest, settings.DEMO)
            file.write(path(), header, body or file.lines(document), signed_by)
        self._done = (self._digest, slot)
        return True


@contextmanager
def _alone(lock: Path) -> Iterator[bool]:
    """Whether this process got the lock. It never waits."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
