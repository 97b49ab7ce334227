"""A workbook goes out and comes back unchanged; one with more than cells, or too much, is refused."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command

from shelters.directory.csv_file import BadFile, import_directory, workbook
from shelters.directory.csv_file.sheet import decoded
from shelters.models import Facility, Organisation, Proposal
from tests.support import lists
from tests.support.files import ROW, book_of, exported
from tests.support.pages import text_of
from tests.support.proposals import url

pytestmark = pytest.mark.django_db


def with_part(name, content, base=None):
    file = io.BytesIO(base or book_of(list(ROW), list(ROW.values())))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(name, content)
    return file.getvalue()


@pytest.mark.both
def test_the_loaded_directory_goes_out_as_a_workbook_and_comes_back(directory, tmp_path):
    first = exported()
    assert first.startswith("\ufeffkey;organisation;")
    call_command("export_directory", tmp_path / "list.xlsx")
    Facility.objects.all().delete()
    Organisation.objects.all().delete()
    assert import_directory(tmp_path / "list.xlsx") > 5
    assert exported() == first
    assert (tmp_path / "list.xlsx").stat().st_mode & 0o777 == 0o600


def damaged(name, old, new):
    """A workbook with a part that was changed by hand."""
    file, whole = io.BytesIO(), zipfile.ZipFile(io.BytesIO(book_of(list(ROW), list(ROW.values()))))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        for part in whole.namelist():
            content = whole.read(part)
            folder.writestr(part, content.replace(old, new) if part == name else content)
    return file.getvalue()


def test_cells_of_other_kinds(tmp_path):
    row = ROW | {"source_date": date(2026, 3, 1), "lat": 41.1975, "lon": 47.1706, "beds": 12.0}
    row |= {"listed": False, "phones": 124041234}
    (tmp_path / "list.xlsx").write_bytes(book_of([], list(row), [], list(row.values()), []))
    import_directory(tmp_path / "list.xlsx")
    made = Facility.objects.get()
    assert (made.lat, str(made.phones.get()), str(made.provisions.first().stated_on)) == (
        41.1975,
        "(012) 404 12 34",
        "2026-03-01",
    )


@pytest.mark.parametrize(
    "content",
    [
        *(with_part(name, b"x") for name in ("xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml")),
        with_part("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        with_part("xl/media/zeros.bin", b"\0" * (workbook.UNPACKED + 1)),
        book_of(list(ROW), ["=1+1", *list(ROW.values())[1:]]),
        book_of(list(ROW), list(ROW.values()))[:-400],
        damaged("xl/workbook.xml", b"<workbook", b'<?xml version="1.0" encoding="utf-9"?><workbook'),
        damaged("xl/workbook.xml", b"sheetId=", b"sh1etId="),
        damaged("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="999999999"'),
    ],
    ids=["macros", "links", "entities", "bomb", "formula", "cut", "encoding", "attribute", "far"],
)
def test_a_workbook_with_more_than_cells_is_refused(content):
    with pytest.raises(BadFile):
        decoded(content)


def test_the_page_takes_a_workbook_with_a_new_organisation(leyla, nigar):
    answer = lists.hand_in(leyla, lists.look(leyla, book_of(list(ROW), list(ROW.values())), "list.xlsx"))
    assert answer.status_code == 302 and not Facility.objects.exists()
    page = nigar.get(answer.headers["Location"])
    assert page.status_code == 200 and "teskilat" in text_of(page)
    assert nigar.post(url(Proposal.objects.get(), "confirm")).status_code == 200
    assert Facility.objects.get().organisation.key == "teskilat"
    assert leyla.get(url(Proposal.objects.get())).status_code == 200


def test_the_page_names_the_mistakes_and_has_a_template(leyla):
    assert "In Excel choose" in text_of(lists.look(leyla, b"\xd0\xcf\x11\xe0"))
    assert "/work/directory/template.xlsx" in leyla.get("/work/directory/").content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(leyla.get("/work/directory/template.xlsx").content)).active
    assert sheet.cell(1, 1).value == "key" and sheet.cell(1, 1).number_format == "@"
