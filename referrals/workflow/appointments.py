"""A place without beds says "yes, come": a clinic, a lawyer, a psychologist. No room is held."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shelters.audit.trail import Actor
from shelters.beds.availability import next_hour
from shelters.codes.public import Service
from shelters.models import BedPool, Facility
from shelters.staff import notices

from ..codes import Channel, EnquiryStatus
from ..models import Enquiry
from ..vault import contents, enquiries
from ..vault.values import Question
from .placing import answerable, others, say
from .transitions import Illegal, begin, end
from .travel import offered_until


@dataclass(frozen=True)
class Appointment:
    """When she may come, the way in, and what to bring. Of a place to stay the way in is told by voice only."""

    when: datetime | None
    way_in: str = ""
    bring: str = ""


def is_service(question: Question) -> bool:
    """Whether she asks for something else than a place to stay."""
    return question.get("need", Service.EMERGENCY_SHELTER) not in ("", Service.EMERGENCY_SHELTER)


def wants_beds(question: Question, facility: Facility) -> bool:
    """Whether a yes of this facility offers beds: she asks for a place to stay, and the facility has beds here."""
    return not is_service(question) and BedPool.objects.filter(facility=facility).exists()


@transaction.atomic
def come(one: Enquiry, appointment: Appointment, *, words: str, by: Actor) -> Enquiry:
    """Say "yes, come", or say it anew. Raises Illegal, sealing.TooLong.

    She can choose it until its moment, or until the next morning. In the clear stands the next of 00, 06, 12, 18 h.
    """
    now = timezone.now()
    referral = begin(one.referral, "offer")
    one, key = answerable(one, "offer"), enquiries.key_for_house(one)
    if one.pool or wants_beds(contents.get(referral, "question", key), one.house):
        raise Illegal("offer")
    one.arrival = None
    one.offered_until = next_hour(appointment.when) if appointment.when else offered_until(now)
    if appointment.when:
        enquiries.put_arrival(one, key, appointment.when)
    enquiries.put_details(one, key, {"name": "", "way_in": appointment.way_in, "bring": appointment.bring})
    referral.until = max(referral.until, one.offered_until)
    one.channel, one.status, one.answered_at = Channel.HERE, EnquiryStatus.OFFERED, one.answered_at or now
    one.save()
    if words:
        say(referral, one, words, from_house=True)
    end(referral, "offer", by, enquiry=one.pk)
    notices.something_waits(others(referral, one, from_house=True))
    return one
