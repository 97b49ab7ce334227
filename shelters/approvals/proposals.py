"""Two people for what could harm: a change waits until somebody else has seen before and after side by side.

Who confirms was a coordinator before the proposal was made, so nobody can bring a helper along (`second_person`). Where
nobody else can confirm, it waits for 72 hours in plain sight, and its maker may then confirm it; until then any
coordinator refuses it with one tap. Whatever changed in between overtakes it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ..audit import trail
from ..codes.staff import Decision, ProposalKind, Role
from ..directory.csv_file import BadFile
from ..faces import fields
from ..models import Freeze, Proposal, User
from ..staff import notices, team
from ..staff.team import actor
from . import departures, list_review, opening, public_fields, record, second_person


class Waiting(Exception):
    """Something of the same thing waits already."""


class MayNotConfirm(Exception):
    """This person may not confirm it, or not yet."""


class AlreadyDecided(Exception):
    """It is decided already, overtaken, or everything is frozen."""


@transaction.atomic
def propose(kind: ProposalKind, target: int | None, before: Any, after: Any, *, by: User) -> Proposal:
    """Let a change wait. Raises Waiting where one of the same thing does."""
    now = timezone.now()
    try:
        with transaction.atomic():
            made = Proposal.objects.create(
                kind=kind,
                target=target,
                before=before,
                after=after,
                made_by=by,
                made_at=now,
            )
    except IntegrityError as error:
        raise Waiting from error
    made.read_by.add(by)
    numbers = {"kind": kind.value} | ({"target": target} if target is not None else {})
    trail.write(actor(by), "proposal.made", f"proposal {made.pk}", numbers)
    notices.something_waits(team.coordinators().exclude(pk=by.pk))
    return made


def may_confirm(proposal: Proposal, user: User) -> bool:
    """A second person; or its maker, 72 hours later, where there is none."""
    now = timezone.now()
    if proposal.decision != Decision.WAITING or Role.COORDINATOR not in user.roles:
        return False
    if user.pk == proposal.made_by_id:
        alone = alone_from(proposal, now)
        return alone is not None and alone <= now
    if proposal.kind == ProposalKind.OPENING and user.pk not in opening.first_two():
        return False
    own_keys = proposal.kind == ProposalKind.KEYS and proposal.target == user.pk
    return not own_keys and second_person.may_confirm(user, proposal.made_at, now)


def alone_from(proposal: Proposal, now: datetime) -> datetime | None:
    """Where nobody else can be expected to confirm it: from when on its maker may. Else None."""
    concerned = [proposal.made_by_id, proposal.target if proposal.kind in _OF_A_PERSON else None]
    others = second_person.who_may_confirm(proposal.made_at, now).exclude(pk__in=[pk for pk in concerned if pk])
    if proposal.kind in _NEVER_ALONE or others.exists():
        return None
    # Before the site is opened the first coordinator brings the second along; the keys are compared all the same.
    first = proposal.kind == ProposalKind.COORDINATOR and opening.may_bring_second(proposal.made_by)
    return proposal.made_at if first else proposal.made_at + second_person.ALONE


@transaction.atomic
def confirm(proposal: Proposal, *, by: User) -> str:
    """Put it into effect; the token of a link, where one is made by it. Raises MayNotConfirm, AlreadyDecided."""
    locked = _open(proposal)
    if not may_confirm(locked, by):
        raise MayNotConfirm
    try:
        with transaction.atomic():
            token = _EFFECTS[locked.kind](locked, by)
    except _Overtaken:
        decide(locked, Decision.OVERTAKEN, by)
        return ""
    decide(locked, Decision.CONFIRMED, by)
    return token


@transaction.atomic
def bring_second(*, by: User) -> str:
    """The token of a link for the second coordinator, at once. Raises Waiting, MayNotConfirm."""
    return confirm(propose(ProposalKind.COORDINATOR, None, {}, {}, by=by), by=by)


@transaction.atomic
def withdraw(proposal: Proposal, *, by: User) -> None:
    """Its maker recalls it; another coordinator refuses it alone. Raises AlreadyDecided."""
    locked = _open(proposal)
    decide(locked, Decision.RECALLED if by.pk == locked.made_by_id else Decision.REFUSED, by)


def stop_all(by: User | None) -> None:
    """With the freeze: nothing that waits may be confirmed any more."""
    for proposal in Proposal.objects.select_for_update().waiting():
        decide(proposal, Decision.STOPPED, by)


def unread(user: User) -> int:
    """How many proposals of others this coordinator has not looked at, waiting or decided."""
    return Proposal.objects.exclude(read_by=user).exclude(made_by=user).count()


class _Overtaken(Exception):
    """What it would change is not what was seen any more."""


def _open(proposal: Proposal) -> Proposal:
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    refuse_while_frozen()
    if locked.decision != Decision.WAITING:
        raise AlreadyDecided
    return locked


def refuse_while_frozen() -> None:
    """Raises AlreadyDecided."""
    if Freeze.objects.running():
        raise AlreadyDecided


def decide(proposal: Proposal, decision: Decision, by: User | None) -> None:
    """Write how a proposal ended. What is hidden leaves it: what is decided needs it no more."""
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, by, timezone.now()
    if proposal.kind in fields.MODELS or proposal.kind == ProposalKind.DIRECTORY:
        record.reduce(proposal)
    proposal.save()
    trail.write(actor(by), f"proposal.{decision}", f"proposal {proposal.pk}")


def _face(proposal: Proposal, by: User) -> str:
    before = {} if proposal.target is None else public_fields.read(proposal.kind, proposal.target)
    if before is None or before != proposal.before:
        raise _Overtaken
    try:
        proposal.target = public_fields.put(proposal.kind, proposal.target, proposal.after)
    except ValidationError as error:
        raise _Overtaken from error
    record.record(proposal.kind, proposal.target, before, proposal.after, by=actor(by), proposal=proposal.pk)
    return ""


def _directory(proposal: Proposal, by: User) -> str:
    try:
        seen = list_review.take(proposal.after["csv"], by=actor(by), proposal=proposal.pk)
    except BadFile as error:
        raise _Overtaken from error
    if seen != list_review.Review(proposal.before["faces"], proposal.after["faces"]):
        raise _Overtaken
    return ""


def _coordinator(proposal: Proposal, by: User) -> str:
    return team.invite(Role.COORDINATOR, None, by=by, asked_by=proposal.made_by)


def _keys(proposal: Proposal, by: User) -> str:
    person = _person(proposal)
    token = team.renew_keys(person, by=by, asked_by=proposal.made_by)
    departures.rest_if_nobody_answers(person.organisation, by=actor(by))
    return token


def _departure(proposal: Proposal, by: User) -> str:
    departures.leave(_person(proposal), by=by)
    return ""


def _export(proposal: Proposal, by: User) -> str:
    """Nothing yet: one of the two takes it out with a key of the moment, `operations.whole_list`."""
    return ""


def _opening(proposal: Proposal, by: User) -> str:
    trail.write(actor(by), "site.opened", f"proposal {proposal.pk}")
    return ""


def _person(proposal: Proposal) -> User:
    person = User.objects.filter(pk=proposal.target or 0, is_active=True).first()
    if person is None:
        raise _Overtaken
    return person


_EFFECTS: dict[str, Callable[[Proposal, User], str]] = {
    ProposalKind.FACILITY: _face,
    ProposalKind.HOTLINE: _face,
    ProposalKind.ORGANISATION: _face,
    ProposalKind.DAY: _face,
    ProposalKind.DIRECTORY: _directory,
    ProposalKind.COORDINATOR: _coordinator,
    ProposalKind.KEYS: _keys,
    ProposalKind.DEPARTURE: _departure,
    ProposalKind.OPENING: _opening,
    ProposalKind.EXPORT: _export,
}
_NEVER_ALONE = (ProposalKind.OPENING, ProposalKind.EXPORT)
_OF_A_PERSON = (ProposalKind.KEYS, ProposalKind.DEPARTURE)
