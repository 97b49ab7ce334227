from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes import telephone
from ..codes.wording import Wording, capital
from ..hours.moment_words import long_day, when

register = template.Library()
register.filter("capital", capital)
register.filter("as_written", telephone.shown)


class PageVersion(NamedTuple):
    """A page in a language: its address, and the name of the language in that language."""

    code: SafeString
    letters: SafeString
    name: SafeString
    address: SafeString


@register.simple_tag
@cache
def page_versions(path: str) -> list[PageVersion]:
    """The versions of a page without parameters, by its name."""
    return [_version(path, code, name) for code, name in settings.LANGUAGES]


def _version(path: str, code: str, name: object) -> PageVersion:
    with translation.override(code):
        return PageVersion(escape(code), escape(code.upper()), escape(str(name)), escape(reverse(path)))


@register.filter
def moment(at: datetime) -> str:
    """A moment in words, as seen today: “today, 18:00”, or the day and the hour."""
    return when(at, timezone.localdate())


@register.filter
def day(at: datetime) -> str:
    """The day of a moment, in Asia/Baku."""
    return long_day(timezone.localdate(at))


@register.filter
def spoken(text: object) -> str:
    """A sentence to say, in the quotation marks of the page's language."""
    return _("“%(words)s”") % {"words": text}


@register.filter
def weekday_and_day(of: date) -> str:
    """“Tuesday 31 March”."""
    return long_day(of)


# What an error is about, where its text does not say it.
_FIELDS = {
    "place": gettext_lazy("Place"),
    "oldest_son": gettext_lazy("Age of the oldest son"),
    "avoid": gettext_lazy("Town to keep away from"),
    "date": gettext_lazy("Day"),
}


@register.filter
def about(text: object, field: str) -> str:
    """An error with the name of its field: “Age of the oldest son: up to 120.”"""
    said = str(text)
    begun = said[:1].replace("İ", "i").lower() + said[1:]
    return f"{_FIELDS[field]}: {begun}" if field in _FIELDS else said


@register.filter
def marked(text: Wording) -> SafeString:
    """A text with its language, where it is not the page's."""
    return format_html("{}", text)
