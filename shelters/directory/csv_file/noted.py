"""Read cells one by one, and note each mistake with its line and column."""

import math
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from . import cells, values
from .cells import BadCell
from .encoding import is_broken
from .errors import Mistake

Row = TypeVar("Row", bound=models.Model)
UNREADABLE = math.inf


class Noted:
    """A reading of a file. `line` is the line that is read now."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.line = 1

    def wrong(self, column: str, reason: str) -> None:
        self.mistakes.append(Mistake(self.line, column, reason))

    def check_letters(self, row: dict[str, str]) -> None:
        for column, cell in row.items():
            if is_broken(cell):
                self.wrong(column, _("The letters of this text are broken. Save the file as CSV UTF-8."))

    def save(self, thing: Row, columns: dict[str, str], column: str = "") -> Row | None:
        """Check and write a row of the database. None: it has mistakes, which are noted."""
        try:
            thing.full_clean()
        except ValidationError as error:
            for field, texts in error.message_dict.items():
                for text in texts:
                    self.wrong(column or columns.get(field, field), text)
            return None
        thing.save()
        return thing

    def switch(self, column: str, text: str) -> bool:
        """Read yes or no. An empty cell is the careful answer: hidden, not listed, takes no questions."""
        said = values.yes_or_no(text)
        if said not in ("yes", "no", ""):
            self.wrong(column, _("Write yes or no."))
        return said == "yes" or (not said and column == "confidential")

    def degrees(self, column: str, text: str) -> float | None:
        value = values.degrees(text) if text else None
        if value is not None and not math.isfinite(value):
            self.wrong(column, _("Write it as a number."))
            return UNREADABLE
        return value

    def day(self, column: str, text: str) -> date | None:
        try:
            return cells.day(text)
        except ValidationError as error:
            self.wrong(column, error.messages[0])
        except BadCell:
            self.wrong(column, _("Write the day as 2026-03-20."))
        return None
