"""Change a facility from its own pages: by the same way as the admin and the files, `approvals.changes`.

A page begins with what its reader proposed last, if that waits still. So several pages make one proposal.
"""

from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..approvals import changes, proposals, public_fields
from ..approvals.changes import Effect
from ..approvals.proposals import AlreadyDecided
from ..audit import trail
from ..beds import counting
from ..beds.counting import CountedBy, Numbers
from ..codes.staff import CountRoute, OffListReason, ProposalKind, Role
from ..faces.fields import Face
from ..models import Facility, Proposal, User
from ..staff import team


class AnothersWaits(Exception):
    """Somebody else proposed a change of it, which waits."""


def editable(user: User) -> QuerySet[Facility]:
    """What this person may propose to change: a coordinator everything, a host what people read of their house."""
    if Role.COORDINATOR in user.roles:
        return Facility.objects.all()
    return Facility.objects.filter(organisation=user.organisation_id or 0, ever_listed=True)


def proposed_by(user: User) -> QuerySet[Proposal]:
    """This person's own changes of places, which wait."""
    return Proposal.objects.waiting().filter(kind=ProposalKind.FACILITY, made_by=user)


def waiting(facility: Facility) -> Proposal | None:
    return Proposal.objects.waiting().filter(kind=ProposalKind.FACILITY, target=facility.pk).first()


def face_for(facility: Facility, user: User) -> Face:
    """The facility as this person left it: with their own proposal, if it waits."""
    own = waiting(facility)
    if own and own.made_by_id == user.pk:
        return dict(own.after)
    return public_fields.read(ProposalKind.FACILITY, facility.pk) or {}


@transaction.atomic
def begin(wanted: Face, organisation: Face | None = None, *, by: User) -> Facility:
    """A new facility, which nobody but coordinators reads, perhaps with a new organisation. Raises ValidationError.

    Nobody reads the organisation before the facility is listed, and a second person confirms that.
    """
    if organisation:
        wanted = wanted | {"organisation_id": changes.begin(ProposalKind.ORGANISATION, organisation, by=by)}
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
def count_first(facility: Facility, counts: Mapping[str, Numbers], *, by: User) -> None:
    """Write down the first counts of rooms, by their public ids. A room that waits for somebody has none yet."""
    pools = facility.pools.filter(public_id__in=counts, observed_at=None)
    numbers = {pool.pk: counts[pool.public_id] for pool in pools}
    if numbers:
        counting.count(facility, numbers, by=CountedBy(team.actor(by), CountRoute.PAGE))


SOURCED_PARTS = {
    "provisions": _("What it offers"),
    "rules": _("Whom it takes"),
    "facts": _("What to expect"),
    "hours": _("When it is open"),
    "phones": _("Numbers"),
}
BASIS = "basis"


def give_source(facilities: Iterable[Facility], parts: Collection[str], source: Face, *, by: User) -> list[Facility]:
    """Let one source stand for these parts of many places; the places that were left out.

    Each is a change of its own, which waits, and which its maker recalls.
    """
    left_out = []
    for facility in facilities:
        face = face_for(facility, by)
        wanted = face | {part: [row | source for row in face[part]] for part in parts if part != BASIS}
        if BASIS in parts:
            wanted |= of_basis(source)
        try:
            save(facility, wanted, by=by)
        except (AnothersWaits, AlreadyDecided, ValidationError):
            left_out.append(facility)
    return left_out


def of_basis(source: Face) -> Face:
    """The fields of a source as the basis of listing has them."""
    return {
        "basis_source": source["source"],
        "basis_url": source["source_url"],
        "basis_kind": source["source_kind"],
        "basis_date": source["stated_on"],
    }


def recall(public_ids: Collection[str], *, by: User) -> None:
    """Recall some of one's own changes that wait. Raises AlreadyDecided."""
    for proposal in proposed_by(by).filter(public_id__in=public_ids):
        proposals.withdraw(proposal, by=by)


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
