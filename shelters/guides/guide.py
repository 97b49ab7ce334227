"""What a guide is made of.

docs/sources.md has each sentence with its sources. A test compares both. It is general information, never advice to a
single person.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .sources import PRACTICE, SOURCES


@dataclass(frozen=True)
class Statement:
    """A few sentences of the same sources: keys of `SOURCES`, or PRACTICE where nothing is printed."""

    text: Promise
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """A point under its heading. `say` is a sentence to speak. `leads_to` is the name of a page that tells more."""

    title: Promise
    statements: tuple[Statement, ...]
    say: Statement | None = None
    leads_to: str = ""

    @property
    def all(self) -> tuple[Statement, ...]:
        return (*self.statements, *((self.say,) if self.say else ()))

    @property
    def sources(self) -> list[str]:
        return short(self.all)


@dataclass(frozen=True)
class Guide:
    """A page. `first` is the line of safety, above a number and all points; `whom` says for whom the page is.

    It ends with the number again and with `next_step`.
    """

    code: str
    title: Promise
    whom: Promise
    first: tuple[Statement, ...]
    points: tuple[Point, ...]
    next_step: str
    next_words: Promise

    @property
    def all(self) -> tuple[Statement, ...]:
        return (*self.first, *(said for point in self.points for said in point.all))

    @cached_property
    def first_sources(self) -> list[str]:
        return short(self.first)


# How danger shows, on pages that speak of something else.
DANGER_SIGNS = Statement(
    _("If hands were at your neck, or there is a weapon or a threat to kill: do not do this alone, ring first."),
    ("WL", "CHA", "RACGP"),
)


def stated(text: Promise, *sources: str) -> Statement:
    return Statement(text, sources)


def practice(text: Promise) -> Statement:
    """What workers know from their work: nothing of it is printed."""
    return Statement(text, (PRACTICE,))


def short(statements: tuple[Statement, ...]) -> list[str]:
    """The short names of their sources, each once, what is not printed last."""
    keys = dict.fromkeys(key for said in statements for key in said.sources)
    return [str(SOURCES[key]) for key in sorted(keys, key=lambda key: key == PRACTICE)]
