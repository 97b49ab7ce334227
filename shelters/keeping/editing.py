"""Change a facility from its own pages: by the same way as the admin and the files, `approvals.changes`.

A page begins with what its reader proposed last, if that waits still. So several pages make one proposal.
"""

from django.db import transaction

from ..approvals import changes, proposals, public_fields
from ..approvals.changes import Effect
from ..approvals.public_fields import Face
from ..audit import trail
from ..codes.staff import OffListReason, ProposalKind
from ..models import Facility, Proposal, User
from ..staff import team


class AnothersWaits(Exception):
    """Somebody else proposed a change of it, which waits."""


def waiting(facility: Facility) -> Proposal | None:
    return Proposal.objects.waiting().filter(kind=ProposalKind.FACILITY, target=facility.pk).first()


def face_for(facility: Facility, user: User) -> Face:
    """The facility as this person left it: with their own proposal, if it waits."""
    own = waiting(facility)
    if own and own.made_by_id == user.pk:
        return dict(own.after)
    return public_fields.read(ProposalKind.FACILITY, facility.pk) or {}


@transaction.atomic
def begin(wanted: Face, *, by: User) -> Facility:
    """A new facility, which nobody but coordinators reads. Raises ValidationError."""
    return Facility.objects.get(pk=changes.begin(ProposalKind.FACILITY, wanted, by=by))


@transaction.atomic
def save(facility: Facility, wanted: Face, *, by: User) -> Effect:
    """Let a facility read so. What this person had proposed of it before becomes a part of the new proposal.

    Raises ValidationError, AnothersWaits, AlreadyDecided.
    """
    before = waiting(facility)
    if before and before.made_by_id != by.pk:
        raise AnothersWaits
    if wanted == face_for(facility, by):
        return Effect(waiting=before)
    check(facility.pk, wanted)
    if before:
        proposals.withdraw(before, by=by)
    return changes.edit(facility, wanted, by=by)


@transaction.atomic
def take_off(facility: Facility, reason: OffListReason, *, by: User) -> Effect:
    """Take a place off the list. Nothing is deleted, and the trail says why. Raises as `save`."""
    effect = save(facility, face_for(facility, by) | {"listed": False}, by=by)
    trail.write(team.actor(by), f"facility.off_{reason}", f"facility {facility.pk}")
    return effect


def check(target: int | None, wanted: Face) -> None:
    """Raises ValidationError where a facility cannot read so. Nothing is changed."""
    with transaction.atomic():
        public_fields.put(ProposalKind.FACILITY, target, wanted)
        transaction.set_rollback(True)


def missing(face: Face) -> list[str]:
    """The codes of what a draft needs before it can be listed."""
    lacks = {
        "basis": not (face["basis"] and (face["basis_source"] or face["basis_url"])),
        "services": not face["provisions"],
        "takes": not face["rules"],
    }
    return [code for code, is_missing in lacks.items() if is_missing]
