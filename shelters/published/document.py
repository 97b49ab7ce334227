"""The same as plain values, as a file holds them: what is read of the database, and what the value is made of."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import InternalError

from ..beds import snapshots
from ..beds.availability import last_hour
from ..codes.staff import ProposalKind
from ..faces.fields import SCHEDULE
from ..models.base import Revision
from ..models.card import BoundFace, Card
from ..models.hours import DayOverride
from ..models.place import Place, PlaceName, Rayon
from ..models.proposal import Freeze
from ..models.sourced import SOURCED
from . import database

_RAYON = ("code", "type", "centre_id", "name_az", "name_ru", "name_en", "adjective_ru", "economic_region")
_PLACE = ("id", "rayon_id", "name_az", "name_ru", "name_en", "population", "lat", "lon", "network")
_NAME = ("place_id", "folded", "kind")
_DAY = ("day", "working", "name_az", "name_ru", "name_en")
_LANGUAGES = ("az", "ru", "en")
_HOTLINE = (
    *("key", "number", *(f"label_{code}" for code in _LANGUAGES), *(f"hours_{code}" for code in _LANGUAGES)),
    *("answers", "emergency", "for_groups", "for_needs", "run_by", "in_writing", "landline"),
    *("position", *SOURCED),
)
_MANY = 20_000  # rows that are fetched at once
_HANDFUL = 500  # so many cards are named one by one in a query; of more all are read
Row = dict[str, Any]


@dataclass(frozen=True)
class Document:
    """Public facts and nothing else, each part a list of rows; `cards` by public id.

    `rooms` are those of the hour `rooms_at` (ISO 8601; empty: never read). `frozen`: no place can be asked now.
    `newest`: the greatest serial among the cards, lines and days that were ever read.
    """

    rayons: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    names: list[list[Any]] = field(default_factory=list)
    hotlines: list[Row] = field(default_factory=list)
    days: list[Row] = field(default_factory=list)
    cards: Mapping[str, Row] = field(default_factory=dict)
    rooms: Mapping[str, Row] = field(default_factory=dict)
    rooms_at: str = ""
    frozen: bool = False
    newest: dict[str, int] = field(default_factory=dict)


def read(old: Document, changed: Collection[str], now: datetime) -> Document:
    """The database as it stands. What does not belong to what changed (of `Revision`) is taken over from `old`."""
    parts: dict[str, Any] = {}
    if Revision.PLACES in changed:
        parts["rayons"] = [dict(row) for row in Rayon.objects.values(*_RAYON)]
        parts["places"] = [dict(row) for row in Place.objects.values(*_PLACE)]
        parts["names"] = [list(row) for row in PlaceName.objects.values_list(*_NAME)]
    newest = dict(old.newest)
    if Revision.HOTLINES in changed:
        parts["hotlines"] = sorted(_bound(ProposalKind.HOTLINE, old.hotlines, newest), key=_position)
    if Revision.FREEZE in changed:
        parts["frozen"] = Freeze.objects.stops_everything()
    if Revision.CALENDAR in changed:
        parts["days"] = sorted(_bound(ProposalKind.DAY, old.days, newest), key=lambda row: str(row["day"]))
    if Revision.CARDS in changed:
        parts["cards"] = _cards(old.cards, newest)
    hour = last_hour(now)
    if Revision.ROOMS in changed or old.rooms_at != hour.isoformat():
        rooms = _rooms(old.rooms, now)
        if rooms is not None:
            parts |= {"rooms": rooms, "rooms_at": hour.isoformat()}
    return replace(old, newest=newest, **parts)


def _cards(old: Mapping[str, Row], newest: dict[str, int]) -> dict[str, Row]:
    """Of many cards those that changed are read: each has a digest of its own.

    A card that somebody wrote into the database, or an older card that is put back, changes nothing: the card stays
    as it was.
    """
    digests = dict(Card.objects.values_list("public_id", "digest").iterator(chunk_size=_MANY))
    known = {public_id: row["digest"] for public_id, row in old.items()}
    new = [public_id for public_id, digest in digests.items() if known.get(public_id) != digest]
    some = Card.objects.filter(public_id__in=new) if len(new) <= _HANDFUL else Card.objects.order_by("public_id")
    cards = dict(old)
    for public_id in known.keys() - digests.keys():
        del cards[public_id]
    so_far = newest.get(_CARDS, 0)
    for card in some.iterator(chunk_size=_MANY):
        if known.get(card.public_id) != card.digest and card.serial > so_far and card.is_bound():
            cards[card.public_id] = {"shown": card.shown, "hours": card.hours, "digest": card.digest}
            newest[_CARDS] = max(newest.get(_CARDS, 0), card.serial)
    return cards


def _bound(kind: ProposalKind, old: list[Row], newest: dict[str, int]) -> list[Row]:
    """The lines, or the moved days. What was altered, or is older than what was read, stays as it was."""
    key, make = _FACES[kind]
    held, so_far, rows = {row[key]: row for row in old}, newest.get(kind, 0), []
    for one in BoundFace.objects.filter(kind=kind):
        row, said = make(one), str(one.face.get(key))
        if not one.is_bound() or (one.serial <= so_far and row != held.get(said)):
            row = held.get(said)
        elif row is not None:
            newest[kind] = max(newest.get(kind, 0), one.serial)
        if row is not None:
            rows.append(row)
    return rows


def _rooms(old: Mapping[str, Row], now: datetime) -> Mapping[str, Row] | None:
    """The old ones where they are the same: then nobody need compare them again.

    None: the hour's answers are not stored yet, and the database takes no writes.
    """
    try:
        rooms = snapshots.told(now)
    except InternalError as error:
        if database.takes_no_writes(error):
            return None
        raise
    return old if rooms == old else rooms


def _hotline(one: BoundFace) -> Row | None:
    """None: nobody reads it."""
    face = one.face
    if not face["published"]:
        return None
    row = {name: face[name] for name in _HOTLINE}
    opening = face["opening"][0][SCHEDULE] if face["opening"] else None
    return row | {"opening": opening, "last_confirmed": one.state["last_confirmed"]}


def _day(one: BoundFace) -> Row:
    return {name: one.face[name] for name in _DAY}


def _position(row: Row) -> tuple[int, str]:
    return row["position"], row["key"]


_CARDS = "cards"
_FACES: dict[str, tuple[str, Callable[[BoundFace], Row | None]]] = {
    ProposalKind.HOTLINE: ("key", _hotline),
    ProposalKind.DAY: ("day", _day),
}


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def stated_days(rows: Iterable[Row]) -> dict[date, DayOverride]:
    days = (DayOverride(**row | {"day": date.fromisoformat(row["day"])}) for row in rows)
    return {day.day: day for day in days}
