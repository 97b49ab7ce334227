"""Bring the cards in line with the facts, in the transaction that changes them."""

from collections.abc import Collection

from django.db import transaction

from ..codes.staff import ProposalKind
from ..faces import bound
from ..faces.fields import MODELS
from ..models.base import Revision
from ..models.card import BoundFace, Card
from ..models.facility import Facility
from .card import card


@transaction.atomic
def refresh(facility_ids: Collection[int]) -> None:
    """Whatever changes a facility calls it, in its transaction: the rows count as they stand, and so does the card.

    What the public does not read changes no card.
    """
    # One writer at a time, so that each reads what the last one wrote. Of rooms the cards say nothing.
    Revision.change(Revision.ROOMS)
    facilities = list(bound.with_facts(Facility.objects.filter(pk__in=facility_ids)))
    bound.bind_things(ProposalKind.FACILITY, facilities)
    listed = set(Facility.objects.listed().filter(pk__in=facility_ids).values_list("pk", flat=True))
    new = {facility.pk: card(facility) for facility in facilities if facility.pk in listed}
    old = {made.pk: made.digest if made.is_bound() else "" for made in Card.objects.filter(pk__in=facility_ids)}
    gone = [pk for pk in old if pk not in new]
    changed = [made for pk, made in new.items() if old.get(pk) != made.digest]
    if not gone and not changed:
        return
    serial = bound.next_serial(Card.objects.all())
    for made in changed:
        made.serial = serial
        made.bond = made.right_bond()
    Card.objects.filter(pk__in=gone + [made.pk for made in changed]).delete()
    Card.objects.bulk_create(changed, batch_size=500)
    Revision.change(Revision.CARDS)


def refresh_right(facility_id: int) -> None:
    """The same for a facility with a right face. Of a facility without one nobody reads anything."""
    if bound.right(ProposalKind.FACILITY, [facility_id]):
        refresh([facility_id])


@transaction.atomic
def refresh_all() -> int:
    """Let the whole directory count as it stands, and make every card anew; how many there are.

    What is read in it is trusted: the console calls it, or what restores a backup.
    """
    BoundFace.objects.all().delete()
    Card.objects.all().delete()
    Revision.change(Revision.CARDS)
    for kind in bound.KINDS:
        bound.bind(kind, list(MODELS[kind]._default_manager.values_list("pk", flat=True)))
    refresh(list(Facility.objects.values_list("pk", flat=True)))
    return Card.objects.count()
