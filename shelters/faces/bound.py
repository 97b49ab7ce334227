"""The faces that the application wrote last, each bound under a key outside the database.

Whoever only writes into the database alters rows, and cannot make a bond. Rows that differ from their face are put
back. A thing without a right face is shown to nobody.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from time import time_ns
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..audit import trail
from ..codes.staff import ProposalKind
from ..models import BoundFace, Card, Facility, Organisation
from ..models.base import Revision, new_id
from ..models.facts import Confirmation, with_last_confirmed
from ..staff import notices, team
from .fields import MODELS, TABLES, Face, face_of, fields_of, standing
from .writing import new_row, put_tables, set_fields

KINDS = (ProposalKind.FACILITY, ProposalKind.HOTLINE, ProposalKind.DAY)  # an organisation stands in each of its places
WITH_BEDS = "pools"  # beds are counted, so they are no part of it
_SWITCH, _MOMENTS = "questions_paused", ("paused_at", "nobody_since", "nobody_until")
_FACTS = ("provisions", "rules", "only_for", "phones", "facts", "figures", "hours__dated")
ALTERED = _("Somebody wrote into the database. Whoever runs the server has to look first.")
_STAFF_READS = ("rules", "phones")  # besides the fields
_NEWEST = 20  # rows that are looked at for the newest serial


def with_facts(facilities: QuerySet[Facility]) -> QuerySet[Any]:
    """Facilities with all that a face and a card are made of, but their beds."""
    return with_last_confirmed(facilities).select_related("place", "organisation").prefetch_related(*_FACTS)


def right(kind: str, ids: Collection[int] | None = None) -> dict[int, BoundFace]:
    """Those of a kind that nobody altered, by id; `ids` None: all."""
    found = BoundFace.objects.filter(kind=kind)
    rows = found if ids is None else found.filter(target__in=ids)
    return {row.target: row for row in rows if row.is_bound()}


def faces(kind: str, ids: Collection[int]) -> dict[int, Face]:
    """The faces that count; the rows count for beds, and for what was never bound."""
    stands, known = standing(kind, ids), right(kind, ids)
    return {pk: face | (known[pk].face if pk in known else {}) for pk, face in stands.items()}


@transaction.atomic
def bind(kind: ProposalKind, ids: Collection[int]) -> None:
    """Let the rows count as they stand. Whoever changes them calls it, in the transaction of the change."""
    things = _things(kind, ids)
    if kind != ProposalKind.FACILITY:
        model: Any = MODELS[kind]
        Revision.change(model.revision)
    bind_things(kind, list(things))
    BoundFace.objects.filter(kind=kind, target__in=set(ids) - {thing.pk for thing in things}).delete()


def bind_things(kind: ProposalKind, things: Iterable[Any]) -> None:
    """The same for things that are read already, with all that belongs to them, by whoever holds the lock."""
    made = {thing.pk: _said(kind, thing) for thing in things}
    known = right(kind, made.keys())
    new = {pk: said for pk, said in made.items() if pk not in known or said != (known[pk].face, known[pk].state)}
    if not new:
        return
    serial = next_serial(BoundFace.objects.filter(kind=kind))
    rows = [BoundFace(kind=kind, target=pk, face=face, state=state, serial=serial) for pk, (face, state) in new.items()]
    for row in rows:
        row.bond = row.right_bond()
    BoundFace.objects.filter(kind=kind, target__in=new).delete()
    BoundFace.objects.bulk_create(rows, batch_size=500)


def next_serial(rows: "QuerySet[BoundFace] | QuerySet[Card]") -> int:
    """Greater than any before, so that an older row is known when it comes back. Call it under a lock."""
    newest = next((row.serial for row in rows.order_by("-serial")[:_NEWEST] if row.is_bound()), 0)
    return max(time_ns() // 1000, newest + 1)


def as_bound(facilities: Iterable[Facility]) -> list[Facility]:
    """The same as they count, with their rules and numbers. A facility without a right face is left out."""
    found = {facility.pk: facility for facility in facilities}
    known = right(ProposalKind.FACILITY, found.keys())
    return [_counting(facility, known[pk]) for pk, facility in found.items() if _is_of(facility, known.get(pk))]


@transaction.atomic
def put_back(kind: ProposalKind, ids: Collection[int]) -> set[int]:
    """Put back the rows that somebody altered, and tell. The ids that have a right face.

    Whoever is about to change a thing calls it first: else the change would bind what was altered.
    """
    known = right(kind, ids)
    stands = {thing.pk: _said_or_none(kind, thing) for thing in _things(kind, known.keys())}
    for one in known.values():
        if stands.get(one.target) != (one.face, one.state):
            _write(kind, one)
            trail.write(trail.CONSOLE, f"{kind}.put_back", f"{kind} {one.target}")
            notices.something_waits(team.coordinators())
    return set(known)


def put_all_back() -> None:
    for kind in KINDS:
        put_back(kind, BoundFace.objects.filter(kind=kind).values_list("target", flat=True))


def altered() -> list[str]:
    """What somebody wrote into the database, as the trail names it. It reads the whole directory."""
    found = []
    for kind in KINDS:
        known, things = right(kind), _things(kind, None)
        stands = {thing.pk: _said_or_none(kind, thing) for thing in things}
        said = {pk: (one.face, one.state) for pk, one in known.items()}
        found += [f"{kind} {pk}" for pk in sorted(stands.keys() | said.keys()) if stands.get(pk) != said.get(pk)]
    return found


def _things(kind: str, ids: Collection[int] | None) -> QuerySet[Any]:
    every: QuerySet[Any] = MODELS[kind]._default_manager.all()
    things = every if ids is None else every.filter(pk__in=ids)
    if kind == ProposalKind.FACILITY:
        return with_facts(things)
    if kind == ProposalKind.HOTLINE:
        things = with_last_confirmed(things).select_related("opening").prefetch_related("opening__dated")
    return things


def _said(kind: str, thing: Any) -> tuple[Face, Mapping[str, Any]]:
    """The face of a thing as it stands, and what changes without a second person."""
    face, state = face_of(kind, thing, but=WITH_BEDS), {}
    if kind != ProposalKind.DAY:
        state["last_confirmed"] = thing.last_confirmed.isoformat() if thing.last_confirmed else None
    if kind == ProposalKind.FACILITY:
        state |= {"public_id": thing.public_id, _SWITCH: thing.questions_paused}
        state |= {name: moment.isoformat() if (moment := getattr(thing, name)) else None for name in _MOMENTS}
        state["organisation"] = fields_of(thing.organisation)
    return face, state


def _said_or_none(kind: str, thing: Any) -> tuple[Face, Mapping[str, Any]] | None:
    """None: somebody wrote what cannot be read."""
    try:
        return _said(kind, thing)
    except (ValueError, ValidationError):
        return None


def _is_of(facility: Facility, one: BoundFace | None) -> bool:
    return one is not None and one.state["public_id"] == facility.public_id


def _counting(facility: Facility, one: BoundFace) -> Facility:
    """In memory."""
    set_fields(ProposalKind.FACILITY, facility, one.face)
    _set_state(facility, one.state)
    for table in TABLES[ProposalKind.FACILITY]:
        if table.name in _STAFF_READS:
            rows: Any = table.model._default_manager.all()
            rows._result_cache = [new_row(table, facility, said) for said in one.face[table.name]]
            rows._prefetch_done = True
            vars(facility).setdefault("_prefetched_objects_cache", {})[table.name] = rows
    return facility


def _set_state(facility: Facility, state: Mapping[str, Any]) -> None:
    facility.questions_paused = state[_SWITCH]
    for name in _MOMENTS:
        setattr(facility, name, datetime.fromisoformat(state[name]) if state[name] else None)


def _write(kind: ProposalKind, one: BoundFace) -> None:
    model: Any = MODELS[kind]
    thing = model._default_manager.filter(pk=one.target).first() or model(pk=one.target)
    _make_way(kind, one)
    set_fields(kind, thing, one.face)
    if isinstance(thing, Facility):
        _write_organisation(one)
        thing.public_id = one.state["public_id"]
        _set_state(thing, one.state)
    thing.save()
    for table in TABLES.get(kind, ()):
        if table.name != WITH_BEDS:
            table.model._default_manager.filter(**{table.owner: thing}).delete()
    put_tables(kind, thing, one.face)
    if kind != ProposalKind.DAY:
        newer = Confirmation.objects.filter(**{kind: thing})
        day = one.state["last_confirmed"]
        (newer.filter(confirmed_on__gt=day) if day else newer).delete()
    bind(kind, [one.target])


def _write_organisation(one: BoundFace) -> None:
    pk, said = one.face["organisation_id"], one.state["organisation"]
    its = Organisation.objects.filter(pk=pk).first() or Organisation(pk=pk)
    Organisation.objects.filter(key=said["key"]).exclude(pk=pk).update(key=f"{new_id()}-{pk}")
    set_fields(ProposalKind.ORGANISATION, its, said)
    its.save()


def _make_way(kind: ProposalKind, one: BoundFace) -> None:
    """A key or a day stands once: what somebody else's row took of it, it loses."""
    others = MODELS[kind]._default_manager.exclude(pk=one.target)
    if kind == ProposalKind.DAY:
        others.filter(day=one.face["day"]).delete()
    else:
        others.filter(key=one.face["key"]).update(key=f"{new_id()}-{one.target}")
