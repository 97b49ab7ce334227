"""A copy of the tests' database, and putting it back as after a restore. Commits are real meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.published import current, database
from shelters.witness import agreement, head
from shelters.witness.agreement import Agreement


class Backup:
    """A copy of the whole database in memory."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self._copy = sqlite3.connect(":memory:")
        connection.connection.backup(self._copy)

    def restore(self) -> None:
        self._copy.backup(connection.connection)


@contextmanager
def installation(settings: Any, folder: Path) -> Iterator[Path]:
    """An installation with its witness, whose folder is given. The database is put back afterwards."""
    settings.WITNESS = folder / "witness"
    settings.PUBLISHED, settings.PUBLISHED_KEY = folder / "published", folder / "published.key"
    before = Backup()
    agreement.begin()
    trail.write(CONSOLE, "began", "test 1")
    head.advance()
    yield settings.WITNESS
    before.restore()
    agreement.note(Agreement.AGREES)
    database.note(True)
    current.forget()
