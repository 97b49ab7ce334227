"""Files as table programs and people save them: each is read right, or refused by line and column."""

from pathlib import Path

import pytest
from django.db import transaction

from shelters.directory.csv_file import BadFile, import_directory
from shelters.directory.csv_file.importer import import_text
from shelters.directory.csv_file.sheet import decoded
from shelters.models import Facility
from shelters.places.gazetteer import Gazetteer

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).with_name("saved")
ROW = ("test-merkez", "Şəki Dəstək Mərkəzi", "Şəki", ["+994124041234"], ["legal_aid", "mental_health"], "2026-03-01")
WHOLE = [(1, "-")]
REFUSED = {
    "02-excel-az-semicolon-cp1254": [(2, "-")],  # ə is lost in it
    "03-excel-comma-cp1254": [(2, "-")],
    "04-excel-cp1251-ru": [(2, "-")],
    "15-merged-cells": [(3, "organisation"), (3, "organisation_type"), (3, "source")],
    "17-formula": [(2, "name_az")],  # an address in a name
    "18-phone-sci": [(2, "phones")],
    "21-dead-numbers": [(7, "phones")],  # the others are repaired
    "28-null-bytes": [(2, "-")],
    "29-smart-quotes": [(2, column) for column in ("confidential", "listed", "organisation", "organisation_type")],
    "31-mojibake": [(2, "name_az")],
    "32-swapped-latlon": [(2, "lat")],
    "33-outside-country": [(2, "lat")],
    "34-far-from-town": [(2, "lat")],
    "35-degrees-comma-text": [(2, "lat"), (2, "lon")],
    "36-future-date": [(2, "source_date")],
    "39-xlsx-renamed": WHOLE,  # the beginning of a workbook
    "40-html-table": WHOLE,
    "43-town-baku": [(6, "town")],  # two places are called Füzuli
    "44-all-accepted": [(7, "lat"), (8, "lat"), (9, "lat"), (10, "source_date"), (11, "hours"), (12, "name_az")],
    "46-future-options": [(2, "basis_date"), (2, "services")],
}
READ = {
    "16-nfd": [("test-merkez", "İsmayıllı Mərkəzi", "İsmayıllı", *ROW[3:])],
    "30-duplicate-facility": [ROW, ("test-merkez-2", *ROW[1:])],  # with a warning
    "37-key-case": [("Test-Merkez", *ROW[1:]), ROW],  # with a warning
    "45-excel-round-trip-before": [(f"rt-{one}", f"RT {one.upper()}", *ROW[2:]) for one in "ab"],
}


def as_read(path: Path) -> object:
    """The facilities that a file makes, or where it is wrong. Nothing of it stays."""
    try:
        import_directory(path)
    except BadFile as error:
        assert not Facility.objects.exists() and all(str(mistake.reason) for mistake in error.mistakes)
        return [(mistake.line, mistake.column) for mistake in error.mistakes]
    return [
        (
            *(one.key, one.name_az, one.place.name_az, [phone.number for phone in one.phones.all()]),
            sorted(one.provisions.values_list("service", flat=True)),
            str(one.provisions.values_list("stated_on", flat=True)[0]),
        )
        for one in Facility.objects.order_by("key")
    ]


def test_each_file_is_read_right_or_refused_by_line_and_column(monkeypatch):
    known = Gazetteer.load()
    monkeypatch.setattr(Gazetteer, "load", lambda: known)
    files = sorted(FOLDER.iterdir())
    assert len(files) == 45 and {*REFUSED, *READ} <= {path.stem for path in files}
    for path in files:
        with transaction.atomic():
            assert as_read(path) == REFUSED.get(path.stem, READ.get(path.stem, [ROW])), path.name
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["30-duplicate-facility.csv", "37-key-case.csv"])
def test_two_rows_of_a_name_and_number_warn(name):
    told: list[str] = []
    import_text(decoded((FOLDER / name).read_bytes()), told.append)
    assert len(told) == 2
