"""Opening hours as text: files and cards hold it, and people type it. This module reads and writes it.

A day is `closed`, `?` (not known), or times such as `09:00-13:00 14:00-18:00`. An end at or before its beginning is
past midnight; an end that is more than 14 hours later is counted on, as in `09:00-30:00`. `?` behind a time means
perhaps.

A schedule is a list of rules with `,` between them: `always`, `unknown`, or days and their hours. Days are `daily`,
`mon-fri`, `sat`, `holidays`, `working-weekends` or dates (`2026-03-20..2026-03-30`). `holidays` and `working-weekends`
may have `as-usual` in place of hours. The rules `walk-in`, `ring-first` and `appointment` have no hours. Days without a
rule are not known. `rules` reads other spellings too.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from . import rules
from .day_hours import LONGEST_NIGHT, UNREADABLE, BadHours, clock_of, read_hours
from .rules import DAYS, ENTRIES
from .schedule import ALWAYS, DAY, NOT_KNOWN, UNKNOWN, Hours, Schedule, Span

CLOSED = "closed"


@lru_cache(maxsize=4096)
def read(text: str) -> Schedule:
    """A whole schedule. Raises BadHours."""
    return rules.read(text)


def write_hours(hours: Hours) -> str:
    """The text that `read_hours` reads as these hours."""
    if hours == NOT_KNOWN:
        return "?"
    return " ".join(map(_written, hours)) or CLOSED


def _written(span: Span) -> str:
    """A time. An end far into the next day is counted on past 24:00, or it would read as a slip."""
    length = span.end - span.start
    plain_clock = length <= LONGEST_NIGHT or length == DAY
    return f"{clock_of(span.start)}-{clock_of(span.end, plain_clock)}{'' if span.sure else '?'}"


def write(schedule: Schedule) -> str:
    """The text that `read` reads as this schedule."""
    said = []
    if schedule.week == ALWAYS.week and schedule.holidays is schedule.working_weekends is None:
        said.append("always")
    else:
        said += _week(schedule.week)
        named = {"holidays": schedule.holidays, "working-weekends": schedule.working_weekends}
        for name, hours in named.items():
            if hours != NOT_KNOWN:
                said.append(f"{name} {'as-usual' if hours is None else write_hours(hours)}")
    for one in schedule.dated:
        days = one.first.isoformat() + (f"..{one.last.isoformat()}" if one.last != one.first else "")
        said.append(f"{days} {write_hours(one.hours)}")
    said += [text for text, entry in ENTRIES.items() if entry == schedule.entry]
    return ", ".join(said) or "unknown"


def _week(week: tuple[Hours, ...]) -> Iterator[str]:
    for hours, run in groupby(range(7), key=lambda day: week[day]):
        days = list(run)
        if hours != NOT_KNOWN:
            name = "daily" if len(days) == 7 else DAYS[days[0]] + (f"-{DAYS[days[-1]]}" if len(days) > 1 else "")
            yield f"{name} {write_hours(hours)}"


__all__ = ["UNKNOWN", "UNREADABLE", "BadHours", "read", "read_hours", "write", "write_hours"]
