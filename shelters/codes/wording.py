"""Words of a language: texts that stand in several, and words at the beginning of a sentence and inside it.

In Azerbaijani the capital of i is İ.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import get_language

LANGUAGES = ("az", "ru", "en")


def language() -> str:
    """The code of the language in use: az, ru or en."""
    return (get_language() or "az")[:2]


def capital(text: object) -> str:
    """The text with its first letter as a capital of the language in use."""
    words = str(text)
    first = "İ" if words[:1] == "i" and get_language() == "az" else words[:1].upper()
    return first + words[1:]


def small(text: str) -> str:
    """The text in small letters. İ becomes i, without the dot that `str.lower` leaves behind."""
    return text.replace("İ", "i").lower()


@dataclass(frozen=True)
class Wording:
    """A text that people read. `lang`: it is in that language, and not in the page's; a page marks it so."""

    text: str = ""
    lang: str = ""

    @classmethod
    def of(cls, texts: Mapping[str, str], own: str = "") -> "Wording":
        """Of texts by language the page's own; else another."""
        own = own or language()
        if texts.get(own):
            return cls(texts[own])
        return next((cls(texts[code], code) for code in LANGUAGES if texts.get(code)), cls())

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return format_html('<span lang="{}">{}</span>' if self.lang else "{1}", self.lang, self.text)


NOTHING_SAID = Wording()


def by_language(thing: object, field: str) -> dict[str, str]:
    """The texts of a row's fields `field_az`, `field_ru` and `field_en`, without empty ones."""
    texts = {code: str(getattr(thing, f"{field}_{code}")) for code in LANGUAGES}
    return {code: text for code, text in texts.items() if text}
