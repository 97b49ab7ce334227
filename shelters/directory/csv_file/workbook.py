"""Excel workbooks (.xlsx): the cells of the first sheet as text, and a sheet of text.

A workbook is a packed folder from a stranger. It may be small and only hold cells: no macros, links or entities.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .encoding import how_to_save
from .errors import WHOLE_LINE, BadFile, Mistake

MAGIC = b"PK\x03\x04"
PACKED = 2 * 1024 * 1024  # bytes
UNPACKED = 20 * 1024 * 1024
_ROWS, _COLUMNS = 10_000, 300
_FORBIDDEN = re.compile(r"vba|macro|externalLink|activeX|embeddings|connections\.xml|customUI|ctrlProps", re.IGNORECASE)


def rows(content: bytes) -> list[list[str]]:
    """The cells as people read them. A row keeps its number. Raises BadFile."""
    try:
        _check(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        return list(_cells(book.worksheets[0]))
    except BadFile:
        raise
    except Exception as error:  # a damaged part ends in any error of four libraries
        raise BadFile([Mistake(1, WHOLE_LINE, how_to_save())]) from error


def _check(content: bytes) -> None:
    """Look at the packed folder before anything is unpacked. Raises BadFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        parts = folder.infolist()
        if len(content) > PACKED or sum(part.file_size for part in parts) > UNPACKED or len(parts) > 1_000:
            raise _refused(_("This workbook is too large."))
        kinds = folder.read("[Content_Types].xml")
        if any(_FORBIDDEN.search(part.filename) for part in parts) or b"macroEnabled" in kinds:
            raise _refused(_("This workbook has macros, or links to others. Save it as .xlsx without them."))
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")) and b"<!" in folder.read(part).replace(b"<!--", b""):
                raise _refused(how_to_save())


def _refused(reason: str) -> BadFile:
    return BadFile([Mistake(1, WHOLE_LINE, reason)])


def _cells(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # the size that a file states may be wrong
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > _ROWS or len(row) > _COLUMNS:
            raise _refused(_("This workbook is too large."))
        for cell in row:
            if cell.data_type in ("f", "e"):
                words = _("A cell holds a formula. Copy it and paste it as a value.")
                raise BadFile([Mistake(number, cell.coordinate, words)])
        yield [_text(cell.value) for cell in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def write(file: IO[bytes], lines: Iterable[list[str]]) -> None:
    """Write a workbook of which each cell is text: Excel changes no number, day or formula in it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            cell = sheet.cell(number, column)
            cell.number_format = "@"
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"  # a text that begins with = is no formula
    sheet.freeze_panes = "B2"
    book.save(file)
