"""Make the rows of a thing read as a face says."""

from typing import Any

from django.db import models

from ..hours import notation
from ..models import OpeningHours
from .fields import FIELDS, SCHEDULE, TABLES, Face, Table, row_of


def set_fields(kind: str, thing: Any, face: Face) -> None:
    """In memory. Its tables are written by `put_tables`."""
    for name in FIELDS[kind]:
        setattr(thing, name, meant(thing, name, face[name]))


def put_tables(kind: str, thing: models.Model, face: Face) -> None:
    """Of a thing that is saved. Raises ValidationError."""
    for table in TABLES.get(kind, ()):
        if table.name in face:
            _put_rows(thing, table, face[table.name])


def new_row(table: Table, thing: models.Model, said: Face) -> Any:
    """A row in memory, of a table without schedules."""
    row = table.model(**{table.owner: thing})
    for name in table.fields:
        setattr(row, name, meant(row, name, said[name]))
    return row


def _put_rows(thing: models.Model, table: Table, wanted: list[dict[str, Any]]) -> None:
    """Make these the rows of a thing. Rows that stay as they are keep their ids."""
    stored = {str(getattr(row, table.key)): row for row in table.model._default_manager.filter(**{table.owner: thing})}
    kept = {str(said[table.key]) for said in wanted}
    for key in stored.keys() - kept:
        stored[key].delete()
    for said in wanted:
        row = stored.get(str(said[table.key]))
        if row is None or row_of(table, row) != said:
            _put_row(thing, table, row, said)


def _put_row(thing: models.Model, table: Table, row: Any, said: dict[str, Any]) -> None:
    # A schedule sets a fresh row: it leaves the fields alone that it has no word for.
    fresh = row is None or table.model is OpeningHours
    made: Any = table.model(pk=row.pk if row else None, **{table.owner: thing}) if fresh else row
    made._state.adding = row is None
    for name in table.fields:
        if name != SCHEDULE:
            setattr(made, name, meant(made, name, said[name]))
    if isinstance(made, OpeningHours):
        made.keep(notation.read(said[SCHEDULE]))
    else:
        made.full_clean()
        made.save()


def meant(thing: models.Model, name: str, value: Any) -> Any:
    """A value of JSON as the field's own type."""
    field: Any = thing._meta.get_field(name)
    return field.to_python(value) if value is not None else None
