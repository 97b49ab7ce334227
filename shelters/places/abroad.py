"""Names of countries and of towns abroad, so that a search there can say so."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from . import words
from .folding import fold
from .mentions import TypedText

_FILE = Path(__file__).parent.parent / "data" / "abroad.csv"
_LONGEST = 3  # words of a name
SLIPS_FROM = 7  # letters


@cache
def _names(kind: str) -> frozenset[str]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [row["names"].split("|") for row in csv.DictReader(file) if row["kind"] == kind]
    keys = {fold(name).replace(" ", "") for names in rows for name in names} - {""}
    return frozenset(keys | {stem for key in keys if (stem := words.russian_stem(key))})


def names_a_country(reading: TypedText) -> bool:
    """Whether a text names another country: “Astara, İran” and “Culfa İran” are not ours.

    A part of the text alone, or what is left beside names. Who came from there (“Rusiyadan”) is here.
    """
    left = [[reading.words[at] for at in part if at in reading.unexplained] for part in reading.parts]
    named = [run for run in left if _is_known(run, "country")]
    return any(not (reading.mentions and words.is_from(run)) for run in named)


def names_a_town(reading: TypedText) -> bool:
    """Whether some words of the text are the name of a town or country abroad."""
    return any(
        _is_known(run, kind)
        for part in reading.parts
        for run in _runs(reading.content(part))
        for kind in ("city", "town", "country")
    )


@cache
def spellings() -> list[str]:
    """Names of great or near cities that are long enough to tell a slip from another name."""
    return [name for name in _names("city") if len(name) >= SLIPS_FROM]


def _runs(some: Sequence[str]) -> list[Sequence[str]]:
    return [some[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(some) - size + 1)]


def _is_known(run: Sequence[str], kind: str) -> bool:
    key = "".join(run)
    known = _names(kind)
    return bool(key) and (key in known or words.russian_stem(key) in known or any(s in known for s in words.stems(key)))
