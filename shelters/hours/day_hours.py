"""The hours of a day as people type them."""

import re
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from .day_names import plain
from .schedule import ALL_DAY, DAY, NOT_KNOWN, SHUT, Hours, Span

_SHUT = {"closed", "-"}
_NOT_KNOWN = {"", "?", "unknown"}
_ALL_DAY = {"24", "24h", "24/7", "00:00-24:00", "24 saat", "24 часа", "24 hours", "gecə-gündüz", "круглосуточно"}
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"{_TIME}\s*-\s*{_TIME}\s*(\?)?")
LONGEST_NIGHT = 14 * 60  # minutes; whoever writes a longer time past midnight meant the afternoon
_MORNING = 6 * 60
_NOON = 12 * 60


UNREADABLE = gettext_lazy("“%(text)s” cannot be read as opening hours.")


class BadHours(ValueError):
    """A text that states no opening hours. The message is the part that cannot be read; `why` says more."""

    def __init__(self, part: str, why: Promise = UNREADABLE) -> None:
        super().__init__(part)
        self.why = why

    @property
    def words(self) -> str:
        """For the person who wrote it."""
        return str(self.why) % {"text": self}


TWICE = gettext_lazy("“%(text)s” stands here twice.")
NO_DAYS = gettext_lazy("“%(text)s” names no day. Write the days before the times.")
AFTERNOON = gettext_lazy("“%(text)s”: is that by day or at night? Write it as 09:00-18:00, or as 22:00-06:00.")


def read_hours(text: str) -> Hours:
    """The hours of a day. Reads loose spellings too, such as `9-13, 14.00–18.00`. Raises BadHours."""
    typed = plain(text)
    if typed in _SHUT:
        return SHUT
    if typed in _NOT_KNOWN:
        return NOT_KNOWN
    if typed in _ALL_DAY:
        return ALL_DAY
    rest = _SPAN.sub(" ", typed).replace(",", " ").replace(";", " ").strip()
    if rest:
        raise BadHours(rest)
    found = [_span(match) for match in _SPAN.finditer(typed)]
    for one, following in pairwise(found):
        written = f"{clock_of(following.start)}-{clock_of(following.end)}"
        if following.start < one.start:  # 08:00-12:00, 01:00-05:00 goes on after lunch
            raise BadHours(written, AFTERNOON)
        if following.start < one.end:
            raise BadHours(written)
    return tuple(found)


def _span(match: re.Match[str]) -> Span:
    hour, minute, end_hour, end_minute = (int(part or 0) for part in match.groups()[:4])
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    explicit = end > DAY and match[4] is not None  # 22:00-30:00 ends at six on the next day
    if max(minute, end_minute) > 59 or start >= DAY or (end > DAY and not explicit) or end - start > DAY:
        raise BadHours(match[0])
    if _may_mean_the_afternoon(match, start, end):
        raise BadHours(match[0].strip(), AFTERNOON)
    return Span(start, end if end > start else end + DAY, sure=not match[5])


def _may_mean_the_afternoon(match: re.Match[str], start: int, end: int) -> bool:
    """Whether it may be the clock of twelve hours: 9-6 is rarely open till dawn, and 2-6 rarely in the night."""
    loose, loose_end = len(match[1]) == 1, len(match[3]) == 1
    if end > start:
        return loose and 0 < start < _MORNING and end <= _NOON
    if end == start:
        return match[2] is None or match[4] is None
    bare = match[2] is None or match[4] is None
    return bare or end + DAY - start > LONGEST_NIGHT or (loose_end and end + _NOON > start)


def clock_of(minute: int, plain_clock: bool = True) -> str:
    """A minute as a clock shows it, or counted on past 24:00."""
    hour, rest = divmod(minute if minute <= DAY or not plain_clock else minute - DAY, 60)
    return f"{hour:02}:{rest:02}"
