"""Opening hours as text: files and cards hold it, and people type it. This module reads and writes it.

A day is `closed`, `?` (not known), or times such as `09:00-13:00 14:00-18:00`. An end at or before its beginning is
past midnight. `?` behind a time means perhaps.

A schedule is a list of rules with `,` between them: `always`, `unknown`, or days and their hours. Days are `daily`,
`mon-fri`, `sat`, `holidays`, `working-weekends` or dates (`2026-03-20..2026-03-30`). `holidays` and `working-weekends`
may have `as-usual` in place of hours. The rules `walk-in`, `ring-first` and `appointment` have no hours. Days without a
rule are not known.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise

from ..codes.hours import AccessMode
from .schedule import ALL_DAY, ALWAYS, DAY, NOT_KNOWN, SHUT, UNKNOWN, Dated, Hours, Schedule, Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHUT = {"closed", "bağlı", "bağlıdır", "закрыто", "-", "—"}
_NOT_KNOWN = {"", "?"}
_ALL_DAY = {"24", "24h", "24/7", "00:00-24:00"}
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"{_TIME}\s*[-–—]\s*{_TIME}\s*(\?)?")
_ENTRIES = {"walk-in": AccessMode.WALK_IN, "ring-first": AccessMode.RING_FIRST, "appointment": AccessMode.APPOINTMENT}


class BadHours(ValueError):
    """A text that states no opening hours. The message is the part that cannot be read."""


def read_hours(text: str) -> Hours:
    """The hours of a day. Reads loose spellings too, such as `9-13, 14.00–18.00`. Raises BadHours."""
    typed = text.strip().lower()
    if typed in _SHUT:
        return SHUT
    if typed in _NOT_KNOWN:
        return NOT_KNOWN
    if typed in _ALL_DAY:
        return ALL_DAY
    rest = _SPAN.sub(" ", typed).replace(",", " ").replace(";", " ").strip()
    if rest:
        raise BadHours(rest)
    found = sorted(_span(match) for match in _SPAN.finditer(typed))
    for one, following in pairwise(found):
        if following.start < one.end:
            raise BadHours(f"{_clock(following.start)}-{_clock(following.end)}")
    return tuple(found)


def _span(match: re.Match[str]) -> Span:
    hour, minute, end_hour, end_minute = (int(part or 0) for part in match.groups()[:4])
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or start >= DAY or end > DAY:
        raise BadHours(match[0])
    return Span(start, end if end > start else end + DAY, sure=not match[5])


def write_hours(hours: Hours) -> str:
    """The text that `read_hours` reads as these hours."""
    if hours == NOT_KNOWN:
        return "?"
    return " ".join(f"{_clock(s.start)}-{_clock(s.end)}{'' if s.sure else '?'}" for s in hours) or "closed"


def _clock(minute: int) -> str:
    hour, rest = divmod(minute if minute <= DAY else minute - DAY, 60)
    return f"{hour:02}:{rest:02}"


@lru_cache(maxsize=4096)
def read(text: str) -> Schedule:
    """A whole schedule. Raises BadHours."""
    week, others, dated, entry = [NOT_KNOWN] * 7, dict[str, Hours | None](), list[Dated](), AccessMode.UNKNOWN
    for rule in filter(None, (piece.strip().lower() for piece in text.split(","))):
        name, _space, said = rule.partition(" ")
        if rule == "always":
            week, others = [ALL_DAY] * 7, {"holidays": None, "working-weekends": None}
        elif rule == "unknown":
            continue
        elif rule in _ENTRIES:
            entry = _ENTRIES[rule]
        elif not said.strip():
            raise BadHours(rule)
        elif name in ("holidays", "working-weekends"):
            others[name] = None if said.strip() == "as-usual" else read_hours(said)
        elif name[0].isdigit():
            dated.append(_dated(name, read_hours(said)))
        else:
            for day in _days(name):
                week[day] = read_hours(said)
    holidays, weekends = others.get("holidays", NOT_KNOWN), others.get("working-weekends", NOT_KNOWN)
    return Schedule(tuple(week), holidays, weekends, tuple(dated), entry)


def _days(name: str) -> Iterator[int]:
    first, dash, last = name.partition("-")
    if name == "daily":
        first, last = "mon", "sun"
    try:
        start, end = DAYS.index(first), DAYS.index(last if dash or name == "daily" else first)
    except ValueError as error:
        raise BadHours(name) from error
    if end < start:
        raise BadHours(name)
    yield from range(start, end + 1)


def _dated(name: str, hours: Hours) -> Dated:
    first, _dots, last = name.partition("..")
    try:
        found = Dated(date.fromisoformat(first), date.fromisoformat(last or first), hours)
    except ValueError as error:
        raise BadHours(name) from error
    if found.last < found.first:
        raise BadHours(name)
    return found


def write(schedule: Schedule) -> str:
    """The text that `read` reads as this schedule."""
    rules = []
    if schedule.week == ALWAYS.week and schedule.holidays is schedule.working_weekends is None:
        rules.append("always")
    else:
        rules += _week(schedule.week)
        named = {"holidays": schedule.holidays, "working-weekends": schedule.working_weekends}
        for name, hours in named.items():
            if hours != NOT_KNOWN:
                rules.append(f"{name} {'as-usual' if hours is None else write_hours(hours)}")
    for one in schedule.dated:
        days = one.first.isoformat() + (f"..{one.last.isoformat()}" if one.last != one.first else "")
        rules.append(f"{days} {write_hours(one.hours)}")
    rules += [text for text, entry in _ENTRIES.items() if entry == schedule.entry]
    return ", ".join(rules) or "unknown"


def _week(week: tuple[Hours, ...]) -> Iterator[str]:
    for hours, run in groupby(range(7), key=lambda day: week[day]):
        days = list(run)
        if hours != NOT_KNOWN:
            name = "daily" if len(days) == 7 else DAYS[days[0]] + (f"-{DAYS[days[-1]]}" if len(days) > 1 else "")
            yield f"{name} {write_hours(hours)}"


__all__ = ["UNKNOWN", "BadHours", "read", "read_hours", "write", "write_hours"]
