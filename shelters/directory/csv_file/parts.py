"""Which parts of a facility a row holds: all, or only what the public may read. The column `parts` says it.

A row of public parts leaves alone what is for caseworkers only: it came from a list that does not name it.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Any

from ...codes.public import Visibility
from . import values
from .columns import PARTS, FactColumn

ALL, PUBLIC = "all", "public"


def is_known(row: Mapping[str, str]) -> bool:
    return values.code(row.get(PARTS, "")) in ("", ALL, PUBLIC)


def replaced(row: Mapping[str, str], column: FactColumn, facility: Any) -> Any:
    """The facts of a facility that a row's cell takes the place of."""
    there = column.model._default_manager.filter(facility=facility, **column.fixed)
    # A single fact that stands in the cell takes the place of a hidden one too: there can be only one.
    if not _is_public(row) or not column.seen_by or (row[column.name] and not column.many):
        return there
    return there.filter(visible_to=Visibility.PUBLIC)


def positions(row: Mapping[str, str], facts: Iterable[Any]) -> Iterable[int]:
    """Where the facts of a cell stand in their order. Public numbers keep their places among the hidden ones."""
    if not _is_public(row):
        return count()
    kept = sorted(fact.position for fact in facts if hasattr(fact, "position"))
    return chain(kept, count(kept[-1] + 1 if kept else 0))


def _is_public(row: Mapping[str, str]) -> bool:
    return values.code(row.get(PARTS, "")) == PUBLIC
