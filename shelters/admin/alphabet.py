"""Lists of the admin in the order of the Azerbaijani alphabet."""

from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate, Lower, Replace
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# A letter becomes the letter before it and a mark that sorts after all letters: c, ç, d; h, x, ı, i.
_LETTERS = {"ç": "c~", "ə": "e~", "ğ": "g~", "x": "h~", "ı": "h~~", "q": "k~", "ö": "o~", "ş": "s~", "ü": "u~"}
_CAPITALS = {"Ç": "ç", "Ə": "ə", "Ğ": "ğ", "X": "x", "I": "ı", "İ": "i", "Q": "q", "Ö": "ö", "Ş": "ş", "Ü": "ü"}


def by_alphabet(field: str) -> Combinable:
    key: Combinable = F(field)
    for letter, sorts_as in {**_CAPITALS, **_LETTERS}.items():
        key = Replace(key, Value(letter), Value(sorts_as))
    return Collate(Lower(key), "C" if connection.vendor == "postgresql" else "BINARY")


class WithName:
    """An admin with a column for the name, in the reader's language."""

    @admin.display(description=_("name"))
    def name(self, row: Any) -> str:
        return str(row.name)


class Alphabetical(WithName):
    def get_ordering(self, request: HttpRequest) -> Any:
        return (by_alphabet("name_az"), "pk")
