"""The value that this process answers from.

A request only ever calls `get` and `age`. The thread of `watch` calls `refresh_now`, and so do commands and tests.
"""

import threading
from datetime import datetime

from django.db import OperationalError
from django.utils import timezone

from ..models.base import Revision
from . import document, value
from .age import DirectoryAge
from .document import Document
from .value import Published

_building = threading.Lock()
_held: Published | None = None
_stamps: dict[str, str] = {}
_looked_at: datetime | None = None
_watched = False


class NothingHeld(OperationalError):
    """The database was away from the start, and there was no file."""


def get() -> Published:
    """What this process holds, without what its age forbids. Raises NothingHeld.

    Only where no thread looks, as in a command, does it ask the database itself.
    """
    if _held is None:
        if _watched:
            raise NothingHeld
        return refresh_now()
    known = age()
    return _held.without_what_passes if known and known.is_old else _held


def age() -> DirectoryAge | None:
    """How old that is. None: nothing is held, or no thread looks and nobody counts."""
    return DirectoryAge(_looked_at, timezone.now()) if _watched and _looked_at else None


def is_past_use() -> bool:
    """Whether it is so old that the lines alone are shown."""
    known = age()
    return known is not None and known.is_past_use


def refresh_now() -> Published:
    """Look, and where something changed, build the new value beside the old one and swap. Raises DatabaseError.

    What nobody may read changes a stamp at most: the value stays the same object.
    """
    global _held, _stamps, _looked_at
    with _building:
        now, stamps = timezone.now(), Revision.now()
        old = _held.document if _held else Document()
        read = document.read(old, {what for what in stamps if _stamps.get(what) != stamps[what]}, now)
        if _held is None or read != old:
            _held = value.build(read, _held)
        _stamps, _looked_at = stamps, now
        return _held


def hold(read: Document, looked_at: datetime) -> None:
    """Answer from a document of a file, which was read from the database at that moment."""
    global _held, _looked_at
    with _building:
        if _held is None or read != _held.document:
            _held = value.build(read, _held)
        _looked_at = looked_at


def held_since() -> tuple[Document, datetime] | None:
    """The document that is held, and the moment of the last good look."""
    return (_held.document, _looked_at) if _held and _looked_at else None


def watched(by_a_thread: bool = True) -> None:
    """From now on no request looks, and the age counts."""
    global _watched
    _watched = by_a_thread


def forget() -> None:
    """Hold nothing. Tests call it, so that none depends on what ran before."""
    global _held, _stamps, _looked_at, _watched
    _held, _stamps, _looked_at, _watched = None, {}, None, False
