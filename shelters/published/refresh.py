"""Bring the cards in line with the facts, in the transaction that changes them."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ..models.base import Revision
from ..models.card import Card
from ..models.facility import Facility
from ..models.facts import with_last_confirmed
from .card import card

_FACTS = ("provisions", "rules", "only_for", "phones", "facts", "figures", "hours__dated")


def with_facts(facilities: QuerySet[Facility]) -> QuerySet[Any]:
    """Facilities with all that a card is made of."""
    return with_last_confirmed(facilities).select_related("place", "organisation").prefetch_related(*_FACTS)


@transaction.atomic
def refresh(facility_ids: Collection[int]) -> None:
    """Whatever changes a facility calls it, in its transaction. What the public does not read changes nothing here."""
    # One writer at a time, so that each reads what the last one wrote. Of rooms the cards say nothing.
    Revision.change(Revision.ROOMS)
    listed = Facility.objects.listed().filter(pk__in=facility_ids)
    new = {facility.pk: card(facility) for facility in with_facts(listed)}
    old = dict(Card.objects.filter(pk__in=facility_ids).values_list("pk", "digest"))
    gone = [pk for pk in old if pk not in new]
    changed = [made for pk, made in new.items() if old.get(pk) != made.digest]
    if not gone and not changed:
        return
    Card.objects.filter(pk__in=gone + [made.pk for made in changed]).delete()
    Card.objects.bulk_create(changed, batch_size=500)
    Revision.change(Revision.CARDS)


def refresh_all() -> int:
    """Make every card anew; how many there are."""
    refresh(list(Facility.objects.values_list("pk", flat=True)))
    return Card.objects.count()
