"""Read a file into the directory: all or nothing. Each mistake has its line, column and reason."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from ...codes.public import Group
from ...codes.staff import ProposalKind
from ...faces import bound
from ...hours.notation import BadHours
from ...models.facility import Facility, Organisation, Phone
from ...models.place import Place
from ...places import gazetteer
from ...published.refresh import refresh
from .. import doubles
from ..organisations import refuse_namesake
from . import cells, errors, parts, values
from .cells import BadCell, Cell
from .columns import (
    FACTS,
    MOTHERS,
    ORGANISATION_NAMES,
    PARTS,
    POINT,
    READ,
    REQUIRED,
    SONS,
    SWITCHES,
    TEXTS,
    FactColumn,
    each_number_once,
    wrong_headings,
)
from .errors import WHOLE_LINE, BadFile, not_csv
from .noted import UNREADABLE, Noted
from .sheet import decoded, plain

_TOO_MANY = "…"


def silent(words: str) -> None:
    """Nobody listens."""


def import_directory(path: Path, *, dry_run: bool = False, warn: Callable[[str], None] = silent) -> int:
    """Take a whole file (CSV or .xlsx), or raise BadFile and take nothing.

    Returns how many facilities it holds. `dry_run` does everything, then undoes it.
    """
    text = decoded(path.read_bytes())
    with transaction.atomic():
        number = import_text(text, warn)
        if dry_run:
            transaction.set_rollback(True)
    return number


@transaction.atomic
def import_text(text: str, warn: Callable[[str], None] = silent) -> int:
    """Take a list, or raise BadFile and take nothing. Returns how many facilities it holds; `warn` hears of doubles."""
    reading = _Import(text)
    number = reading.run()
    for words in doubles.warnings(reading.written):
        warn(words)
    return number


class _Import(Noted):
    """A single reading of a file. Rows with mistakes are written as far as possible; in the end all is undone."""

    def __init__(self, text: str) -> None:
        super().__init__()
        lines = plain(text)
        self.reader = csv.DictReader(io.StringIO(lines.lstrip("\n"), newline=""), restkey=_TOO_MANY, strict=True)
        self.above = len(lines) - len(lines.lstrip("\n"))
        self.places = gazetteer.Gazetteer.load()
        self.written: dict[str, int] = {}
        # What somebody wrote into the database is put back first; what cannot be, no list makes right.
        self.right = bound.put_back(ProposalKind.FACILITY, Facility.objects.values_list("pk", flat=True))

    def run(self) -> int:
        try:
            self.check_header()
            for row in self.rows():
                self.take(row)
                if len(self.mistakes) > errors.MOST:
                    break  # a row costs a look at the database
        except csv.Error as error:
            self.wrong(WHOLE_LINE, not_csv(error))
        if self.mistakes:
            raise BadFile(self.mistakes)
        # A card names the organisation, so the organisation's other facilities change too.
        theirs = Facility.objects.filter(organisation__facilities__in=self.written.values()).distinct()
        refresh(list(self.right.intersection(theirs.values_list("pk", flat=True)) | {*self.written.values()}))
        return len(self.written)

    def check_header(self) -> None:
        for column, reason in wrong_headings(list(self.reader.fieldnames or [])):
            self.wrong(column, reason)
        if self.mistakes:
            raise BadFile(self.mistakes)

    def rows(self) -> Iterator[dict[str, str]]:
        while True:
            self.line = self.above + self.reader.line_num + 1
            row = next(self.reader, None)
            if row is None:
                return
            self.line = self.above + self.reader.line_num - "".join(map(str, row.values())).count("\n")
            if _TOO_MANY in row or None in row.values():
                self.wrong(WHOLE_LINE, _("This line has not as many cells as the header."))
            else:
                self.check_letters(row)
                yield {column: cells.unguard_formula(cell.strip()).strip() for column, cell in row.items()}

    def take(self, row: dict[str, str]) -> None:
        before = len(self.mistakes)
        for column in REQUIRED:
            if not row[column] and not (column == "source" and row.get("source_url")):
                self.wrong(column, _("This may not be empty."))
        if not parts.is_known(row):
            self.wrong(PARTS, _("Write all or public."))
        if row["key"] in self.written:
            self.wrong("key", _("This key stands here twice."))
        if len(self.mistakes) > before:
            return
        self.written[row["key"]] = 0
        facility = self.facility(row)
        if facility:
            self.written[row["key"]] = facility.pk
            self.facts(row, facility)

    def facility(self, row: dict[str, str]) -> Facility | None:
        """The facility of a row, made or changed. None: it has mistakes."""
        facility = Facility.objects.filter(key=row["key"]).first() or Facility(key=row["key"])
        if facility.pk and facility.pk not in self.right:
            self.wrong("key", str(bound.ALTERED))
            return None
        for column in TEXTS:
            if column in row:
                said = READ.get(column, str)(row[column])
                setattr(facility, column, said or (None if column == "address" else ""))
        for column in SWITCHES:
            if column in row:
                setattr(facility, column, self.switch(column, row[column]))
        if POINT[0] in row:
            point = [self.degrees(column, row[column]) for column in POINT]
            facility.lat, facility.lon = (None, None) if UNREADABLE in point else point
        if "basis_date" in row:
            facility.basis_date = self.day("basis_date", row["basis_date"])
        place, organisation = self.town(row["town"]), self.organisation(row)
        if place is None or organisation is None:
            return None
        facility.place, facility.organisation = place, organisation
        return self.save(facility, {"place": "town", "__all__": "key"})

    def organisation(self, row: dict[str, str]) -> Organisation | None:
        key = row["organisation"]
        organisation = Organisation.objects.filter(key=key).first() or Organisation(key=key)
        organisation.type = values.code(row["organisation_type"])
        for column in ORGANISATION_NAMES:
            if column in row:
                setattr(organisation, column.replace("organisation", "name"), row[column])
        try:
            refuse_namesake(organisation)
        except ValidationError as error:
            self.wrong("organisation", error.messages[0])
            return None
        return self.save(organisation, {"key": "organisation", "type": "organisation_type", "__all__": "organisation"})

    def town(self, text: str) -> Place | None:
        number = int(text[1:]) if text.startswith("#") and text[1:].isdecimal() and len(text) < 20 else None
        if number in self.places.places:
            return self.places.places[number]
        answer = self.places.resolve(text)
        if isinstance(answer, gazetteer.Found) and answer.exact and not answer.namesakes:
            return answer.place
        names = "; ".join(f"{place.name_az}, {place.rayon.name_az}" for place in gazetteer.meant(answer)) or "?"
        self.wrong("town", _("“%(text)s” is not one place. Is it: %(names)s") % {"text": text, "names": names})
        return None

    def facts(self, row: dict[str, str], facility: Facility) -> None:
        """Replace the facts of each column that the file has."""
        day = self.day("source_date", row.get("source_date", ""))
        if row.get(SONS) and not row[MOTHERS]:
            self.wrong(SONS, _("This belongs to a rule on women with children."))
        for column in FACTS:
            if column.name not in row:
                continue
            replaced = parts.replaced(row, column, facility)
            places = parts.positions(row, replaced)
            replaced.delete()
            for place, cell in zip(places, self.cells(column, row[column.name]), strict=False):
                try:
                    fact = self.save(self.fact(column, cell, place, facility, row, day), {}, column.name)
                except BadHours as error:
                    self.wrong(column.name, error.words)
                    continue
                if fact and column.after:
                    column.after(fact, cell)

    def cells(self, column: FactColumn, text: str) -> list[Cell]:
        try:
            found = cells.read_list(text) if column.many else [cells.read(text)] if text else []
        except BadCell as error:
            self.wrong(column.name, _("“%(text)s” is no option of a cell.") % {"text": error})
            return []
        return each_number_once(found) if column.model is Phone else found

    def fact(
        self, column: FactColumn, cell: Cell, place: int, facility: Facility, row: dict[str, str], day: date | None
    ) -> models.Model:
        fields = column.fields(cell, place)
        if column.seen_by:
            fields["visible_to"] = cell.options.get("for", column.seen_by)
        if column.fixed.get("group") == Group.WOMAN_WITH_CHILDREN and row.get(SONS):
            fields[SONS] = row[SONS]
        said_on = self.day(column.name, cell.options["date"]) if "date" in cell.options else day
        fields["source"] = cell.options.get("source", "" if "url" in cell.options else row["source"])
        fields["source_url"] = cell.options.get("url", "" if "source" in cell.options else row.get("source_url", ""))
        fields["source_kind"] = values.source_kind(cell.options.get("kind", row.get("source_kind", "")))
        fact: models.Model = column.model(facility=facility, stated_on=said_on, **column.fixed, **fields)
        return fact
