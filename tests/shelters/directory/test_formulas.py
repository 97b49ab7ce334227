"""A spreadsheet that opens an exported list computes nothing, and the list comes back as it was."""

import csv
import io
from typing import Any

import pytest

from shelters.directory.csv_file import cells, export_directory, import_directory
from shelters.models import Facility
from tests.support import make

LIVE = ["=HYPERLINK(1)", "+994 12 404", "-1", "@SUM(A1)", "'quoted", "'=1", "''", "'", "\t=1", "plain", ""]


@pytest.mark.parametrize("text", LIVE)
def test_a_guard_comes_off_again(text):
    guarded = cells.guard_formula(text)
    assert guarded[:1] not in ("=", "+", "-", "@", "\t", "\r") and cells.unguard_formula(guarded) == text


@pytest.mark.django_db
def test_an_export_holds_no_formula_and_round_trips(tmp_path):
    names: Any = {"name_az": "=HYPERLINK(1)", "name_ru": "'=1", "name_en": "+SUM(A1)", "notes": "-1+1"}
    house = make.facility(phones=[{"number": "+994 12 404 12 34"}], **names)
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        export_directory(file)
    written = path.read_text(encoding="utf-8")
    for row in csv.reader(io.StringIO(written.lstrip("\ufeff")), delimiter=";"):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    Facility.objects.filter(pk=house.pk).update(**dict.fromkeys(names, "x"))
    make.refresh([house.pk])
    import_directory(path)
    house.refresh_from_db()
    assert {name: getattr(house, name) for name in names} == names
