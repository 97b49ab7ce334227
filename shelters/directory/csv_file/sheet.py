"""A file as people have it, as the one CSV that `importer` reads: commas, and the headings of docs/directory-file.md.

Lines keep their numbers. Rows and columns without any text are left out.
"""

import csv
import io
import re
import unicodedata

from . import workbook
from .columns import COLUMNS
from .encoding import how_to_save, text_of
from .errors import WHOLE_LINE, BadFile, Mistake, not_csv

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SEPARATORS = ",;\t"
Rows = list[tuple[int, list[str]]]  # each with the number of its first line


def decoded(content: bytes) -> str:
    """The text of a CSV file or a workbook. Raises BadFile."""
    if content.startswith(workbook.MAGIC):
        return _written(_of_workbook(workbook.rows(content)))
    if content.startswith(_OLD_EXCEL) or re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<", content):
        raise BadFile([Mistake(1, WHOLE_LINE, how_to_save())])
    return plain(text_of(content))


def plain(text: str) -> str:
    """The same for a text: with commas, plain headings and no empty rows or columns. Raises BadFile."""
    text = text.removeprefix("\ufeff")
    said = re.match(r'\s*"?sep=([;,\t])"?[;,\t]*(?:\n|$)', text, re.IGNORECASE)
    lines = f"\n{text[said.end() :]}" if said else text
    return _written(_rows(lines, said[1] if said else _separator(lines)))


def _of_workbook(rows: list[list[str]]) -> Rows:
    """Rows of the same length. A cell of several lines becomes a single line."""
    width = max(map(len, rows), default=0)
    padded = (row + [""] * (width - len(row)) for row in rows)
    return [(number, [" ".join(cell.split("\n")) for cell in row]) for number, row in enumerate(padded, start=1)]


def _separator(text: str) -> str:
    """The separator with which the first row has the most headings that we know."""
    header = next((line for line in text.split("\n") if line.strip(f"{_SEPARATORS} ")), "")

    def known(separator: str) -> int:
        cells = next(csv.reader([header], delimiter=separator), [])
        return sum(heading(cell) in COLUMNS for cell in cells)

    return max(_SEPARATORS, key=known)


def _rows(text: str, separator: str) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: Rows = []
    try:
        while True:
            number = reader.line_num + 1
            row = next(reader, None)
            if row is None:
                return found
            found.append((number, row))
    except csv.Error as error:
        raise BadFile([Mistake(number, WHOLE_LINE, not_csv(error))]) from error


def _written(rows: Rows) -> str:
    """The rows as one text. Before each stand as many empty lines as its number needs."""
    kept = [(number, [_trimmed(cell) for cell in row]) for number, row in rows if any(map(_trimmed, row))]
    if not kept:
        return ""
    kept[0] = (kept[0][0], [heading(cell) for cell in kept[0][1]])
    filled = {column for _number, row in kept for column, cell in enumerate(row) if cell}
    file, line = io.StringIO(newline=""), 1
    writer = csv.writer(file, lineterminator="\n")
    for number, row in kept:
        file.write("\n" * (number - line))
        cells = [cell for column, cell in enumerate(row) if column in filled]
        writer.writerow(cells)
        line = max(number, line) + 1 + sum(cell.count("\n") for cell in cells)
    return file.getvalue()


def _trimmed(cell: str) -> str:
    """A cell without invisible characters, and without the spaces around it."""
    visible = "".join(c for c in cell if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", visible.replace("\u00a0", " ").strip())


def heading(cell: str) -> str:
    """A heading in small letters, with _ for spaces."""
    return re.sub(r"[\s-]+", "_", _trimmed(cell).lower())
