"""Many questions at once: they are sorted, and none is refused.

Beyond a ceiling a question stands under "many at once" in the list of the house. The first question of each network
stands before its second. Of the network only this rank is stored, roughly: 1, 2 (second or third), 3 (to the seventh).
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.models import Facility

from ..codes import EnquiryStatus
from ..models import Enquiry, Referral
from ..vault import contents
from .transitions import LOOKING, Illegal, begin

HOUR = timedelta(hours=1)
HIGHEST = 15  # the highest rank that is stored
One = TypeVar("One", bound=Enquiry)


def rank(nth: int) -> int:
    """The rank of the nth question of a network within a day."""
    return min(nth.bit_length(), HIGHEST)


def crowded(places: Collection[Facility], nth: int, now: datetime) -> set[int]:
    """The keys of these places at which a new question stands under "many at once"."""
    asked = Referral.objects.filter(asked_at__gt=now - HOUR, case__caseworker=None, case__organisation=None)
    if nth > settings.CODES_PER_DAY or asked.count() > settings.QUESTIONS_PER_HOUR:  # it counts itself
        return {place.pk for place in places}
    put = Enquiry.objects.filter(facility__in=places, referral__in=asked).values_list("facility")
    numbers = put.annotate(number=Count("pk")).order_by()
    return {place for place, number in numbers if number >= settings.QUESTIONS_PER_HOUSE}


def in_order(asks: Iterable[One]) -> tuple[list[One], list[One], list[One]]:
    """What waits as usual, what stands under "many at once", and what a host called not real.

    `asks` come with the longest wait first. In a crowd only the first question of a network waits as usual.
    """
    asks = list(asks)
    believed = [one for one in asks if not one.doubted]
    crowd = any(one.crowded for one in believed)
    usual = [one for one in believed if not crowd or (not one.crowded and one.rank <= 1)]
    kept = {one.pk for one in usual}
    many = sorted((one for one in believed if one.pk not in kept), key=lambda one: one.rank)
    return usual, many, [one for one in asks if one.doubted]


@transaction.atomic
def doubt(one: Enquiry, *, doubted: bool, by: Actor) -> None:
    """Call a question not real, or take that back. It moves in the house's list, and nothing else. Raises Illegal."""
    referral = begin(one.referral, "doubt")
    waiting = Enquiry.objects.filter(pk=one.pk, status=EnquiryStatus.WAITING, referral__state__in=LOOKING)
    if not waiting.update(doubted=doubted):
        raise Illegal("doubt")
    what = "referral.doubt" if doubted else "referral.believe"
    trail.write_erasable(by, what, contents.subject(referral.case_id), {"enquiry": one.pk})
