"""The grammar of a directory file's cells: read and write.

A cell is `value | option=text | option=text`. A list has such items with `;` between them. `\\` keeps the next
character. `source`, `url` (its page), `kind` (of source) and `date` are options where they differ from the row's own.
A cell with `source` or `url` takes neither from the row. The other options are `for` (public, caseworkers), `if` (a
condition) and `label` (of a phone). These are Azerbaijani; with _ru and _en they are in the other languages.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from ...models.sourced import check_stated_on
from . import values

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")  # the last so that a quote of somebody's own comes back as it was
OPTIONS = ("source", "url", "kind", "date", "for", "if", "if_ru", "if_en", "label", "label_ru", "label_en")


class BadCell(ValueError):
    """A cell that cannot be read. The message is for the person who wrote it."""


@dataclass
class Cell:
    value: str
    options: dict[str, str] = field(default_factory=dict)


def read_list(text: str) -> list[Cell]:
    """All items of a cell. An empty cell has none."""
    return [read(item) for item in _split(text, ";") if item.strip()]


def read(text: str) -> Cell:
    """An item of a cell. Raises BadCell."""
    value, *rest = _split(text, "|")
    options: dict[str, str] = {}
    for piece in rest:
        name, equals, said = piece.partition("=")
        if not equals or name.strip() not in OPTIONS:
            raise BadCell(piece.strip())
        options[name.strip()] = _plain(said.strip())
    if "for" in options:
        options["for"] = values.code(options["for"])
    return Cell(_plain(value.strip()), options)


def write(cell: Cell) -> str:
    """The text that `read` reads as this cell."""
    return " | ".join([_guarded(cell.value), *(f"{name}={_guarded(said)}" for name, said in cell.options.items())])


def write_list(cells: list[Cell]) -> str:
    return "; ".join(write(cell) for cell in cells)


def guard_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula. A quote before it makes it text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unguard_formula(text: str) -> str:
    """The cell without the quote of `guard_formula`."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


def day(text: str) -> date | None:
    """A day that a source may have, or None for an empty text. Raises BadCell, ValidationError."""
    try:
        found = values.day(text)
    except ValueError as error:
        raise BadCell(text) from error
    if found:
        check_stated_on(found)
    return found


def _split(text: str, separator: str) -> list[str]:
    """Cut at separators without a backslash before them. The backslashes stay for `_plain`."""
    pieces = [""]
    for kept, single in re.findall(r"(\\.)|(.)", text, re.DOTALL):
        if single == separator:
            pieces.append("")
        else:
            pieces[-1] += kept or single
    return pieces


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _guarded(text: str) -> str:
    return re.sub(r"([\\;|])", r"\\\1", " ".join(text.split()))
