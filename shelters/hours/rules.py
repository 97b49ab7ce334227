"""Read a whole schedule as people write it: our own notation, day names in three languages, and OpenStreetMap's values.

What is not understood for certain is refused by name. Nothing is left out in silence.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from ..codes.hours import AccessMode
from .day_hours import NO_DAYS, TWICE, BadHours, read_hours
from .day_names import plain
from .schedule import ALL_DAY, NOT_KNOWN, Dated, Hours, Schedule

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ENTRIES = {"walk-in": AccessMode.WALK_IN, "ring-first": AccessMode.RING_FIRST, "appointment": AccessMode.APPOINTMENT}
_OTHERS = ("holidays", "working-weekends")
_ALWAYS = ("always", "24/7", "7/24", "24x7", "gecə-gündüz", "круглосуточно")
_DAY = "|".join(DAYS)
_DATE = r"\d{4}-\d{2}-\d{2}"
_WHICH = re.compile(rf"(?:{_DATE}(?:\.\.{_DATE})?|(?:{_DAY})(?:\s?-\s?(?:{_DAY}))?|daily|{'|'.join(_OTHERS)})(?![\w-])")
_TIMES = re.compile(r"\d{1,2}(?:[:.]\d{2})?\s?-\s?\d{1,2}(?:[:.]\d{2})?\s?\??")


@dataclass
class _Rule:
    """Days, and the text of their hours."""

    days: list[str]
    hours: str
    listed: bool  # more times may follow after a comma


@dataclass
class _Read:
    week: list[Hours] = field(default_factory=lambda: [NOT_KNOWN] * 7)
    others: dict[str, Hours | None] = field(default_factory=dict)
    dated: list[Dated] = field(default_factory=list)
    entry: AccessMode = AccessMode.UNKNOWN
    named: set[str] = field(default_factory=set)

    def name(self, words: str) -> None:
        if words in self.named:
            raise BadHours(words, TWICE)
        self.named.add(words)

    def take(self, rule: _Rule) -> None:
        for which in rule.days:
            if which in _OTHERS:
                self.name(which)
                self.others[which] = None if rule.hours == "as-usual" else read_hours(rule.hours)
            elif which[0].isdigit():
                self.name(which)
                self.dated.append(_dated(which, read_hours(rule.hours)))
            elif which == "daily":
                self.all_days(which, read_hours(rule.hours))
            else:
                self.days(which, read_hours(rule.hours))

    def all_days(self, words: str, hours: Hours) -> None:
        """Hours of each day. Single days may follow, and may not stand before."""
        if self.named & {*DAYS, "daily", "always"}:
            raise BadHours(words, TWICE)
        self.named.add("daily")
        self.week = [hours] * 7

    def days(self, which: str, hours: Hours) -> None:
        first, dash, last = (part.strip() for part in which.partition("-"))
        start, end = DAYS.index(first), DAYS.index(last if dash else first)
        if end < start:
            raise BadHours(which)
        for day in range(start, end + 1):
            self.name(DAYS[day])
            self.week[day] = hours

    def keyword(self, words: str) -> None:
        if words in ENTRIES:
            if self.entry != AccessMode.UNKNOWN:
                raise BadHours(words, TWICE)
            self.entry = ENTRIES[words]
        elif words in _ALWAYS:
            if self.named & {*_OTHERS}:
                raise BadHours(words, TWICE)
            self.all_days(words, ALL_DAY)
            self.others = {"holidays": None, "working-weekends": None}


def read(text: str) -> Schedule:
    """A whole schedule. Raises BadHours."""
    found, rules = _Read(), _rules(text)
    for rule in rules:
        if isinstance(rule, str):
            found.keyword(rule)
        else:
            found.take(rule)
    holidays, weekends = (found.others.get(name, NOT_KNOWN) for name in _OTHERS)
    return Schedule(tuple(found.week), holidays, weekends, tuple(found.dated), found.entry)


def _rules(text: str) -> list[_Rule | str]:
    """The rules of a text: keywords, and days with their hours. Days wait for the times behind the next comma."""
    found: list[_Rule | str] = []
    waiting: list[str] = []
    for before, piece in _pieces(text):
        days, hours = _days_of(piece)
        last = found[-1] if found else None
        if not days and piece in {*ENTRIES, *_ALWAYS, "unknown"} and not waiting:
            found.append(piece)
        elif days and not hours:
            waiting += days
        elif days:
            found.append(_Rule([*waiting, *days], hours, _TIMES.search(hours) is not None))
            waiting = []
        elif before == "," and isinstance(last, _Rule) and last.listed and not waiting and _TIMES.match(piece):
            last.hours += f" {piece}"
        else:
            raise BadHours(piece, NO_DAYS) if _TIMES.fullmatch(piece) or piece == "closed" else BadHours(piece)
    if waiting:
        raise BadHours(waiting[-1])
    return found


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces between commas and semicolons, each with the sign before it."""
    typed = plain(text).strip("\"'“”„«»‘’ ")
    parts = re.split(r"([,;])", f",{typed}")
    pairs = zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True)
    return [(sign, piece) for sign, piece in pairs if piece]


def _days_of(piece: str) -> tuple[list[str], str]:
    """The days at the beginning of a piece, and the rest. Only days of the week may stand side by side."""
    days: list[str] = []
    rest = piece
    while found := _WHICH.match(rest):
        days.append(re.sub(r"\s", "", found[0]) if found[0][0].isalpha() and "working" not in found[0] else found[0])
        rest = re.sub(r"^\s*(?:(?:and|və|и|&)\s+)?", "", rest[found.end() :])
    if len(days) > 1 and any(day in (*_OTHERS, "daily") or day[0].isdigit() for day in days):
        raise BadHours(piece)
    return days, _hours_of(rest) if days else rest


def _hours_of(rest: str) -> str:
    """The text of the hours: without a colon or a dash before them."""
    if rest in ("-", ""):
        return "closed" if rest else ""
    return re.sub(r"^:\s*|^-\s*(?=\d|closed)", "", rest).removesuffix(" open").strip()


def _dated(name: str, hours: Hours) -> Dated:
    first, _dots, last = name.partition("..")
    try:
        found = Dated(date.fromisoformat(first), date.fromisoformat(last or first), hours)
    except ValueError as error:
        raise BadHours(name) from error
    if found.last < found.first:
        raise BadHours(name)
    return found
