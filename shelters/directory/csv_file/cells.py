"""The grammar of a directory file's cells, both ways.

`value | option=text | option=text`, and for lists such items with `;` between them. `\\` keeps the next character.
Options: `source` and `date` where they differ from the row's own, `for` (public, caseworkers), `if` (a condition),
`label` (of a phone).
"""

import re
from dataclasses import dataclass, field
from datetime import date

OPTIONS = ("source", "date", "for", "if", "label")


class BadCell(ValueError):
    """A cell that cannot be read; the message is for whoever wrote it."""


@dataclass
class Cell:
    value: str
    options: dict[str, str] = field(default_factory=dict)


def read_list(text: str) -> list[Cell]:
    """All items of a cell; an empty cell has none."""
    return [read(item) for item in _split(text, ";") if item.strip()]


def read(text: str) -> Cell:
    """One item. Raises BadCell."""
    value, *rest = _split(text, "|")
    options: dict[str, str] = {}
    for piece in rest:
        name, equals, said = piece.partition("=")
        if not equals or name.strip() not in OPTIONS:
            raise BadCell(piece.strip())
        options[name.strip()] = _plain(said.strip())
    return Cell(_plain(value.strip()), options)


def write(cell: Cell) -> str:
    """The text that `read` reads as this cell."""
    return " | ".join([_guarded(cell.value), *(f"{name}={_guarded(said)}" for name, said in cell.options.items())])


def write_list(cells: list[Cell]) -> str:
    return "; ".join(write(cell) for cell in cells)


def day(text: str) -> date | None:
    """An ISO day, or None for an empty text. Raises BadCell."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadCell(text) from error


def _split(text: str, separator: str) -> list[str]:
    """Cut at the separators that no backslash keeps; the backslashes stay for `_plain`."""
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
