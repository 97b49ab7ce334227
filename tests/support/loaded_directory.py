"""A directory from its files: loaded by the first test of a process, its rows written again for the others."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from shelters.directory import initial

Rows = dict[str, list[tuple[Any, ...]]]


class Loaded(NamedTuple):
    """The tables that loading changes: their rows before and after, on a day."""

    day: date
    before: Rows
    after: Rows


_loaded: dict[tuple[Path, ...], Loaded] = {}


def load(*files: Path) -> None:
    """As `initial.load(*files)`. What a test made before is respected: then it is loaded as usual."""
    today, last = timezone.localdate(), _loaded.get(files)
    if last and last.day == today and _rows(list(last.before)) == last.before:
        _write(last)
        return
    before = _rows(connection.introspection.table_names())
    initial.load(*files)
    after = _rows(list(before))
    changed = [table for table in before if before[table] != after[table]]
    _loaded[files] = Loaded(
        today, {table: before[table] for table in changed}, {table: after[table] for table in changed}
    )


def _rows(tables: list[str]) -> Rows:
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
    return found


@transaction.atomic
def _write(loaded: Loaded) -> None:
    with connection.cursor() as cursor:
        for table, rows in loaded.after.items():
            if loaded.before[table]:
                cursor.execute(f'DELETE FROM "{table}"')
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({", ".join(["%s"] * len(rows[0]))})', rows)
        models = [model for model in apps.get_models() if model._meta.db_table in loaded.after]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
