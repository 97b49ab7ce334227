"""What anybody may read, made ready to be searched: immutable, and swapped as a whole when something changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ..beds.availability import next_hour
from ..beds.room_answers import RoomAnswers
from ..codes.public import RoadNetwork, Verdict, mask
from ..hours.calendar import Calendar
from ..hours.opening import Openings, minute_of
from ..models.card import CardFields, Timed, timed_for, works_with_family
from ..models.hotline import Hotline
from ..models.place import Place, Rayon
from ..places.gazetteer import Gazetteer
from ..places.points import Array, Points
from .document import Document, Row, day_of, stated_days
from .words import CardWords, in_each_language

_NO_AGE = -1  # of sons: not known
NETWORKS = RoadNetwork.values  # `Columns.network` is a place here


@dataclass(frozen=True)
class PublishedCard:
    """A card with its place. `point` is where it is measured to, `row` what `Columns` holds of it.

    `words` are by language.
    """

    shown: CardFields
    hours: Mapping[str, Timed]
    place: Place
    point: tuple[float, float]
    row: tuple[int, ...]
    words: Mapping[str, CardWords]
    made_of: Row


class Columns(NamedTuple):
    """What a search filters and orders by, in the order of ids: sets of codes as bits; each yes or no is 1 or 0."""

    services: Array
    accepts: Array
    conditional: Array
    refuses: Array
    only_for: Array
    sons_up_to: Array
    reachable: Array
    network: Array
    with_family: Array


class PublishedHotline(NamedTuple):
    """A hotline with `last_confirmed` (a date or None), and its hours as text; "": not known."""

    hotline: Hotline
    hours: str


@dataclass(frozen=True)
class Published:
    """Everything that an anonymous answer is made of. `rows` maps an id to its number in `cards` and `columns`."""

    document: Document
    places: Gazetteer
    calendar: Calendar
    hotlines: Sequence[PublishedHotline]
    cards: Sequence[PublishedCard]
    columns: Columns
    points: Points
    rooms: Mapping[str, RoomAnswers]
    rows: Mapping[str, int] = field(repr=False)
    _minute: dict[str, Openings] = field(default_factory=dict, repr=False, compare=False)

    def find(self, public_id: str) -> PublishedCard | None:
        row = self.rows.get(public_id)
        return None if row is None else self.cards[row]

    def openings(self, now: datetime) -> Openings:
        """How hours stand in this minute; those of the minute before are forgotten."""
        last = self._minute.get("last")
        if last is None or last.now != minute_of(now):
            last = self._minute["last"] = Openings(self.calendar, now)
        return last

    @cached_property
    def rooms_until(self) -> datetime | None:
        """From then on nothing is known of rooms."""
        at = self.document.rooms_at
        return next_hour(datetime.fromisoformat(at)) if at else None

    @cached_property
    def without_what_passes(self) -> "Published":
        """The same without rooms and hours of places: what is too old says of none that it is open."""
        cards = {public_id: row | {"hours": {}} for public_id, row in self.document.cards.items()}
        return build(replace(self.document, cards=cards, rooms={}, rooms_at=""), self)

    @cached_property
    def room_kinds(self) -> list[RoomAnswers]:
        """Every way that shelters answer of their rooms."""
        return list(dict.fromkeys(self.rooms.values()))

    @cached_property
    def room_kind(self) -> Array:
        """Of each card the number in `room_kinds`; -1: nothing is told."""
        number = {kind: at for at, kind in enumerate(self.room_kinds)}
        found = np.full(len(self.cards), -1)
        for public_id, kind in self.rooms.items():
            if public_id in self.rows:
                found[self.rows[public_id]] = number[kind]
        return found

    @cached_property
    def schedules(self) -> Mapping[str, Array]:
        """For each service the number in `texts` of each card's hours; 0: nothing is known of them."""
        number = {text: at for at, text in enumerate(self.texts)}
        found: dict[str, Array] = {}
        for row, card in enumerate(self.cards):
            for service in card.shown["services"] if card.hours else ():
                if timed := timed_for(card.hours, service):
                    column = found.setdefault(service, np.zeros(len(self.cards), np.int32))
                    column[row] = number[timed["text"]]
        return found

    @cached_property
    def texts(self) -> list[str]:
        """Every way that hours are written; the first is that nothing is known."""
        return ["", *sorted({timed["text"] for card in self.cards for timed in card.hours.values()})]


def build(document: Document, old: Published | None = None) -> Published:
    """The value of a document. What it has in common with `old` is taken over."""
    here = old.document if old else Document()
    same_places = old is not None and _same(document, here, "places", "names", "rayons")
    places = old.places if old and same_places else _gazetteer(document)
    same_cards = old if same_places and document.frozen == here.frozen else None
    listed = _edited(document, same_cards) if same_cards else None
    return Published(
        document=document,
        places=places,
        calendar=old.calendar if old and _same(document, here, "days") else Calendar(stated_days(document.days)),
        hotlines=old.hotlines if old and _same(document, here, "hotlines") else _hotlines(document),
        rooms=old.rooms if old and document.rooms is here.rooms else _rooms(document),
        **(listed or _listed(document, places, same_cards))._asdict(),
    )


class _Listed(NamedTuple):
    """The parts of a value that stand in the order of ids."""

    cards: list[PublishedCard]
    columns: Columns
    points: Points
    rows: Mapping[str, int]


def _listed(document: Document, places: Gazetteer, old: Published | None) -> _Listed:
    known = {id(card.made_of): card for card in old.cards} if old else {}
    rows = [document.cards[public_id] for public_id in sorted(document.cards)]
    # What stands in a place that is newer than these comes with the next look.
    cards = [card for row in rows if (card := known.get(id(row)) or published_card(row, places, document.frozen))]
    table = np.array([card.row for card in cards] or np.empty((0, len(Columns._fields))), np.int64)
    columns = Columns(*(np.ascontiguousarray(column) for column in table.T))
    numbers = {card.shown["id"]: number for number, card in enumerate(cards)}
    return _Listed(cards, columns, Points([card.point for card in cards]), numbers)


def _edited(document: Document, old: Published) -> _Listed | None:
    """The same where some cards were edited and none came, went or moved; None: it is otherwise."""
    if document.cards.keys() != old.rows.keys():
        return None
    here = old.document.cards
    edited = [row for public_id, row in document.cards.items() if row is not here.get(public_id)]
    cards, columns = list(old.cards), Columns(*(column.copy() for column in old.columns))
    for row in edited:
        number, card = old.rows[row["shown"]["id"]], published_card(row, old.places, document.frozen)
        if card is None or card.point != cards[number].point:
            return None
        cards[number] = card
        for column, code in zip(columns, card.row, strict=True):
            column[number] = code
    return _Listed(cards, columns, old.points, old.rows)


def _rooms(document: Document) -> dict[str, RoomAnswers]:
    return {public_id: RoomAnswers.read(row) for public_id, row in document.rooms.items()}


def _same(one: Document, other: Document, *parts: str) -> bool:
    pairs = ((getattr(one, part), getattr(other, part)) for part in parts)
    return all(new is old or new == old for new, old in pairs)


def _gazetteer(document: Document) -> Gazetteer:
    rayons, places = [Rayon(**row) for row in document.rayons], [Place(**row) for row in document.places]
    known = {place.pk for place in places}
    return Gazetteer.of(rayons, places, ((pk, name, kind) for pk, name, kind in document.names if pk in known))


def _hotlines(document: Document) -> list[PublishedHotline]:
    found = []
    for row in document.hotlines:
        fields = {name: value for name, value in row.items() if name not in ("opening", "last_confirmed")}
        hotline: Any = Hotline(**fields | {"stated_on": day_of(row["stated_on"])})
        hotline.last_confirmed = day_of(row["last_confirmed"])
        found.append(PublishedHotline(hotline, row["opening"] or ""))
    return found


def published_card(row: Row, places: Gazetteer, frozen: bool = False) -> PublishedCard | None:
    """A card with its place. None: the place is newer than these."""
    shown: CardFields = row["shown"]
    if frozen:
        shown = shown | {"asks": False}
    place = places.places.get(shown["place_id"])
    if place is None:
        return None
    groups: dict[Any, list[str]] = {}
    for group, fact in shown["rules"].items():
        groups.setdefault(fact["value"], []).append(group)
    sons = shown["sons_up_to"]
    said = Columns(
        services=mask(shown["services"]),
        accepts=mask(groups.get(Verdict.YES, ())),
        conditional=mask(groups.get(Verdict.CONDITIONAL, ())),
        refuses=mask(groups.get(Verdict.NO, ())),
        only_for=mask(shown["only_for"]),
        sons_up_to=_NO_AGE if sons is None else sons,
        reachable=int(bool(shown["phones"]) or shown["asks"]),
        network=NETWORKS.index(place.network),
        with_family=int(works_with_family(shown)),
    )
    door = shown["door"]
    point = (door[0], door[1]) if door else (place.lat, place.lon)
    return PublishedCard(shown, row["hours"], place, point, tuple(said), in_each_language(shown, place), row)
