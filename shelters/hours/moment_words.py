"""Moments and days in words, as seen from today."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from ..codes.wording import capital, small
from .clock import BAKU

_WEEKDAYS = (
    pgettext_lazy("short weekday", "Mo"),
    pgettext_lazy("short weekday", "Tu"),
    pgettext_lazy("short weekday", "We"),
    pgettext_lazy("short weekday", "Th"),
    pgettext_lazy("short weekday", "Fr"),
    pgettext_lazy("short weekday", "Sa"),
    pgettext_lazy("short weekday", "Su"),
)


def when(moment: datetime, today: date) -> str:
    """A moment in words: “today, 18:00”, “tomorrow, 09:00”, “Tuesday 31 March, 09:00”."""
    day, time = _day_and_time(moment, today)
    return _soon(day, time, today) or f"{long_day(day)}, {time}"


def opens(moment: datetime, today: date) -> str:
    """When a place opens, for a line of a card: within six days a weekday and the hour, later the date alone."""
    day, time = _day_and_time(moment, today)
    away = (day - today).days
    if away == 0:
        return _("opens at %(time)s") % {"time": time}
    if away == 1:
        return _("opens tomorrow, %(time)s") % {"time": time}
    if away < 7:
        return _("opens %(day)s, %(time)s") % {"day": _line_weekday(day), "time": time}
    return _("opens %(day)s") % {"day": _day_month(day)}


def open_until(moment: datetime, now: datetime) -> str:
    """The hour alone if it is less than a day away, else the day too."""
    today = now.astimezone(BAKU).date()
    day, time = _day_and_time(moment, today)
    if moment - now >= timedelta(days=1):
        time = _soon(day, time, today) or f"{_line_weekday(day)}, {time}"
    return _("open until %(when)s") % {"when": time}


def _day_and_time(moment: datetime, today: date) -> tuple[date, str]:
    """A midnight to come is the end of its day, 24:00: many read “tomorrow, 00:00” as a day later than it is."""
    local = moment.astimezone(BAKU)
    day, time = local.date(), f"{local:%H:%M}"
    return (day - timedelta(days=1), "24:00") if time == "00:00" and day > today else (day, time)


def _soon(day: date, time: str, today: date) -> str:
    """Today and tomorrow in words. Empty: it is another day."""
    if day == today:
        return _("midnight tonight") if time == "24:00" else _("today, %(time)s") % {"time": time}
    return _("tomorrow, %(time)s") % {"time": time} if day == today + timedelta(days=1) else ""


def long_day(day: date) -> str:
    """“Tuesday 31 March”, as the language writes it inside a sentence."""
    if get_language() == "en":
        return date_format(day, "l j F")
    return f"{_day_month(day)}, {_weekday(day)}"


def span(first: date, last: date) -> str:
    """“Tue 31 March” or “20–30 March”, for the lines of a list."""
    if first == last:
        return f"{capital(short_weekday(first))} {_day_month(first)}"
    if first.month == last.month:
        return f"{first.day}–{_day_month(last)}"
    return f"{_day_month(first)} – {_day_month(last)}"


def short_weekday(day: date) -> str:
    """The short name of a weekday. Django's own names are too wide for a calendar sheet in Azerbaijani."""
    return str(_WEEKDAYS[day.weekday()])


def _line_weekday(day: date) -> str:
    """In Russian the short name: the whole one would need another ending after “до”."""
    return small(short_weekday(day)) if get_language() == "ru" else _weekday(day)


def _weekday(day: date) -> str:
    return _inside(date_format(day, "l"))


def _day_month(day: date) -> str:
    return _inside(date_format(day, "j E"))


def _inside(words: str) -> str:
    """English writes days and months with a capital inside a sentence too."""
    return words if get_language() == "en" else small(words)
