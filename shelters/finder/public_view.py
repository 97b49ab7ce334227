"""A facility as the public sees it: its card in words, with what is not known said as not known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ..codes.public import (
    Answer,
    Basis,
    Confirmed,
    FigureCode,
    Group,
    Practice,
    Service,
    Verdict,
)
from ..codes.wording import language
from ..hours.calendar import Calendar
from ..hours.clock import BAKU
from ..hours.opening import Opening, Openings, best
from ..models.card import CardFields, Timed, timed_for, works_with_family
from ..models.place import Place
from ..published import database
from ..published.value import Published, PublishedCard
from ..published.words import CardWords, PhoneWords
from .fact_lines import FactLine, PublicSource, fact_line

# How it works there, how one gets in and about, and which languages it speaks.
BEFORE_YOU_GO = list(Practice)[: list(Practice).index(Practice.STEP_FREE)]
_SMALL_TOWN = 30_000  # people
_SERVICES = Service.values  # made anew by each look
LANGUAGES = [code for code in Practice if code.startswith("speaks_")]
GETTING_ABOUT = [code for code in Practice if code not in BEFORE_YOU_GO and code not in LANGUAGES]


@dataclass(frozen=True)
class Viewpoint:
    """In which minute and language it is read."""

    openings: Openings
    language: str

    @classmethod
    def of(cls, held: Published) -> "Viewpoint":
        """Now, in the language in use."""
        return cls(held.openings(timezone.now()), language())

    @property
    def now(self) -> datetime:
        return self.openings.now

    @property
    def calendar(self) -> Calendar:
        return self.openings.calendar

    @property
    def today(self) -> date:
        return self.now.astimezone(BAKU).date()

    def opening(self, hours: Mapping[str, Timed], services: Collection[str]) -> Opening:
        """Of a card's hours those of some services; of several the best."""
        if not hours:
            return self.openings.of("")
        texts = {timed["text"] for service in services if (timed := timed_for(hours, service))}
        return best(map(self.openings.of, sorted(texts))) or self.openings.of("")


@dataclass(frozen=True)
class Timing:
    """Hours of a facility as a page tells them: of what, by whom, and how they stand."""

    what: str
    source: PublicSource
    opening: Opening


@dataclass(frozen=True)
class FacilityView:
    """A card, as it reads at a moment in a language."""

    card: PublishedCard
    at: Viewpoint

    @property
    def shown(self) -> CardFields:
        return self.card.shown

    @property
    def hours(self) -> Mapping[str, Timed]:
        return self.card.hours

    @property
    def place(self) -> Place:
        return self.card.place

    @property
    def words(self) -> CardWords:
        return self.card.words[self.at.language]

    @property
    def name(self) -> str:
        return self.words.name

    @property
    def is_reported(self) -> bool:
        return self.shown["basis"] == Basis.REPORTED

    @property
    def basis(self) -> str:
        return str(Basis(self.shown["basis"]).label)

    @property
    def run_by(self) -> str:
        return self.words.run_by

    @property
    def works_with_family(self) -> bool:
        return works_with_family(self.shown)

    @property
    def is_in_small_town(self) -> bool:
        """Whether people of the town may see who goes in."""
        return (self.place.population or _SMALL_TOWN) < _SMALL_TOWN

    @property
    def confirmed(self) -> Confirmed:
        return Confirmed.of(_day(self.shown["last_confirmed"]), self.at.today)

    @property
    def listing(self) -> PublicSource:
        """The source of the listing, as any other fact's."""
        return PublicSource.of(self.shown["listing"])

    @property
    def asks(self) -> bool:
        """Whether somebody there answers questions, and a question can be put down now."""
        return self.shown["asks"] and database.answers()

    @property
    def phones(self) -> list[PhoneWords]:
        return self.words.phones

    @property
    def services(self) -> list[str]:
        return [code for code in _SERVICES if code in self.shown["services"]]

    @property
    def service_names(self) -> list[str]:
        return self.words.services

    @property
    def timings(self) -> list[Timing]:
        """Its hours: those of all that it offers first, then those of single services."""
        return [
            Timing(
                str(Service(service).label) if service else "",
                PublicSource.of(timed),
                self.at.openings.of(timed["text"]),
            )
            for service, timed in sorted(self.hours.items())
        ]

    @property
    def spoken(self) -> list[str]:
        """The languages that it is said to speak."""
        return [line.what for line in self._facts(LANGUAGES) if line.code == Answer.YES]

    @property
    def before_you_go(self) -> list[FactLine]:
        return [*self._facts(BEFORE_YOU_GO), self._figure(FigureCode.LONGEST_STAY)]

    @property
    def reports(self) -> dict[str, FactLine]:
        """Whom it tells, by the code of the practice."""
        codes = [Practice.POLICE_TOLD, Practice.FAMILY_TOLD]
        return dict(zip((code.value for code in codes), self._facts(codes), strict=True))

    @property
    def room(self) -> list[FactLine]:
        return [self._figure(FigureCode.BEDS), self._figure(FigureCode.FAMILY_PLACES)]

    @property
    def known(self) -> list[FactLine]:
        """How it works there, how one gets in, and how large it is: what somebody said of it."""
        return [line for line in (*self.before_you_go, *self._facts(GETTING_ABOUT), *self.room) if line.source]

    @property
    def pages(self) -> list[str]:
        """The addresses of the pages that say all this, each once."""
        lines = (line.source for line in (*self.takes, *self.known))
        sources = (self.listing, *lines, *(timing.source for timing in self.timings))
        return list(dict.fromkeys(one.page for one in sources if isinstance(one, PublicSource) and one.page))

    @property
    def not_known(self) -> list[str]:
        """What decides whether she goes, and nobody said."""
        unknown = [line.what for line in self.before_you_go if not line.source]
        return unknown if self.takes else [_("whom they take"), *unknown]

    @property
    def only_for(self) -> list[str]:
        """The groups that it is for alone, in words; empty where it is for others too."""
        return [str(group.label) for group in Group if group in self.shown["only_for"]]

    @property
    def takes(self) -> list[FactLine]:
        """Whom it takes and whom not: what somebody said."""
        return [line for line in self.rules(Group.values) if line.source]

    @property
    def takes_by_verdict(self) -> list[tuple[str, list[FactLine]]]:
        """What is said of whom it takes: those who come in, those on a condition, and those who do not."""
        words = {
            Verdict.YES: _("They take"),
            Verdict.CONDITIONAL: _("On a condition"),
            Verdict.NO: _("They do not take"),
        }
        found = [(said, [line for line in self.takes if line.code == code]) for code, said in words.items()]
        return [(said, lines) for said, lines in found if lines]

    def rules(self, groups: Iterable[str]) -> list[FactLine]:
        lines = []
        for group in Group:
            if group in groups:
                fact = self.shown["rules"].get(group)
                said = Verdict(str(fact["value"])) if fact else Verdict.UNKNOWN
                lines.append(fact_line(str(group.label), str(said.label), fact, said))
        return lines

    def _facts(self, codes: list[Practice]) -> list[FactLine]:
        found = [(code, self.shown["facts"].get(code)) for code in codes]
        said = [Answer(str(fact["value"])) if fact else Answer.UNKNOWN for _code, fact in found]
        return [
            fact_line(str(code.label), str(answer.label), fact, answer)
            for (code, fact), answer in zip(found, said, strict=True)
        ]

    def _figure(self, code: FigureCode) -> FactLine:
        fact = self.shown["figures"].get(code)
        return fact_line(str(code.label), str(fact["value"]) if fact else str(Answer.UNKNOWN.label), fact)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
