"""The rule for free text that people read: no number to ring in any disguise, no @, no address of a site.

A number has a field of its own, where two people check it. Whoever steals one account could write any other number
into a condition, a name or a source.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGITS, WITHIN = 5, 20  # so many digits within so many characters are a number
_FROM_TO = 2  # times of day
_REAL = 3  # digits among them that are no letters
_LETTERS = frozenset("OolОоІ|")  # letters that people read as 0 and 1; О, о and І are Cyrillic
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DATES = re.compile(
    rf"(?<!\d)(?:{_YEAR}-[01]\d-[0-3]\d|[0-3]?\d[./][01]?\d[./]{_YEAR}|{_YEAR}\s?[-–/]\s?{_YEAR}|{_YEAR})(?![\d])"
)
_TIMES = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])[:.][0-5]\d(?!\d)")
_POSTCODE = re.compile(r"\bAZ[ -]?\d{4}(?!\d)", re.IGNORECASE)
_SITE = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:az|com|org|net|ru|info|gov|edu|int|tr|ge|ir|uk|ua|kz|io|me|co|eu|de|fr|app|site|online"
    r"|xyz|link|ly|gl|gg|cc|tk|su|рф)\b",
    re.IGNORECASE,
)
# What nobody sees and no language needs: controls but for tabs and lines, and what turns the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def check_text(text: str) -> None:
    """Raises ValidationError."""
    _refuse_signs(text)
    _refuse_number(text)


def check_hours(text: str) -> None:
    """The hours of a line, and who answers a number when, may hold two times of day. Raises ValidationError."""
    _refuse_signs(text)
    plain = _plain(text)
    _refuse_number(_TIMES.sub(" ", plain) if len(_TIMES.findall(plain)) <= _FROM_TO else plain)


def check_address(text: str) -> None:
    """The address of a door may hold a postcode. Raises ValidationError."""
    _refuse_signs(text)
    _refuse_number(_POSTCODE.sub(" ", _plain(text), count=1))


def _refuse_signs(text: str) -> None:
    if _UNSEEN.search(text):
        raise ValidationError(_("This holds a sign that nobody can see. Write it anew."))
    plain = _plain(text)
    if "@" in plain or _SITE.search(plain):
        raise ValidationError(
            _("Write no @ and no address of a site here. The page of a source has a field of its own.")
        )


def _refuse_number(text: str) -> None:
    if _has_number(_DATES.sub(" ", _plain(text))):
        raise ValidationError(
            _("This reads like a phone number. Numbers have a place of their own; write days as 2026-03-20.")
        )


def _plain(text: str) -> str:
    """Without marks and signs that nobody sees, and with one space where there are many."""
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Mn", "Me", "Cc"))
    return re.sub(r"\s+", " ", "".join(seen))


def _has_number(text: str) -> bool:
    found = _digits(text)
    windows = (found[at : at + DIGITS] for at in range(len(found) - DIGITS + 1))
    return any(one[-1][0] - one[0][0] <= WITHIN and sum(real for _at, real in one) >= _REAL for one in windows)


def _digits(text: str) -> list[tuple[int, bool]]:
    """Where a digit stands, and whether it is no letter. Letters count in words that hold nothing else."""
    found = []
    for word in re.finditer(r"[^\W_]+|\|", text):
        letters = all(c in _LETTERS or _is_digit(c) for c in word[0])
        found += [(word.start() + at, _is_digit(c)) for at, c in enumerate(word[0]) if letters or _is_digit(c)]
    return found


def _is_digit(c: str) -> bool:
    return unicodedata.numeric(c, None) is not None
