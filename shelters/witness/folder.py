"""The folder of the witness: written by one process of this machine at a time, and safely on the disk."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def path() -> Path:
    """The folder. It is made where it is missing. Raises OSError."""
    folder = Path(settings.WITNESS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def alone() -> Iterator[None]:
    """No other process of this machine writes meanwhile."""
    with open(path() / ".lock", "w", opener=_private) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def append(file: Path, text: str) -> None:
    _write(file, "a", text)


def replace(file: Path, text: str) -> None:
    """Write a file anew. A crash leaves the old one or the new one."""
    fresh = file.with_name(f".{file.name}.fresh")
    _write(fresh, "w", text)
    fresh.replace(file)


def _write(file: Path, mode: str, text: str) -> None:
    with open(file, mode, encoding="utf-8", opener=_private) as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
