"""Check that the database itself refuses changes of the trail.

Migration 0002 makes the triggers. A later migration that rebuilds the table drops SQLite's triggers in silence. So
`missing` is a system check.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "shelters_trailentry"
_NAMES = {"trail_keeps_update", "trail_keeps_delete"}
_LIST = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{TABLE}'::regclass AND tgenabled <> 'D'",
}


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers that are missing. Before the table exists, none is missing."""
    if TABLE not in connection.introspection.table_names():
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_LIST[connection.vendor])
        rows: list[Any] = cursor.fetchall()
    return _NAMES - {row[0] for row in rows}
