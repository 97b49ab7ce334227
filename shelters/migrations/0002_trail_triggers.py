"""What no model can say: triggers refuse a change to the trail, and PostgreSQL keeps the counts of failures in no log.

This migration alone makes the triggers.
"""

from django.db import migrations

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


def create(connection):
    with connection.cursor() as cursor:
        for statement in _CREATE[connection.vendor]:
            cursor.execute(statement)


def drop(connection):
    """For who must empty the table: undoing this migration, and tests with real transactions."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def keep_failures_out_of_the_log(connection):
    """They are lost after a crash, and stand in no WAL, no base backup and no standby."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE shelters_failurecount SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("shelters", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: create(editor.connection), lambda apps, editor: drop(editor.connection)
        ),
        migrations.RunPython(
            lambda apps, editor: keep_failures_out_of_the_log(editor.connection), migrations.RunPython.noop
        ),
    ]
