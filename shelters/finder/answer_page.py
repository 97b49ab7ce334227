"""The page of a search: the answer as a heading, whom to call, what can be reached, and what is only known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..codes import telephone
from ..codes.public import Accepts, Group, Service, Verdict
from ..codes.wording import capital
from ..hours.moment_words import when
from ..models.place import Place
from . import hotlines, sentences
from .hotlines import STATE, CallNow, HotlineView
from .place_card import NOTHING, PlaceCard, phrases, place_card
from .search import Result, SearchOutcome
from .wish import Wish

CARDS = 10  # so many places that can be reached stand open; the others are folded
_OWN_WORDS = frozenset({Group.TRANS_WOMAN, Group.TRANS_MAN, Group.NON_BINARY, Group.LGBQ})


@dataclass(frozen=True)
class TownOfPlaces:
    """How many places that cannot be reached a town has. `km` None: nobody said where from."""

    place: Place
    number: int
    km: int | None

    def __str__(self) -> str:
        words = {"town": self.place.name, "number": self.number, "km": self.km}
        return (_("%(town)s: %(number)s (%(km)s km)") if self.km else _("%(town)s: %(number)s")) % words


@dataclass(frozen=True)
class AnswerPage:
    """A search as its page tells it. `here` is the id of the card to which she comes back."""

    found: SearchOutcome
    by_state: bool
    for_other: bool
    here: str

    @classmethod
    def of(cls, found: SearchOutcome, entered: Mapping[str, Any]) -> "AnswerPage":
        return cls(found, bool(entered.get("by_state")), entered.get("for") == "other", entered.get("here", ""))

    @property
    def wish(self) -> Wish:
        return self.found.wish

    @cached_property
    def call(self) -> CallNow:
        return hotlines.call_now(self.found.hotlines, self.wish.who, by_state=self.by_state)

    @cached_property
    def danger(self) -> list[HotlineView]:
        return hotlines.in_danger(self.found.hotlines)

    @cached_property
    def complaints(self) -> list[HotlineView]:
        """Where whoever hurts her works for the state: the line for complaints about officials."""
        return hotlines.complaints(self.found.hotlines)[:1] if self.by_state else []

    @cached_property
    def reachable(self) -> list[Result]:
        return [result for result in self.found.results if result.reachable]

    def _is_apart(self, result: Result) -> bool:
        """Whether it is folded, because the state runs it and is to be kept away from."""
        return self.by_state and result.shown["run_by"] in STATE

    @cached_property
    def _open(self) -> list[PlaceCard]:
        return [self._card(result) for result in self.reachable if not self._is_apart(result)]

    @property
    def cards(self) -> list[PlaceCard]:
        return self._open[:CARDS]

    @property
    def further(self) -> list[PlaceCard]:
        return self._open[CARDS:]

    @cached_property
    def of_the_state(self) -> list[PlaceCard]:
        return [self._card(result) for result in self.reachable if self._is_apart(result)]

    @cached_property
    def out_of_reach(self) -> list[PlaceCard]:
        found = (result for result in self.found.results if not result.reachable)
        return [self._card(result) for result in sorted(found, key=self._is_apart)]

    def _card(self, result: Result) -> PlaceCard:
        """A doubt stands once above all cards (`doubts`), so no card repeats it."""
        card, said = place_card(result, self.wish, self._pick(result), self.here), phrases(result.at.language)
        elsewhere = (f"{card['pick']}.", said.accepts[Accepts.ASK], said.whether_a_son)
        return card | {"whom": NOTHING} if card["whom"] in elsewhere else card

    @cached_property
    def doubts(self) -> bool:
        """Whether a card in sight does not say if it takes who comes."""
        return any(not card["whom"] and not card["pick"] for card in self._open) and bool(self.wish.who)

    @cached_property
    def towns(self) -> list[TownOfPlaces]:
        """Where the places are that cannot be reached, the nearest first."""
        numbers: dict[int, list[Result]] = {}
        for result in self.found.results:
            if not result.reachable:
                numbers.setdefault(result.place.pk, []).append(result)
        return [TownOfPlaces(few[0].place, len(few), few[0].distance_km) for few in numbers.values()]

    @property
    def asking(self) -> list[str]:
        """The ids of those in sight that take questions."""
        return [card["result"].shown["id"] for card in self.cards if card["asks"]]

    @property
    def where(self) -> str:
        if self.found.start:
            return str(self.found.start.place.name)
        return _("Where you are") if self.found.begun else _("The whole country")

    @property
    def title(self) -> str:
        words: dict[str, Any] = {"where": self.where, "number": len(self.reachable)}
        if self.reachable:
            number = len(self.reachable)
            return ngettext("%(where)s: %(number)s place to ask", "%(where)s: %(number)s places to ask", number) % words
        opens = [line.opening.may_open_at for line in self.call.later if line.opening.may_open_at]
        if self.call.first or not opens:
            return _("%(where)s: who to call now") % words
        words["when"] = when(min(opens), self.found.at.today)
        return _("%(where)s: lines open %(when)s") % words

    @property
    def asked(self) -> str:
        """Who comes and what is needed, in words; empty where nothing was said."""
        who = [str(group.label) for group in Group if group in self.wish.who]
        if self.wish.oldest_son is not None:
            who.append(_("a son of %(age)s") % {"age": self.wish.oldest_son})
        needs = [str(service.label) for service in Service if service in self.wish.need]
        if self.wish.need == {Service.EMERGENCY_SHELTER}:
            needs = []
        return capital(", ".join(who + needs))

    @property
    def to_say(self) -> str:
        return sentences.to_say(self.wish)

    @property
    def to_show(self) -> str:
        return sentences.to_show(telephone.shown(self.call.first.hotline.number) if self.call.first else "112")

    @property
    def cannot_hear(self) -> bool:
        return sentences.cannot_hear(self.wish.who)

    @property
    def is_minor(self) -> bool:
        return Group.MINOR_ALONE in self.wish.who

    @property
    def for_them(self) -> list[str]:
        return sentences.for_them(self.wish)

    @property
    def needs_own_words(self) -> bool:
        """Whether she is trans, lesbian, gay or bisexual, and no line of their own is known."""
        known = (line for line in self.found.hotlines if line.fits and _OWN_WORDS.intersection(line.hotline.for_groups))
        return bool(_OWN_WORDS & self.wish.who) and next(known, None) is None

    @property
    def nobody_says_yes(self) -> bool:
        """Whether no place on the list says that it takes people who are trans, lesbian, gay or bisexual."""
        theirs = _OWN_WORDS & self.wish.who
        rules = (line for result in self.found.results for line in result.rules(theirs))
        return bool(theirs) and all(line.code != Verdict.YES for line in rules)

    @property
    def may_be_watched(self) -> bool:
        """Whether she asks for help with a phone or an account that is watched."""
        return Service.DIGITAL_SAFETY in self.wish.need

    @property
    def forced(self) -> bool:
        """Whether what is needed belongs to the plan after sexual violence."""
        return bool(self.wish.need & _OF_THE_PLAN)

    def _pick(self, result: Result) -> SafeString:
        """Why this card is marked; empty: it is not. Whoever helps somebody reads no promise to them."""
        picks, public_id, said = self.found.picks, result.shown["id"], phrases(result.at.language)
        if public_id == picks.takes_you and not self.for_other:
            return said.takes_you
        if public_id == picks.has_room:
            return said.may_have_room
        return said.nearest if public_id == picks.nearest else NOTHING


_OF_THE_PLAN = frozenset(
    {Service.FORENSIC_EXAMINATION, Service.HIV_PEP, Service.EMERGENCY_CONTRACEPTION, Service.STI_CARE}
)
