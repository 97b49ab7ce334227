"""The page of a search: the answer as a heading, whom to call, what can be reached, and what is only known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..codes import telephone
from ..codes.public import Group, OrganisationType, Service
from ..codes.wording import capital
from ..hours.moment_words import when
from ..models.place import Place
from . import hotlines, sentences
from .hotlines import CallNow, HotlineView
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
    def reachable(self) -> list[Result]:
        """By distance; where the state is to be kept away from, what organisations run comes first."""
        found = [result for result in self.found.results if result.reachable]
        return sorted(found, key=self._is_run_by_state) if self.by_state else found

    @staticmethod
    def _is_run_by_state(result: Result) -> bool:
        return result.shown["run_by"] in (OrganisationType.STATE, OrganisationType.POLICE)

    @cached_property
    def cards(self) -> list[PlaceCard]:
        return [self._card(result) for result in self.reachable[:CARDS]]

    @cached_property
    def further(self) -> list[PlaceCard]:
        return [self._card(result) for result in self.reachable[CARDS:]]

    @cached_property
    def out_of_reach(self) -> list[PlaceCard]:
        return [self._card(result) for result in self.found.results if not result.reachable]

    def _card(self, result: Result) -> PlaceCard:
        card = place_card(result, self.wish, self._pick(result), self.here)
        return card | {"whom": NOTHING} if card["whom"] == f"{card['pick']}." else card

    @cached_property
    def towns(self) -> list[TownOfPlaces]:
        """Where the places are that cannot be reached, the nearest first."""
        numbers: dict[int, list[Result]] = {}
        for card in self.out_of_reach:
            numbers.setdefault(card["result"].place.pk, []).append(card["result"])
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
    def needs_own_words(self) -> bool:
        """Whether she is trans, lesbian, gay or bisexual: no line of their own is known."""
        return bool(_OWN_WORDS & self.wish.who)

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
