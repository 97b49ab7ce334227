"""A copy of the tests' database, and putting it back as after a restore. Commits are real meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.published import current, database
from shelters.witness import agreement, head
from shelters.witness.agreement import Agreement

_fresh: list["Backup"] = []


class Backup:
    """A copy of the whole database: of SQLite in memory, of PostgreSQL as a database beside it."""

    made = 0

    def __init__(self) -> None:
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self._copy = sqlite3.connect(":memory:")
            connection.connection.backup(self._copy)
            return
        Backup.made += 1
        self._name = f"{connection.settings_dict['NAME']}_copy{Backup.made}"
        _copy_postgresql(str(connection.settings_dict["NAME"]), self._name)

    def restore(self) -> None:
        if connection.vendor == "sqlite":
            self._copy.backup(connection.connection)
        else:
            _copy_postgresql(self._name, str(connection.settings_dict["NAME"]))


def empty() -> None:
    """Leave tables without a row."""
    if _fresh:
        _fresh[0].restore()
        return
    _drop_tables()
    call_command("migrate", verbosity=0)
    _fresh.append(Backup())


def _drop_tables() -> None:
    if connection.vendor == "sqlite":
        sqlite3.connect(":memory:").backup(connection.connection)
    else:
        _copy_postgresql("template1", str(connection.settings_dict["NAME"]))


def _copy_postgresql(source: str, target: str) -> None:
    """As a template; nobody may be connected to either meanwhile."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def lines_with(*texts: str) -> list[str]:
    """The rows of the whole database that hold one of the texts."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall() if any(text in str(row) for text in texts)]
    return found


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
