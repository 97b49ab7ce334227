"""Names of countries and of towns abroad, so that a search there can say so."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from . import words
from .folding import fold
from .mentions import TypedText

_FILE = Path(__file__).parent.parent / "data" / "abroad.csv"
_TOWNS = ("city", "town")
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
    return any(_is_known(run, "country") for run in _left(reading)) or _is_a_namesake(reading)


def may_be_abroad(reading: TypedText) -> bool:
    """Whether a name of ours stands beside a word or a town of other countries, as in “Барда, Пермский край”."""
    beside_town = any(_is_known(run, kind) for left in _left(reading) for run in _runs(left) for kind in _TOWNS)
    return beside_town or _has_a_sign(reading) or (_shares_a_name(reading) and reading.words[0] == words.ON)


def is_spelled_abroad(reading: TypedText) -> bool:
    """Whether the whole text is a town abroad, letter by letter, and ours only by its sound: “Саки” is not Şəki."""
    key = "".join(reading.content())
    ours = any(mention.match.exact for mention in reading.mentions)
    return not ours and any(key in _names(kind) for kind in _TOWNS)


def _left(reading: TypedText) -> list[list[str]]:
    """Of each part the words that no name explains, without who came from there."""
    left = [[reading.words[at] for at in part if at in reading.unexplained] for part in reading.parts]
    return [run for run in left if not (reading.mentions and words.is_from(run))]


def _is_a_namesake(reading: TypedText) -> bool:
    """Whether a country of the name of a place here is meant: “остров Куба”, “Kuba Respublikası”, “Havana, Kuba”."""
    if not _shares_a_name(reading):
        return False
    republic = reading.says(words.REPUBLIC) and not reading.says(words.COUNTRY)
    return republic or _has_a_sign(reading) or any(_is_known(run, "city") for run in _left(reading))


def _shares_a_name(reading: TypedText) -> bool:
    return any(_is_known([reading.words[at] for at in mention.span], "shared") for mention in reading.mentions)


def _has_a_sign(reading: TypedText) -> bool:
    """Whether a word such as “island” or “oblast” stands outside the names that we know."""
    known = {number for mention in reading.mentions for number in mention.span}
    return any(
        words.is_one_of(word, words.ELSEWHERE) for number, word in enumerate(reading.words) if number not in known
    )


def names_a_town(reading: TypedText) -> bool:
    """Whether some words of the text are the name of a town or country abroad."""
    return any(
        _is_known(run, kind)
        for part in reading.parts
        for run in _runs(reading.content(part))
        for kind in (*_TOWNS, "country")
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
