"""Write the directory as a file that `importer` can read."""

import csv
import io
from collections import Counter
from datetime import date
from typing import IO, Any, TextIO

from ...codes.public import Basis, Visibility
from ...codes.staff import ProposalKind
from ...faces import bound
from ...models.admission import AdmissionRule
from ...models.facility import Facility
from ...models.place import Place
from ...models.sourced import Sourced
from ...places import gazetteer
from . import cells, workbook
from .cells import Cell
from .columns import COLUMNS, FACTS, ORGANISATION_NAMES, PARTS, POINT, SONS, SWITCHES, TEXTS, FactColumn
from .parts import ALL, PUBLIC

BYTE_ORDER_MARK = "\ufeff"
_RELATED = ("provisions", "phones", "only_for", "figures", "rules", "facts", "hours")
Origin = tuple[str, str, str, date | None]


def export_directory(file: TextIO, *, public: bool = False) -> int:
    """Write every facility as Excel in Azerbaijan opens it. Returns how many there are.

    `public`: listed facilities that are neither hidden nor only reported, without what is for caseworkers.
    """
    places = gazetteer.Gazetteer.load()
    right = bound.put_back(ProposalKind.FACILITY, Facility.objects.values_list("pk", flat=True))
    facilities = Facility.objects.filter(pk__in=right).select_related("organisation").order_by("key")
    if public:
        facilities = facilities.listed().filter(confidential=False).exclude(basis=Basis.REPORTED)
    rows = [_row(one, places, public) for one in facilities.prefetch_related(*_RELATED, "hours__dated")]
    columns = [column for column in COLUMNS if not (public and column == "notes")]
    _written(file, columns, rows)
    return len(rows)


def export_workbook(file: IO[bytes], *, public: bool = False) -> int:
    """The same as .xlsx, in which Excel changes nothing. Returns how many there are."""
    text = io.StringIO(newline="")
    number = export_directory(text, public=public)
    text.seek(len(BYTE_ORDER_MARK))
    workbook.write(file, csv.reader(text, delimiter=";"))
    return number


def template(file: TextIO) -> int:
    """The headings alone, to be filled in."""
    _written(file, COLUMNS, [])
    return 0


def template_workbook(file: IO[bytes]) -> int:
    """The same as .xlsx."""
    workbook.write(file, [COLUMNS])
    return 0


def _written(file: TextIO, columns: list[str], rows: list[dict[str, Any]]) -> None:
    writer = csv.DictWriter(file, columns, delimiter=";", lineterminator="\n", extrasaction="ignore")
    file.write(BYTE_ORDER_MARK)
    writer.writeheader()
    for row in rows:
        writer.writerow({column: cells.guard_formula(str(value)) for column, value in row.items()})


def _row(facility: Facility, places: gazetteer.Gazetteer, public: bool) -> dict[str, Any]:
    facts = [fact for name in _RELATED for fact in getattr(facility, name).all()]
    if public:
        facts = [fact for fact in facts if getattr(fact, "visible_to", Visibility.PUBLIC) == Visibility.PUBLIC]
    source, page, kind, day = usual = _usual_origin(facts, facility)
    row: dict[str, Any] = {column: getattr(facility, column) or "" for column in TEXTS}
    row |= {column: "yes" if getattr(facility, column) else "no" for column in SWITCHES}
    row |= {column: "" if getattr(facility, column) is None else repr(getattr(facility, column)) for column in POINT}
    row |= {name: getattr(facility.organisation, name.replace("organisation", "name")) for name in ORGANISATION_NAMES}
    row |= {
        "key": facility.key,
        PARTS: PUBLIC if public else ALL,
        "organisation": facility.organisation.key,
        "organisation_type": facility.organisation.type,
        "town": _town(places.places[facility.place_id], places),
        "basis_date": facility.basis_date or "",
        "source": source,
        "source_url": page,
        "source_kind": kind,
        "source_date": day or "",
        SONS: next((f.sons_up_to for f in facts if isinstance(f, AdmissionRule) and f.sons_up_to is not None), ""),
    }
    for column in FACTS:
        here = [fact for fact in facts if _stands_in(column, fact)]
        row[column.name] = cells.write_list([_cell(column, fact, usual) for fact in here])
    return row


def _usual_origin(facts: list[Any], facility: Facility) -> Origin:
    """The source, page, kind and day that most facts of the row have. Few cells must then name their own."""
    counted = Counter((fact.source, fact.source_url, fact.source_kind, fact.stated_on) for fact in facts)
    if counted:
        return counted.most_common(1)[0][0]
    name = facility.basis_source or ("" if facility.basis_url else "-")
    return name, facility.basis_url, facility.basis_kind, facility.basis_date


def _stands_in(column: FactColumn, fact: Sourced) -> bool:
    return isinstance(fact, column.model) and all(getattr(fact, name) == said for name, said in column.fixed.items())


def _cell(column: FactColumn, fact: Any, usual: Origin) -> Cell:
    cell = column.cell(fact)
    if column.seen_by and fact.visible_to != column.seen_by:
        cell.options["for"] = fact.visible_to
    if (fact.source, fact.source_url) != usual[:2]:
        named = {"source": fact.source, "url": fact.source_url}
        cell.options |= {name: said for name, said in named.items() if said}
    if fact.source_kind != usual[2]:
        cell.options["kind"] = fact.source_kind
    if fact.stated_on != usual[3]:
        cell.options["date"] = fact.stated_on.isoformat() if fact.stated_on else ""
    return cell


def _town(place: Place, places: gazetteer.Gazetteer) -> str:
    """The name with its rayon. The GeoNames id, if that still names several places."""
    text = f"{place.name_az}, {place.rayon.name_az}"
    return text if places.resolve(text) == gazetteer.Found(place) else f"#{place.pk}"
