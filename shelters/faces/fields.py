"""Everything that the public or a caseworker reads of a facility, a hotline, an organisation or a moved day.

A face is a dict of plain JSON values: the fields of its kind, and for each of its tables a list of rows. Counts of beds
and confirmations are no part of a face.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from ..codes.staff import ProposalKind
from ..codes.wording import LANGUAGES
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
from ..models.sourced import SOURCED

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


def standing(kind: str, ids: Iterable[int]) -> dict[int, Face]:
    """The faces of things as their rows stand."""
    tables = TABLES.get(kind, ())
    related = [f"{table.name}__dated" if table.model is OpeningHours else table.name for table in tables]
    things = MODELS[kind]._default_manager.filter(pk__in=ids).prefetch_related(*related)
    return {thing.pk: face_of(kind, thing) for thing in things}


def face_of(kind: str, thing: models.Model, but: str = "") -> Face:
    """The face of a thing as its rows stand, without the table `but`."""
    tables = (table for table in TABLES.get(kind, ()) if table.name != but)
    return fields_of(thing) | {table.name: table.rows(thing) for table in tables}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, models.TextChoices) else value
