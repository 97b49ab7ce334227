"""The mistakes of a file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Mistake:
    """Where and why a file is wrong, in the reader's language. Lines count from 1, the header's line."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return _("line %(line)d, column %(column)s: %(reason)s") % vars(self)


class BadFile(Exception):
    """Every mistake of a file. Nothing of the file was taken."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = sorted(mistakes)
