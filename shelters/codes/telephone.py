"""Telephone numbers: read as people write them, kept as a telephone dials them, shown as people write them.

Kept are E.164 (`+994124041234`, with an extension `+994124041234;ext=5`) and short codes. A short code is `112`,
`*8600`, `116123;ext=2`, or `012860` with its area code.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .wording import language

KEPT = r"^(\+[1-9][0-9]{6,14}|[*]?[0-9]{3,6})(;ext=[0-9]{1,7})?$"
_NO_NUMBER = gettext_lazy("This is no phone number. Write it as (012) 345 67 89, or with + and the country.")
_TWO = gettext_lazy("These are two numbers. Write each by itself.")
_NO_AREA = gettext_lazy("The area code or a 0 is missing. Write the whole number, as in (012) 345 67 89.")
_ROUNDED = gettext_lazy("A table program has shortened this number. Make the column text, and type it again.")
_SHORT = re.compile(r"(?!994$)[1-9]\d{2,3}|116\d{3}|\*\d{3,5}")
_SHORT_IN_AREA = re.compile(r"(?:\+?994|0)(0?[1-3]\d)([189]\d\d)")
_EMERGENCY = {"101", "102", "103", "104", "112"}  # no area code stands before these
_NAME = re.compile(r"(?:telefon|tel|phone|mobil|mob|телефон|тел|мобильный|моб)(?![^\W\d_])\s*[.:]*\s*", re.IGNORECASE)
_EXTENSION = re.compile(
    r"(?:[\s,(]+(?:ext(?:ension)?|daxili|əlavə|доб(?:авочный)?|вн(?:утр)?|then|sonra|затем)\.?|;ext=|\s*x)"
    r"\s*(\d{1,7})\s*\)?$",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\s\((\d)\)$")  # the digit to press afterwards
_OF_A_TABLE = re.compile(r"\+?\d[.,]?\d*e\+?\d+", re.IGNORECASE)
_BETWEEN = re.compile(r"[;,/|\\\n]|\s(?:və|ve|и|and|or|или|yaxud|ya da)\s", re.IGNORECASE)
_BEFORE_NATIONAL = {"", "0", "994", "9940", "00994", "009940", "+994", "+9940"}
_MOST = 15  # digits of E.164


class BadNumber(ValueError):
    """A text that is not one number. The message is for the person who wrote it."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))


def read(text: str) -> str:
    """The number in the form in which it is kept. Raises BadNumber."""
    typed = _plain(text)
    if name := _NAME.match(typed):
        typed = typed[name.end() :]
    if same := _said_again(typed):
        return same
    found = _EXTENSION.search(typed) or _OPTION.search(typed)
    extension = f";ext={found[1]}" if found else ""
    number = typed[: found.start()] if found else typed
    _refuse_two(number)
    if _OF_A_TABLE.fullmatch(number):
        raise BadNumber(_ROUNDED)
    if not re.fullmatch(r"[+*]?[\d\s().-]+", number.replace("(+", "(", 1)) or number.count("+") > 1:
        raise BadNumber(_NO_NUMBER)
    kept = _kept(re.sub(r"[^\d+*]", "", number))
    if not kept.startswith("+") and (("." in number) or _is_cut(number, kept)):
        raise BadNumber(_NO_NUMBER)  # a decimal of a table, or hours such as 9-18
    return kept + extension


def _said_again(typed: str) -> str:
    """The number of a text that has it in two spellings. Empty: it has not."""
    parts = _pieces(typed)
    try:
        said = {read(part) for part in parts} if 1 < len(parts) < 4 else set()
    except BadNumber:
        return ""
    return said.pop() if len(said) == 1 else ""


def _pieces(text: str) -> list[str]:
    """What stands between signs and words that part numbers, where it has a digit."""
    return [part for part in _BETWEEN.split(text) if re.search(r"\d", part)]


def _plain(text: str) -> str:
    """The text with ASCII digits, plain dashes and plain spaces."""
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    kept = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)
    kept = re.sub(r"[‐‑‒–—−]", "-", kept.replace("＋", "+").replace("（", "(").replace("）", ")"))
    kept = re.sub(r"[^\S\n]+", " ", kept).strip()
    return re.sub(r"^(\d+)\.0$", r"\1", kept)  # a table program's decimal


def _refuse_two(number: str) -> None:
    rounded = _OF_A_TABLE.fullmatch(number)
    words = number.split()
    codes = len(words) > 1 and all(re.fullmatch(r"1\d\d", word) for word in words) and words[0] != "116"
    if (len(_pieces(number)) > 1 and not rounded) or codes or sum(c.isdigit() for c in number) > _MOST:
        raise BadNumber(_TWO)


def _is_cut(number: str, kept: str) -> bool:
    """Whether signs stand inside a short code: people cut 116 123 and single digits only."""
    groups = re.findall(r"\d+", number)
    return len(kept) < 6 and len(groups) > 1 and any(len(group) > 1 for group in groups)


def _kept(digits: str) -> str:
    if _SHORT.fullmatch(digits):
        return digits
    in_area = _SHORT_IN_AREA.fullmatch(digits)
    if in_area and in_area[2] not in _EMERGENCY:
        return f"0{in_area[1][-2:]}{in_area[2]}"
    try:
        parsed = phonenumbers.parse(digits, "AZ")
    except phonenumbers.NumberParseException as error:
        raise BadNumber(_NO_NUMBER) from error
    if phonenumbers.is_valid_number(parsed) and _says_so(digits, parsed):
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    raise BadNumber(_NO_AREA if re.fullmatch(r"[1-9]\d{4,6}", digits) else _NO_NUMBER)


def _says_so(digits: str, parsed: Any) -> bool:
    """Whether nothing was left out of the typed digits. A number of another country needs its country."""
    national = phonenumbers.national_significant_number(parsed)
    before = digits.removesuffix(national)
    if parsed.country_code == 994:
        return before != digits and before in _BEFORE_NATIONAL
    return digits.endswith(national) and digits.startswith(("+", "00"))


def dialled(kept: str) -> str:
    """What a telephone dials. Empty where it is no number: the numbers of the demo ring nowhere."""
    if not re.match(KEPT, kept):
        return ""
    return kept if kept.startswith("+") else kept.partition(";")[0]


def shown(kept: str) -> str:
    """The number as people write it, in the language in use."""
    return _shown(kept, language())


def in_files(kept: str) -> str:
    """The number as `read` takes it and as no table program changes it."""
    number, _name, extension = _parts(kept)
    return f"{number} ext. {extension}" if extension else number


@lru_cache(maxsize=4096)
def _shown(kept: str, spoken: str) -> str:
    number, is_short, extension = _parts(kept)
    if not extension:
        return number
    words = _("%(number)s, then %(extension)s") if is_short else _("%(number)s, extension %(extension)s")
    return words % {"number": number, "extension": extension}


def _parts(kept: str) -> tuple[str, bool, str]:
    """The number without its extension, whether it is a short code, and the extension."""
    if not re.match(KEPT, kept):
        return kept, False, ""
    number, _name, extension = kept.partition(";ext=")
    if not number.startswith("+"):
        spaced = re.sub(r"^(116)(\d{3})$", r"\1 \2", re.sub(r"^(0\d\d)(\d{3})$", r"(\1) \2", number))
        return spaced, True, extension
    parsed = phonenumbers.parse(number)
    style = phonenumbers.PhoneNumberFormat
    chosen = style.NATIONAL if parsed.country_code == 994 else style.INTERNATIONAL
    return phonenumbers.format_number(parsed, chosen), False, extension
