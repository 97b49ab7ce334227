"""The values of cells as people and table programs write them."""

import math
import re
from datetime import date

from ...codes.public import SourceKind

_YES = {"yes", "bəli", "beli", "hə", "да", "true", "doğru", "истина"}
_NO = {"no", "xeyr", "yox", "нет", "false", "yalan", "yanlış", "ложь"}
_MIDNIGHT = r"(?:[ T]00:00(?::00)?)?"
_DAY_FIRST = re.compile(rf"(\d\d?)\.(\d\d?)\.(\d{{4}}){_MIDNIGHT}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d){_MIDNIGHT}", re.ASCII)


def small(text: str) -> str:
    return text.replace("İ", "i").lower().strip()


def yes_or_no(text: str) -> str:
    """`yes`, `no`, or the text itself in small letters."""
    said = small(text)
    return "yes" if said in _YES else "no" if said in _NO else said


def code(text: str) -> str:
    """A code of ours: in small letters, with _ between words."""
    return re.sub(r"[\s-]+", "_", yes_or_no(text))


def source_kind(text: str) -> str:
    """The code of a kind of source. Empty: it is not named."""
    return code(text) or SourceKind.UNNAMED.value


def number(text: str) -> str:
    """A number with a decimal point, without a decimal that says nothing: `41,19` is 41.19, `12.0` is 12.

    `1.000` and `1,000` stay as they are: they may mean a thousand.
    """
    plain = re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", text.strip())
    return re.sub(r"\.00?$", "", plain)


def degrees(text: str) -> float:
    """A number, or nan."""
    try:
        return float(number(text))
    except ValueError:
        return math.nan


def day(text: str) -> date | None:
    """A day as 2026-03-20 or 20.03.2026, also at midnight. None for an empty text. Raises ValueError."""
    if not text:
        return None
    day_first, year_first = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    if day_first:
        return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
    if year_first:
        return date(int(year_first[1]), int(year_first[2]), int(year_first[3]))
    raise ValueError(text)
