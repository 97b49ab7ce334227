"""A form sent twice puts its question once. A used key puts no other, and a code writes only so much."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.models import Facility
from shelters.web import idempotency

from ..codes import ConsentMethod, ConsentPurpose
from ..models import Consent, Enquiry, Message, Referral
from ..vault import contents, enquiries, hashes
from . import crowds

# So long a used key is known: its hour, and up to an hour more, because the moments are written to the hour.
USED = timedelta(hours=2)
PER_DAY, PER_MINUTE = 20, 3  # messages with a code


class AskedBefore(Exception):
    """The form's key was used, and its request is not readable any more."""


class TooManyMessages(Exception):
    """She wrote as much as a code may: `today` tells whether in a day, or only in a minute."""

    def __init__(self, *, today: bool) -> None:
        super().__init__()
        self.today = today


def check_messages(referral: Referral, now: datetime) -> None:
    """Raises TooManyMessages before a message too many of the holder of the code."""
    hers = Message.objects.filter(enquiry__referral=referral, from_house=False)
    if hers.filter(at__gt=now - timedelta(days=1)).count() >= PER_DAY:
        raise TooManyMessages(today=True)
    if hers.filter(at__gt=now - timedelta(minutes=1)).count() >= PER_MINUTE:
        raise TooManyMessages(today=False)


def save_once(made: Referral, once: str) -> Referral | None:
    """Save the referral. Returns the earlier referral of the same form, or None.

    Raises AskedBefore if the key of a person's own form was used for a request that is erased.
    """
    try:
        with transaction.atomic():
            made.case.save()
            made.save()
    except IntegrityError:
        asked = Referral.objects.filter(idempotency_key=made.idempotency_key).select_related("case")
        first = asked.first() if made.idempotency_key else None
        if first is None:
            raise
        return first
    if made.case.code and once and not idempotency.is_first("form", *hashes.all_hashes(once, "used"), kept=USED):
        raise AskedBefore
    return None


def put_to(referral: Referral, places: list[Facility], how: ConsentMethod, by: Actor, nth: int) -> None:
    """Put a referral to these places, with her consent that they read it."""
    many = crowds.crowded(places, nth, referral.asked_at) if nth else ()
    key, rank = contents.last_key(referral.case), crowds.rank(nth)
    made = [enquiries.new(referral, place, key, rank=rank, crowded=place.pk in many) for place in places]
    Enquiry.objects.bulk_create(made)
    yes = {"what": ConsentPurpose.QUESTION, "how": how, "given_at": referral.asked_at, "until": referral.case.erase_at}
    Consent.objects.bulk_create(Consent(case=referral.case, facility=place, **yes) for place in places)
    trail.write_erasable(by, "referral.ask", contents.subject(referral.case_id), {"places": len(places)})
