"""The facts of a card as lines in words: what is said, and by whom."""

from dataclasses import dataclass
from datetime import date

from ..codes.page_address import host
from ..codes.public import Answer, SourceKind
from ..codes.wording import NOTHING_SAID, Wording
from ..models.card import Fact, Provenance
from ..models.sourced import Sourced, month


@dataclass(frozen=True)
class PublicSource:
    """A source as the public reads it: its kind and name, or its page's site; and when. `year`: no more is told."""

    kind: str
    name: str
    page: str
    stated_on: date | None
    year: str = ""

    @classmethod
    def of(cls, origin: Provenance) -> "PublicSource":
        when = origin["stated_on"] or ""
        is_day = len(when) > len("2026")
        day, year = (date.fromisoformat(when), "") if is_day else (None, when)
        return cls(origin["kind"], origin["name"], origin["page"], day, year)

    @classmethod
    def of_line(cls, line: Sourced) -> "PublicSource":
        return cls(line.source_kind, line.source, line.source_url, line.stated_on)

    @property
    def source_name(self) -> str:
        kind = str(SourceKind(self.kind).label)
        if self.name:
            return self.name if self.kind == SourceKind.UNNAMED else f"{kind} ({self.name})"
        return host(self.page) or kind

    @property
    def month(self) -> str:
        return self.year or month(self.stated_on)


@dataclass(frozen=True)
class FactLine:
    """One fact in words: what, what is said of it, and by whom (None: nobody said anything)."""

    what: str
    said: str
    source: PublicSource | Sourced | None
    condition: Wording = NOTHING_SAID
    code: str = Answer.UNKNOWN


def fact_line(what: str, said: str, fact: Fact | None, code: str = Answer.UNKNOWN) -> FactLine:
    if fact is None:
        return FactLine(what, said, None)
    return FactLine(what, said, PublicSource.of(fact), Wording.of(fact["condition"]), code)
