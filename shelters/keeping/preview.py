"""A facility as the public would read it, and as a caseworker would, before anybody does."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ..approvals import public_fields
from ..approvals.list_preview import public_cards
from ..beds.counting import rooms
from ..beds.freshness import age, is_just_now
from ..codes.public import Group
from ..codes.staff import ProposalKind
from ..faces.bound import with_facts
from ..faces.fields import Face
from ..finder.place_card import PlaceCard
from ..finder.staff_search import FreeBeds, StaffResult
from ..finder.wish import Wish
from ..models import Facility
from ..published import current


@dataclass(frozen=True)
class BothReadings:
    """`cards` is its card alone. Empty: the public reads nothing of it.

    `staff` is as a caseworker reads it for somebody of every group.
    """

    facility: Facility
    cards: list[PlaceCard]
    staff: StaffResult | None


def preview(facility: Facility, wanted: Face) -> BothReadings:
    """Both, if it read so. Nothing is changed. Raises ValidationError."""
    held, now = current.get(), timezone.now()  # before it is there: no other reader may see it
    with transaction.atomic():
        public_fields.put(ProposalKind.FACILITY, facility.pk, wanted)
        seen = with_facts(Facility.objects.filter(pk=facility.pk)).get()
        cards = public_cards(seen, held)
        counted = [
            FreeBeds(room, age(room.pool.observed_at, seen, now), True, is_just_now(room.pool.observed_at, now))
            for room in rooms(seen, now)
        ]
        transaction.set_rollback(True)
    staff = StaffResult(cards[0]["result"], seen, counted, Wish(who=frozenset(Group))) if cards else None
    return BothReadings(seen, cards, staff)
