"""The value that this process answers from.

A request only ever calls `get`. The thread of `watch` calls `refresh_now`, and so do commands and tests.
"""

import threading

from django.utils import timezone

from ..models.base import Revision
from . import document, value
from .document import Document
from .value import Published

_building = threading.Lock()
_held: Published | None = None
_stamps: dict[str, str] = {}


def get() -> Published:
    """What this process holds. It asks the database only where nothing was ever read."""
    return _held or refresh_now()


def refresh_now() -> Published:
    """Look, and where something changed, build the new value beside the old one and swap. Raises DatabaseError.

    What nobody may read changes a stamp at most: the value stays the same object.
    """
    global _held, _stamps
    with _building:
        now, stamps = timezone.now(), Revision.now()
        old = _held.document if _held else Document()
        read = document.read(old, {what for what in stamps if _stamps.get(what) != stamps[what]}, now)
        if _held is None or read != old:
            _held = value.build(read, _held)
        _stamps = stamps
        return _held


def forget() -> None:
    """Hold nothing. Tests call it, so that none depends on what ran before."""
    global _held, _stamps
    _held, _stamps = None, {}
