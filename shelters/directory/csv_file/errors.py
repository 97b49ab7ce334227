"""The mistakes of a file."""

import csv
from dataclasses import dataclass

from django.utils.translation import gettext as _

WHOLE_LINE = "-"
MOST = 200  # mistakes that are named, and read on for


@dataclass(frozen=True, order=True)
class Mistake:
    """Where and why a file is wrong, in the reader's language. Lines count from 1, the header's line."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return _("line %(line)d, column %(column)s: %(reason)s") % vars(self)


def not_csv(error: csv.Error) -> str:
    """Why a text is no CSV, in the reader's language: the module of Python speaks English alone."""
    if "field limit" in str(error):
        return _("A cell holds more than %(most)d letters.") % {"most": csv.field_size_limit()}
    if "end of data" in str(error):
        return _("A quotation mark opens a cell here, and none closes it.")
    return _("This is not CSV: a quotation mark stands where none may stand.")


class BadFile(Exception):
    """Every mistake of a file. Nothing of the file was taken."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = sorted(mistakes)[:MOST]
        if len(mistakes) > MOST:
            last = self.mistakes[-1].line
            self.mistakes.append(Mistake(last, WHOLE_LINE, _("There are more mistakes. Mend these first.")))
