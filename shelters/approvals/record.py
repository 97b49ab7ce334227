"""Every change of the directory in the trail, with before and after, and without what is hidden.

Before and after stand in payloads, which can be erased. Where a place is, and how to reach it, has a payload of its
own: `forget` erases it when the place becomes hidden, and leaves the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from ..audit import trail, wal
from ..audit.trail import Actor
from ..codes.public import Basis, Visibility
from ..codes.staff import Decision, ProposalKind
from ..faces import bound
from ..faces.fields import MODELS, TABLES, Face, Table, standing
from ..models import Facility, Proposal
from ..models.trail import TrailPayload
from ..witness import identity, ledger
from ..witness.ledger import Ending

KEPT = timedelta(days=2 * 365)
CHANGED = "changed"  # stands for a hidden value
WHEREABOUTS = ("address", "lat", "lon", "place_id", "phones", "basis_url")
_NAMES = ("name_az", "name_ru", "name_en")
_DIRECTORY = (*(f"{kind}.changed" for kind in ProposalKind.values), f"{ProposalKind.FACILITY}.moved")


def record(kind: str, target: int, before: Face, after: Face, *, by: Actor, proposal: int | None = None) -> None:
    """Write a change into the trail, and erase what it hides from everywhere else."""
    ledger.end(Ending.FACT, *sorted(facts(kind, target, before) - facts(kind, target, after)))
    if kind == ProposalKind.FACILITY:
        hides = _hides_where_it_is(before, after)
        if hides or _withdraws_a_number(before, after):
            forget(target, but=proposal, pages=hides)
    numbers = {"proposal": proposal} if proposal is not None else {}
    old, new = without_hidden(kind, before, after)
    for what, fields in ((f"{kind}.changed", new.keys() - set(WHEREABOUTS)), (f"{kind}.moved", {*WHEREABOUTS})):
        some = sorted(fields & (old.keys() | new.keys()))
        if some:
            payload = {
                "before": {name: old.get(name) for name in some},
                "after": {name: new.get(name) for name in some},
            }
            trail.write(by, what, f"{kind} {target}", numbers, payload)


def facts(kind: str, target: int, face: Face) -> set[str]:
    """What the ledger of endings keeps of a facility or a hotline, if it is taken away."""
    if kind != ProposalKind.FACILITY:
        return identity.of_facts(f"{kind} {target}", face)
    public_id = Facility.objects.values_list("public_id", flat=True).filter(pk=target).first()
    return identity.of_facts(f"{kind} {public_id}", face)


def without_hidden(kind: str, before: Face, after: Face) -> tuple[Face, Face]:
    """Only what differs; what is hidden, or is withdrawn, only as "changed"."""
    old, new = {}, {}
    hidden = _hidden_fields(kind, before, after)
    tables = {table.name: table for table in TABLES.get(kind, ())}
    for name in [*before, *(name for name in after if name not in before)]:
        one, other = before.get(name), after.get(name)
        if one == other:
            continue
        if name in tables and isinstance(one or other, list):
            one, other = _rows(tables[name], one or [], other or [], _all_private(before, after))
            if "basis_url" in hidden:
                one, other = ([_without_page(row) for row in rows] for rows in (one, other))
        elif name in hidden:
            one, other = (CHANGED if value else value for value in (one, other))
        old[name], new[name] = one, other
    return old, new


def _without_page(row: Any) -> Any:
    return row | {"source_url": CHANGED} if isinstance(row, dict) and row.get("source_url") else row


def _hidden_fields(kind: str, before: Face, after: Face) -> set[str]:
    if kind != ProposalKind.FACILITY:
        return set()
    hidden = {"notes"}
    if before.get("confidential") or after.get("confidential"):
        hidden |= {"address", "lat", "lon", "basis_url"}
    if after.get("confidential") and before and not before.get("confidential"):
        hidden.add("place_id")
    return hidden | {*_NAMES, "basis_url"} if _all_private(before, after) else hidden


def _all_private(before: Face, after: Face) -> bool:
    """Of a reported place the public reads neither names nor numbers."""
    return Basis.REPORTED in (before.get("basis"), after.get("basis"))


def _rows(table: Table, before: list[Any], after: list[Any], all_private: bool) -> tuple[list[Any], list[Any]]:
    old, new = ({row[table.key]: row for row in rows if isinstance(row, dict)} for rows in (before, after))
    keys = [key for key in [*old, *(key for key in new if key not in old)] if old.get(key) != new.get(key)]

    def said(rows: dict[str, Any]) -> list[Any]:
        return [CHANGED if _private(table, old.get(k), new.get(k), all_private) else rows[k] for k in keys if k in rows]

    return said(old), said(new)


def _private(table: Table, old: Face | None, new: Face | None, all_private: bool) -> bool:
    """A row for caseworkers, a number that is withdrawn, or the name of a room."""
    if table.name == "pools" or (table.name == "phones" and (all_private or new is None)):
        return True
    return Visibility.CASEWORKERS in ((row or {}).get("visible_to") for row in (old, new))


def _hides_where_it_is(before: Face, after: Face) -> bool:
    """Whether it was public where it is, and is not any more."""
    is_hidden = bool(after.get("confidential") and not before.get("confidential"))
    return is_hidden or after.get("basis") == Basis.REPORTED != before.get("basis")


def _withdraws_a_number(before: Face, after: Face) -> bool:
    old, new = (
        {row["number"] for row in face.get("phones", []) if row["visible_to"] == Visibility.PUBLIC}
        for face in (before, after)
    )
    return bool(old - new)


def forget(target: int, but: int | None = None, *, pages: bool = True) -> None:
    """Erase where a facility is and how to reach it, from the trail and from proposals. Lists that name it end.

    `but` is the proposal that is put into effect: `decided` takes the hidden values from it. With `pages` the pages of
    its sources go too, since a page can lead to a door.
    """
    of_facility = TrailPayload.objects.filter(entry__subject=f"facility {target}", entry__what__in=_DIRECTORY)
    for payload in of_facility.select_related("entry"):
        if payload.entry.what.endswith(".moved") or (pages and _names_a_page(payload.data)):
            payload.delete()
    name = f"{ProposalKind.FACILITY} {Facility.objects.values_list('key', flat=True).get(pk=target)}"
    of_it = Q(kind=ProposalKind.FACILITY, target=target) | Q(kind=ProposalKind.DIRECTORY)
    for proposal in Proposal.objects.select_for_update().filter(of_it).exclude(pk=but or 0):
        _forget_in(proposal, name, pages)
    transaction.on_commit(wal.truncate)


def _forget_in(proposal: Proposal, name: str, pages: bool) -> None:
    is_list = proposal.kind == ProposalKind.DIRECTORY
    listed = str(proposal.after.get("csv", "")) if is_list else ""
    if proposal.decision == Decision.WAITING and (not is_list or name.partition(" ")[2] in listed):
        proposal.decision = Decision.OVERTAKEN
        reduce(proposal)
    for side in (proposal.before, proposal.after):
        face = (side.get("faces", {}).get(name) if is_list else side) or {}
        for field in WHEREABOUTS:
            face.pop(field, None)
        for name_of_table, rows in face.items():
            if pages and isinstance(rows, list):
                face[name_of_table] = [_without_page(row) for row in rows]
    proposal.save()


def _names_a_page(payload: Face) -> bool:
    tables = (rows or [] for side in payload.values() for rows in side.values() if isinstance(rows, list))
    return any(_without_page(row) != row for rows in tables for row in rows)


def reduce(proposal: Proposal) -> None:
    """What is decided keeps only what differs, without hidden values; a list goes."""
    if proposal.kind == ProposalKind.DIRECTORY:
        proposal.after.pop("csv", None)
        old, new = proposal.before["faces"], proposal.after["faces"]
        pairs = {name: without_hidden(name.partition(" ")[0], old[name] or {}, new[name] or {}) for name in new}
        proposal.before = {"faces": {name: pair[0] for name, pair in pairs.items()}}
        proposal.after = {"faces": {name: pair[1] for name, pair in pairs.items()}}
    else:
        proposal.before, proposal.after = without_hidden(proposal.kind, proposal.before, proposal.after)


def purge(now: datetime) -> int:
    """Erase before and after of changes that are older than they are kept. The entries of the trail stay."""
    old = TrailPayload.objects.filter(entry__what__in=_DIRECTORY, entry__at__lt=now - KEPT)
    number, _by_table = old.delete()
    decided = Proposal.objects.filter(decided_at__lt=now - KEPT)
    decided.filter(kind=ProposalKind.DIRECTORY).update(before={"faces": {}}, after={"faces": {}})
    decided.exclude(kind=ProposalKind.DIRECTORY).update(before={}, after={})
    return number


@contextmanager
def recorded(by: Actor) -> Iterator[None]:
    """Write into the trail whatever is changed meanwhile, anywhere in the directory: for the console."""
    with transaction.atomic():
        bound.put_all_back()
        before = _all_faces()
        yield
        for (kind, target), face in _all_faces().items():
            if before.get((kind, target)) != face:
                if kind in bound.KINDS:
                    bound.bind(ProposalKind(kind), [target])
                record(kind, target, before.get((kind, target)) or {}, face, by=by)


def _all_faces() -> dict[tuple[str, int], Face]:
    found = {
        kind: standing(kind, model._default_manager.values_list("pk", flat=True)) for kind, model in MODELS.items()
    }
    return {(kind, target): face for kind, some in found.items() for target, face in some.items()}
