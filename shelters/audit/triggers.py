"""What the database itself refuses: a change to the trail. On both databases, and checked after every migrate.

A later migration that rebuilds the table drops SQLite's triggers in silence, so `missing` is a system check.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "shelters_trailentry"
_NAMES = ("trail_keeps_update", "trail_keeps_delete")
_CREATE = {
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {TABLE}"
        " BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
        for name, verb in zip(_NAMES, ("UPDATE", "DELETE"), strict=True)
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$",
        *(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {verbs} ON {TABLE}"
            " FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()"
            for name, verbs in zip(_NAMES, ("UPDATE", "DELETE OR TRUNCATE"), strict=True)
        ),
    ],
}
_LIST = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{TABLE}'::regclass AND tgenabled <> 'D'",
}


def create(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for statement in _CREATE[connection.vendor]:
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """For what must empty the table: undoing the migration, and tests with real transactions."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers that are not there; all are well while the table itself has not been made."""
    if TABLE not in connection.introspection.table_names():
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_LIST[connection.vendor])
        rows: list[Any] = cursor.fetchall()
    return set(_NAMES) - {row[0] for row in rows}
