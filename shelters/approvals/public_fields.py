"""Everything that the public or a caseworker reads of a facility, a hotline, an organisation or a moved day.

A face is a dict of plain JSON values: the fields of its kind, and for each of its tables a list of rows. A proposal
holds two faces, before and after. Counts of beds and confirmations are no part of a face.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction

from ..codes.staff import ProposalKind
from ..codes.wording import LANGUAGES
from ..directory.organisations import refuse_namesake
from ..hours import notation
from ..models import (
    AdmissionRule,
    BedPool,
    DayOverride,
    Facility,
    Figure,
    Hotline,
    OnlyFor,
    OpeningHours,
    Organisation,
    Phone,
    PracticeFact,
    Provision,
)
from ..models.base import Revision
from ..models.sourced import SOURCED
from ..published.refresh import refresh

Face = dict[str, Any]
_NAMES = tuple(f"name_{code}" for code in LANGUAGES)
_LABELS = tuple(f"label_{code}" for code in LANGUAGES)
CONDITIONS = tuple(f"condition_{code}" for code in LANGUAGES)
SCHEDULE = "text"  # a whole schedule, as `hours.notation` writes it
MODELS: dict[str, type[models.Model]] = {
    ProposalKind.FACILITY: Facility,
    ProposalKind.HOTLINE: Hotline,
    ProposalKind.ORGANISATION: Organisation,
    ProposalKind.DAY: DayOverride,
}
FIELDS: dict[str, tuple[str, ...]] = {
    ProposalKind.FACILITY: (
        *("key", *_NAMES),
        *("kind", "organisation_id", "place_id", "confidential", "address", "lat", "lon"),
        *(
            "basis",
            "basis_source",
            "basis_url",
            "basis_kind",
            "basis_date",
            "listed",
            "takes_questions",
            "public_rooms",
        ),
        *("fresh_hours", "stale_hours", "notes"),
    ),
    ProposalKind.HOTLINE: (
        *("key", "number", *_LABELS, *(f"hours_{code}" for code in LANGUAGES)),
        *("answers", "emergency", "for_groups", "for_needs", "run_by", "in_writing", "landline"),
        *("published", "position", *SOURCED),
    ),
    ProposalKind.ORGANISATION: ("key", *_NAMES, "type"),
    ProposalKind.DAY: ("day", "working", *_NAMES, *SOURCED),
}
# The switch that shows a thing to everybody, by kind. The other kinds are always shown.
SHOWN = {ProposalKind.FACILITY: "listed", ProposalKind.HOTLINE: "published"}


@dataclass(frozen=True)
class Table:
    """The rows of a table that belong to a thing. `name` is the relation, `key` tells the rows apart."""

    name: str
    model: type[models.Model]
    owner: str
    key: str
    fields: tuple[str, ...]

    def rows(self, thing: models.Model) -> list[dict[str, Any]]:
        found: Any = getattr(thing, self.name, None)
        rows = found.all() if hasattr(found, "all") else [found] if found else []
        return self.in_order([row_of(self, row) for row in rows])

    def in_order(self, rows: Collection[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(rows, key=lambda row: (row.get("position", 0), str(row[self.key])))


_HOURS = ("service", SCHEDULE, *SOURCED)
TABLES: dict[str, tuple[Table, ...]] = {
    ProposalKind.FACILITY: (
        Table("provisions", Provision, "facility", "service", ("service", *SOURCED)),
        Table(
            *("phones", Phone, "facility", "number"),
            ("number", *_LABELS, "visible_to", "position", *SOURCED),
        ),
        Table("only_for", OnlyFor, "facility", "group", ("group", "visible_to", *SOURCED)),
        Table(
            *("rules", AdmissionRule, "facility", "group"),
            ("group", "verdict", *CONDITIONS, "sons_up_to", "visible_to", *SOURCED),
        ),
        Table("facts", PracticeFact, "facility", "code", ("code", "answer", *SOURCED)),
        Table("figures", Figure, "facility", "code", ("code", "value", *SOURCED)),
        Table("hours", OpeningHours, "facility", "service", _HOURS),
        Table("pools", BedPool, "facility", "public_id", ("public_id", *_NAMES, "groups")),
    ),
    ProposalKind.HOTLINE: (Table("opening", OpeningHours, "hotline", "service", _HOURS),),
}


def kind_of(thing: models.Model) -> ProposalKind:
    return next(ProposalKind(kind) for kind, model in MODELS.items() if isinstance(thing, model))


def table_of(kind: str, model: type[models.Model]) -> Table | None:
    return next((table for table in TABLES.get(kind, ()) if table.model is model), None)


def fields_of(thing: models.Model) -> Face:
    """The fields as they are in memory, saved or not. Its tables are not among them."""
    return {name: _plain(getattr(thing, name)) for name in FIELDS[kind_of(thing)]}


def row_of(table: Table, row: models.Model) -> dict[str, Any]:
    return {
        name: notation.write(row.schedule) if name == SCHEDULE else _plain(getattr(row, name))  # type: ignore[attr-defined]
        for name in table.fields
    }


def was_shown(thing: models.Model) -> bool:
    """Whether anybody but coordinators may have read it. A facility or hotline that never was may be edited freely."""
    if isinstance(thing, Facility):
        return thing.ever_listed
    return thing.ever_published if isinstance(thing, Hotline) else True


def read(kind: str, target: int) -> Face | None:
    """The face of what stands in the database; None where there is nothing."""
    return faces(kind, [target]).get(target)


def faces(kind: str, ids: Iterable[int]) -> dict[int, Face]:
    tables = TABLES.get(kind, ())
    related = [f"{table.name}__dated" if table.model is OpeningHours else table.name for table in tables]
    things = MODELS[kind]._default_manager.filter(pk__in=ids).prefetch_related(*related)
    return {thing.pk: fields_of(thing) | {one.name: one.rows(thing) for one in tables} for thing in things}


@transaction.atomic
def put(kind: str, target: int | None, face: Face) -> int:
    """Make it read so; without a target it is made, with an empty face it is deleted. Returns its id.

    Raises ValidationError where it cannot stand.
    """
    model = MODELS[kind]
    thing: Any = model() if target is None else model._default_manager.select_for_update().get(pk=target)
    if not face:
        thing.delete()
        return target or 0
    for name in FIELDS[kind]:
        setattr(thing, name, _meant(thing, name, face[name]))
    if isinstance(thing, Organisation):
        refuse_namesake(thing)
    thing.full_clean()
    thing.save()
    for table in TABLES.get(kind, ()):
        _put_rows(thing, table, face[table.name])
    publish(thing)
    return int(thing.pk)


def publish(thing: models.Model) -> None:
    """Bring what the public reads in line with a thing that changed."""
    if isinstance(thing, Facility):
        refresh([thing.pk])
    elif isinstance(thing, Organisation):
        refresh(list(thing.facilities.values_list("pk", flat=True)))
    else:
        Revision.change(thing.revision)  # type: ignore[attr-defined]


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
            setattr(made, name, _meant(made, name, said[name]))
    if isinstance(made, OpeningHours):
        made.keep(notation.read(said[SCHEDULE]))
    else:
        made.full_clean()
        made.save()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, models.TextChoices) else value


def _meant(thing: models.Model, name: str, value: Any) -> Any:
    """A value of JSON as the field's own type."""
    field: Any = thing._meta.get_field(name)
    return field.to_python(value) if value is not None else None
