"""A list as the public would read it, before anybody hands it in."""

from dataclasses import dataclass

from django.db import transaction

from ..codes.public import Accepts, Visibility
from ..codes.staff import ProposalKind
from ..faces.bound import with_facts
from ..finder import ranking
from ..finder.place_card import PlaceCard, place_card
from ..finder.public_view import Viewpoint
from ..finder.search import Result
from ..finder.wish import Wish
from ..models import Facility
from ..published import current
from ..published.card import card
from ..published.value import Published, published_card
from . import list_review

SHOWN = 200  # rows


@dataclass(frozen=True)
class ListRow:
    """A facility of the list. `cards` is its card alone. Empty: the public may not read of it, or lacks a reason to."""

    facility: Facility
    is_new: bool
    is_changed: bool
    cards: list[PlaceCard]


@dataclass(frozen=True)
class Preview:
    """The first rows of a list, how many there are, how many change something, and what may stand there twice."""

    rows: list[ListRow]
    number: int
    changed: int
    doubles: list[str]

    @property
    def further(self) -> int:
        return self.number - len(self.rows)


def preview(text: str) -> Preview:
    """What taking a list in would give; nothing is taken. Raises BadFile."""
    held, doubles = current.get(), list[str]()  # before the list is there: no other reader may see it
    with transaction.atomic():
        known = set(Facility.objects.values_list("key", flat=True))
        seen = list_review.take(text, by=None, warn=doubles.append)
        keys = [row["key"] for row in list_review.rows_of(text)]
        rows = [_row(one, known, seen, held) for one in _facilities(keys[:SHOWN])]
        transaction.set_rollback(True)
    return Preview(rows, len(keys), len(seen.after), doubles)


def _facilities(keys: list[str]) -> list[Facility]:
    """In the order of the list."""
    found = with_facts(Facility.objects.filter(key__in=keys))
    return sorted(found, key=lambda facility: keys.index(facility.key))


def _row(facility: Facility, known: set[str], seen: list_review.Review, held: Published) -> ListRow:
    is_changed = f"{ProposalKind.FACILITY} {facility.key}" in seen.after
    return ListRow(facility, facility.key not in known, is_changed, public_cards(facility, held))


def public_cards(facility: Facility, held: Published) -> list[PlaceCard]:
    """The card of a result, where nobody said where from, or who comes. Empty: the public may not read of it."""
    is_secret = any(one.visible_to == Visibility.CASEWORKERS for one in facility.only_for.all())
    if not facility.basis or is_secret:
        return []
    made = card(facility)
    told = published_card({"shown": made.shown, "hours": made.hours}, held.places)
    if told is None:
        return []
    reachable = bool(made.shown["phones"] or made.shown["asks"])
    hit = ranking.Hit(told, None, None, Accepts.ASK, None, reachable)
    wish = Wish(need=frozenset(made.shown["services"]))
    return [place_card(Result(told, Viewpoint.of(held), hit, wish), wish)]
