"""The facts of a card as lines in words: what is said, and by whom."""

from dataclasses import dataclass
from datetime import date

from ..codes.public import Answer
from ..codes.wording import NOTHING_SAID, Wording
from ..models.card import Fact, PhoneFields
from ..models.facility import Provision
from ..models.sourced import Sourced


@dataclass(frozen=True)
class FactLine:
    """One fact in words: what, what is said of it, and by whom (None: nobody said anything)."""

    what: str
    said: str
    source: Sourced | None
    condition: Wording = NOTHING_SAID
    code: str = Answer.UNKNOWN


@dataclass(frozen=True)
class PhoneView:
    """A number, who answers, and what a telephone dials (empty: it rings nowhere)."""

    number: str
    label: Wording
    dial: str

    @classmethod
    def of(cls, phone: PhoneFields) -> "PhoneView":
        return cls(phone["number"], Wording.of(phone["labels"]), phone["dial"])


@dataclass(frozen=True)
class FactLines:
    """Facts of one kind: what somebody said, and what nobody did."""

    known: list[FactLine]
    unknown: list[FactLine]

    @classmethod
    def of(cls, lines: list[FactLine]) -> "FactLines":
        return cls([line for line in lines if line.source], [line for line in lines if not line.source])


def fact_line(what: str, said: str, fact: Fact | None, code: str = Answer.UNKNOWN) -> FactLine:
    if fact is None:
        return FactLine(what, said, None)
    return FactLine(what, said, sourced(fact["source"], fact["stated_on"]), Wording.of(fact["condition"]), code)


def sourced(source: str, day: str | None) -> Sourced:
    return Provision(source=source, stated_on=date.fromisoformat(day) if day else None)
