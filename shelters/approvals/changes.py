"""A change of the directory: what only lowers trust counts at once, all else waits for a second person."""

from contextlib import suppress
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..codes.staff import Decision, ProposalKind, Role
from ..directory import doubles
from ..faces import fields
from ..faces.fields import Face
from ..models import Facility, Hotline, Proposal, User
from ..staff import notices, team
from ..staff.team import actor
from . import lowering, proposals, public_fields, record


class MayNotPutBack(Exception):
    """Whoever lowered it may not put it back, or it was changed since."""


@dataclass(frozen=True)
class Effect:
    """What of a change counts already, and what waits. Both None: nothing differs."""

    lowered: Proposal | None = None
    waiting: Proposal | None = None


@transaction.atomic
def change(kind: ProposalKind, target: int | None, wanted: Face, *, by: User) -> Effect:
    """Change what people read of a thing: some of it at once, the rest as a proposal. Raises Waiting."""
    # One after the other, so that nobody lowers more than one person may.
    User.objects.select_for_update().get(pk=by.pk)
    before = public_fields.read(kind, target) if target is not None else None
    now = lowering.lowered(kind, before or {}, wanted)
    lowered = None
    if target is not None and before and now != before:
        if lowering.may_lower(target, before, by, timezone.now()):
            lowered = _lower(kind, target, before, now, by)
        else:
            now = before
    if now == wanted:
        return Effect(lowered)
    return Effect(lowered, proposals.propose(kind, target, now, wanted, by=by))


@transaction.atomic
def begin(kind: ProposalKind, face: Face, *, by: User) -> int:
    """Save something new that nobody reads yet; its id. Raises ValidationError."""
    shown = public_fields.SHOWN.get(kind)
    pk = public_fields.put(kind, None, face | ({shown: False} if shown else {}))
    record.record(kind, pk, {}, public_fields.read(kind, pk) or {}, by=actor(by))
    return pk


@transaction.atomic
def edit(thing: Facility | Hotline, wanted: Face, *, by: User) -> Effect:
    """Save at once what nobody ever read, and let it wait to be shown; else as `change`. Raises Waiting."""
    kind = fields.kind_of(thing)
    if public_fields.was_shown(thing):
        return change(kind, thing.pk, wanted, by=by)
    shown, before = public_fields.SHOWN[kind], public_fields.read(kind, thing.pk) or {}
    if wanted | {shown: False} != before:
        public_fields.put(kind, thing.pk, wanted | {shown: False})
        record.record(kind, thing.pk, before, public_fields.read(kind, thing.pk) or {}, by=actor(by))
    return change(kind, thing.pk, wanted, by=by) if wanted[shown] else Effect()


def _lower(kind: ProposalKind, target: int, before: Face, now: Face, by: User) -> Proposal:
    public_fields.put(kind, target, now)
    moment, differing = timezone.now(), [name for name in now if now[name] != before[name]]
    made = Proposal.objects.create(
        kind=kind,
        target=target,
        before={name: before[name] for name in differing},
        after={name: now[name] for name in differing},
        made_by=by,
        made_at=moment,
        decision=Decision.LOWERED,
        decided_by=by,
        decided_at=moment,
    )
    made.read_by.add(by)
    record.record(kind, target, before, now, by=actor(by), proposal=made.pk)
    told = team.coordinators()
    if kind == ProposalKind.FACILITY:
        # Whoever answers there should not learn it from a survivor.
        told = told | team.hosts([Facility.objects.values_list("organisation", flat=True).get(pk=target)])
    notices.something_waits(told.exclude(pk=by.pk))
    return made


def doubles_of(facility: int, wanted: Face) -> list[str]:
    """What may stand twice if a facility read so. Nothing is changed. Empty too if it cannot read so."""
    with suppress(ValidationError), transaction.atomic():
        public_fields.put(ProposalKind.FACILITY, facility, wanted)
        found = doubles.warnings([wanted["key"]])
        transaction.set_rollback(True)
        return found
    return []


def may_put_back(proposal: Proposal, user: User) -> bool:
    lowered = proposal.decision == Decision.LOWERED and bool(proposal.before)
    return lowered and Role.COORDINATOR in user.roles and user.pk != proposal.made_by_id


@transaction.atomic
def put_back(proposal: Proposal, *, by: User) -> None:
    """Another coordinator puts back what was lowered, as it stood. Raises MayNotPutBack, AlreadyDecided."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposals.refuse_while_frozen()
    if not may_put_back(locked, by):
        raise MayNotPutBack
    assert locked.target is not None
    now = public_fields.read(locked.kind, locked.target) or {}
    if any(now.get(name) != said for name, said in locked.after.items()):
        raise MayNotPutBack
    then = now | locked.before
    try:
        public_fields.put(locked.kind, locked.target, then)
    except ValidationError as error:
        raise MayNotPutBack from error
    record.record(locked.kind, locked.target, now, then, by=actor(by), proposal=locked.pk)
    proposals.decide(locked, Decision.PUT_BACK, by)
