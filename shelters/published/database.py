"""Whether the database answers, and how long anybody waits for it.

A frozen server says nothing, and its kernel keeps the connection. So this process counts the seconds itself. PostgreSQL
alone needs it: a file of SQLite does not hang.
"""

import math
import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError, connection

LOOK = 2.0  # seconds that a look at the database may take
_SLICE = 250  # milliseconds
_READ_ONLY = "25006"  # of PostgreSQL: read_only_sql_transaction
_own = threading.local()
_answers = True


def answers() -> bool:
    """Whether it did at the last look. True where nobody looks."""
    return _answers


def note(answered: bool) -> None:
    global _answers
    _answers = answered


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """In this thread."""
    before = getattr(_own, "seconds", None)
    _own.seconds = seconds
    try:
        yield
    finally:
        _own.seconds = before


def limit_waits() -> None:
    """Give up on what takes too long: in a thread that says so, else after settings.DATABASE_SECONDS (0: never)."""
    if connection.vendor == "postgresql":
        from psycopg2.extensions import set_wait_callback

        set_wait_callback(_wait)


def _wait(connected: Any) -> None:
    """Drive an operation of psycopg2 to its end. On an error psycopg2 closes the connection."""
    import psycopg2
    from psycopg2.extensions import POLL_OK, POLL_READ

    begun, poll = time.monotonic(), select.poll()
    while (state := connected.poll()) != POLL_OK:
        number = connected.fileno()
        poll.register(number, select.POLLIN if state == POLL_READ else select.POLLOUT)
        while not poll.poll(_SLICE):
            if time.monotonic() - begun > _patience():
                raise psycopg2.OperationalError("the database did not answer in time")
        poll.unregister(number)  # while it connects, the next socket may be another


def _patience() -> float:
    """Seconds. Who waits while others learn that it does not answer, waits no longer than a look."""
    own: float | None = getattr(_own, "seconds", None)
    usual: float = (settings.DATABASE_SECONDS or math.inf) if own is None else own
    return usual if _answers else min(usual, LOOK)


def is_the_reason(error: BaseException | None) -> bool:
    """Whether an error says that the database is away, or takes no writes."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return isinstance(error, InternalError) and takes_no_writes(error)


def takes_no_writes(error: InternalError) -> bool:
    """Whether an error says that it may be read only, as a standby."""
    return getattr(error.__cause__, "pgcode", "") == _READ_ONLY
