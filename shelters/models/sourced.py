"""The source and the day that every fact carries, and the phone numbers that can be rung."""

from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..codes.wording import small

_SHORT = 6  # digits at most of a short code


class Sourced(models.Model):
    """A fact with its source, and the day on which the source stated it."""

    source = models.CharField(_("source"), max_length=500, help_text=_("a page, a letter, a call: who said so"))
    stated_on = models.DateField(_("stated on"), null=True, blank=True, help_text=_("empty: the source has no date"))

    class Meta:
        abstract = True

    @property
    def source_name(self) -> str:
        """The source as people read it. Of a page only the host is shown."""
        host = urlsplit(self.source).netloc if self.source.startswith("http") else ""
        return host.removeprefix("www.") or self.source

    @property
    def month(self) -> str:
        """Month and year of the statement, as written inside a sentence. Empty: no date."""
        words = date_format(self.stated_on, "F Y") if self.stated_on else ""
        return words if get_language() == "en" else small(words)


def check_number(number: str) -> None:
    """Check that a phone in Azerbaijan can ring a number: a short code, or a valid number. Demo numbers ring nowhere.

    Raises ValidationError.
    """
    if settings.DEMO:
        if not number.startswith("DEMO"):
            raise ValidationError(_("A number of the demo starts with DEMO: it must ring nowhere."))
        return
    if number.isdecimal() and 3 <= len(number) <= _SHORT:
        return
    try:
        right = phonenumbers.is_valid_number(phonenumbers.parse(number, "AZ"))
    except phonenumbers.NumberParseException:
        right = False
    if not right:
        raise ValidationError(_("This is no phone number. Write it as (012) 345 67 89, or with + and the country."))


def check_hotline(number: str) -> None:
    """Check a hotline. Hotlines have numbers of many shapes. In the demo only the emergency numbers may ring.

    Raises ValidationError.
    """
    if settings.DEMO and number not in ("112", "102", "103"):
        check_number(number)


@lru_cache(maxsize=1024)
def dialled(number: str) -> str:
    """What a telephone dials: E.164, or a short code. Empty where it is none (the demo's numbers ring nowhere)."""
    if any(c.isalpha() for c in number):
        return ""
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    if len(digits) <= _SHORT:
        return digits
    try:
        parsed = phonenumbers.parse(number, "AZ")
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_valid_number(parsed):
        return digits
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


class Ringable(models.Model):
    """A row with a `number` that people may ring."""

    number: str

    class Meta:
        abstract = True

    @property
    def dial(self) -> str:
        return dialled(self.number)
