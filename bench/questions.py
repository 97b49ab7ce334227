"""The acts of races of questions in the server's database, for `bench.crew`: prepare, and judge."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from referrals.codes import EnquiryStatus, ReferralState
from referrals.models import Consent, Enquiry, Referral
from referrals.vault import hashes
from referrals.workflow.transitions import COMING, LOOKING
from shelters.audit import trail
from shelters.beds import counting
from shelters.codes.public import Basis
from shelters.models import BedPool, Facility, Hold, Organisation, Place, Receipt, TrailEntry
from shelters.models.base import digest
from shelters.published.refresh import refresh


def houses(number: int, capacity: int) -> list[tuple[str, str]]:
    """Houses of the crew that take questions, each with one pool. Returns their ids."""
    organisation = Organisation.objects.get(key="race")
    place = Place.objects.filter(population__gte=Place.HIDES_FROM).first()
    fields = {"organisation": organisation, "kind": "shelter", "place": place, "listed": True, "takes_questions": True}
    found = []
    for nth in range(number):
        about = fields | {"name_az": f"Ev {nth}", "basis": Basis.AGREED, "basis_source": "race"}
        house, _new = Facility.objects.get_or_create(key=f"house-{nth}", defaults=about)
        pool, _new = BedPool.objects.get_or_create(facility=house, name_az="Otaq", defaults={"capacity": capacity})
        refresh([house.pk])
        found.append((house.public_id, pool.public_id))
    return found


@transaction.atomic
def put_back(asks: Collection[str]) -> None:
    """Put enquiries back to their first state, and free all beds that their house held."""
    put = Enquiry.objects.filter(public_id__in=asks)
    put.update(
        status=EnquiryStatus.WAITING, hold=None, pool=None, beds=0, offered_until=None, arrival=None, answered_at=None
    )
    Referral.objects.filter(enquiries__public_id__in=asks).update(state=ReferralState.ASKED)
    Hold.objects.filter(pool__facility__enquiries__public_id__in=asks).delete()


@transaction.atomic
def ran_out(asks: Collection[str]) -> None:
    """Offer each enquiry a bed of the same pool, and let every offer expire."""
    put_back(asks)
    past = timezone.now() - timedelta(minutes=1)
    put = list(Enquiry.objects.filter(public_id__in=asks).select_related("facility"))
    pool = put[0].house.pools.get()
    old = [Hold(pool=pool, beds=1, made_at=past - timedelta(hours=2), until=past) for _one in put]
    for one, hold in zip(put, Hold.objects.bulk_create(old), strict=True):
        one.status, one.hold, one.pool, one.beds, one.offered_until = EnquiryStatus.OFFERED, hold, pool, 1, past
    Enquiry.objects.bulk_update(put, ["status", "hold", "pool", "beds", "offered_until"])
    Referral.objects.filter(enquiries__in=put).update(state=ReferralState.OFFERED)


def holders() -> list[str]:
    """The enquiries that hold beds now."""
    return [
        hold.enquiry.public_id if hasattr(hold, "enquiry") else "nobody" for hold in Hold.objects.live(timezone.now())
    ]


def requests() -> dict[str, int]:
    """The numbers of requests, enquiries and consents. Each request goes to the same house, with a consent."""
    return {"requests": Referral.objects.count(), "asks": Enquiry.objects.count(), "consents": Consent.objects.count()}


def state() -> dict[str, Any]:
    """States that must never be. Each value must be empty."""
    now = timezone.now()
    awaited = Q(status=EnquiryStatus.OFFERED, referral__state__in=LOOKING) | Q(
        status=EnquiryStatus.CHOSEN, referral__state__in=COMING
    )
    live = Hold.objects.live(now)
    promised = Enquiry.objects.filter(Q(status=EnquiryStatus.CHOSEN) | Q(offered_until__gt=now)).filter(awaited)
    pools = BedPool.objects.filter(facility__key__startswith="house-")
    inside = Enquiry.objects.filter(status=EnquiryStatus.CHOSEN, referral__state=ReferralState.ARRIVED)
    broken = trail.verify()
    return {
        "held for nobody": live.exclude(
            pk__in=Enquiry.objects.filter(awaited, hold__isnull=False).values("hold")
        ).count(),
        "promised and not held": promised.exclude(hold__in=live).count(),
        "taken by nobody": abs(sum(pool.occupied for pool in pools) - sum(inside.values_list("beds", flat=True))),
        "oversold": sum(room.over for pool in pools for room in counting.rooms(pool.facility)),
        "trail": f"entry {broken.number}: {broken.how}" if broken else "",
    }


def kept(codes: Collection[str], offers: Collection[str], chosen: Collection[str]) -> dict[str, tuple[int, int]]:
    """How many acknowledged acts are stored, and how many acts of this kind were done.

    `codes` are of questions, `offers` the keys of their forms, `chosen` the ids of enquiries.
    """
    there = {
        "ask": Referral.objects.filter(case__code__in=[hashes.hashed(code, "code") for code in codes]),
        "offer": Receipt.objects.filter(digest__in=[digest(key) for key in offers]),
        "choose": Enquiry.objects.filter(public_id__in=chosen, status=EnquiryStatus.CHOSEN),
    }
    entries = TrailEntry.objects.all()
    return {what: (found.count(), entries.filter(what=f"referral.{what}").count()) for what, found in there.items()}


ACTS = {act.__name__: act for act in (houses, put_back, ran_out, holders, requests, state, kept)}
