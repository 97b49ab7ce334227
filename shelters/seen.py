"""A facility as the public sees it: its card in words, with what is not known said as not known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .codes import Answer, Basis, Confirmed, FigureCode, Group, Kind, OrganisationType, Practice, Service, Verdict
from .confirmations import confirmed
from .models.card import Fact, Shown
from .models.facility import Phone, Provision
from .models.place import Place
from .models.sourced import Sourced
from .wording import capital

# How it works there, how one gets in and about, and which languages it speaks.
BEFORE_YOU_GO = list(Practice)[: list(Practice).index(Practice.STEP_FREE)]
LANGUAGES = [code for code in Practice if code.startswith("speaks_")]
GETTING_ABOUT = [code for code in Practice if code not in BEFORE_YOU_GO and code not in LANGUAGES]


@dataclass(frozen=True)
class Line:
    """One fact in words: what, what is said of it, and by whom (None: nobody said anything)."""

    what: str
    said: str
    source: Sourced | None
    condition: str = ""
    code: str = Answer.UNKNOWN


@dataclass(frozen=True)
class Lines:
    """Facts of one kind: what somebody said, and what nobody did."""

    known: list[Line]
    unknown: list[Line]

    @classmethod
    def of(cls, lines: list[Line]) -> "Lines":
        return cls([line for line in lines if line.source], [line for line in lines if not line.source])


@dataclass(frozen=True)
class Seen:
    """A card with its place. `today` in Asia/Baku."""

    shown: Shown
    place: Place
    today: date

    @property
    def name(self) -> str:
        """Its name; of one that was only reported, no more than its kind, town and year."""
        names = self.shown["names"]
        if names:
            return names.get((get_language() or "az")[:2]) or next(iter(names.values()))
        words = {"kind": capital(Kind(self.shown["kind"]).label), "place": self.place.name}
        if self.is_reported and self.shown["source_date"]:
            words["year"] = self.shown["source_date"][:4]
            return _("%(kind)s, %(place)s, reported in %(year)s") % words
        return _("%(kind)s, %(place)s") % words

    @property
    def is_reported(self) -> bool:
        return self.shown["basis"] == Basis.REPORTED

    @property
    def basis(self) -> str:
        return str(Basis(self.shown["basis"]).label)

    @property
    def run_by(self) -> str:
        return str(OrganisationType(self.shown["run_by"]).label)

    @property
    def confirmed(self) -> Confirmed:
        return confirmed(_day(self.shown["last_confirmed"]), self.today)

    @property
    def listing(self) -> Sourced:
        """The source of the listing, as any other fact's."""
        return _sourced(self.shown["source"], self.shown["source_date"])

    @property
    def phones(self) -> list[Phone]:
        return [Phone(**phone) for phone in self.shown["phones"]]

    @property
    def services(self) -> list[str]:
        return [code for code in Service.values if code in self.shown["services"]]

    @property
    def service_names(self) -> list[str]:
        return [str(Service(code).label) for code in self.services]

    @property
    def spoken(self) -> list[str]:
        """The languages that it is said to speak."""
        return [line.what for line in self._facts(LANGUAGES) if line.code == Answer.YES]

    @property
    def languages(self) -> Lines:
        return Lines.of(self._facts(LANGUAGES))

    @property
    def before_you_go(self) -> list[Line]:
        return [*self._facts(BEFORE_YOU_GO), self._figure(FigureCode.LONGEST_STAY)]

    @property
    def getting_about(self) -> Lines:
        return Lines.of(self._facts(GETTING_ABOUT))

    @property
    def room(self) -> Lines:
        return Lines.of([self._figure(FigureCode.BEDS), self._figure(FigureCode.FAMILY_PLACES)])

    @property
    def takes(self) -> Lines:
        return Lines.of(self.rules(Group.values))

    def rules(self, groups: Iterable[str]) -> list[Line]:
        lines = []
        for group in Group:
            if group in groups:
                fact = self.shown["rules"].get(group)
                said = Verdict(str(fact["value"])) if fact else Verdict.UNKNOWN
                lines.append(_line(str(group.label), str(said.label), fact, said))
        return lines

    def _facts(self, codes: list[Practice]) -> list[Line]:
        found = [(code, self.shown["facts"].get(code)) for code in codes]
        said = [Answer(str(fact["value"])) if fact else Answer.UNKNOWN for _code, fact in found]
        return [
            _line(str(code.label), str(answer.label), fact, answer)
            for (code, fact), answer in zip(found, said, strict=True)
        ]

    def _figure(self, code: FigureCode) -> Line:
        fact = self.shown["figures"].get(code)
        return _line(str(code.label), str(fact["value"]) if fact else str(Answer.UNKNOWN.label), fact)


def _line(what: str, said: str, fact: Fact | None, code: str = Answer.UNKNOWN) -> Line:
    if fact is None:
        return Line(what, said, None)
    return Line(what, said, _sourced(fact["source"], fact["stated_on"]), fact["condition"], code)


def _sourced(source: str, day: str | None) -> Sourced:
    return Provision(source=source, stated_on=_day(day))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
