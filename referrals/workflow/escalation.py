"""Escalation of silence: nobody answers. First the second on duty or the whole house is told, then the coordinators.

The coordinators learn which house is silent, since when and for how many questions. They have a number to ring. While
everything is frozen nobody is told; after the thaw it goes on. A house that pauses is not told again.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shelters.audit import trail
from shelters.models import Freeze
from shelters.night import rota
from shelters.staff import notices, team

from ..codes import Channel, EnquiryStatus, ReferralState
from ..models import Enquiry
from ..vault import contents
from .transitions import CLOCK, Illegal, begin
from .triage import is_for_tonight, long_silent

HOUSE, COORDINATORS = 1, 2  # values of `Enquiry.told`
_AFTER = {HOUSE: 0.5, COORDINATORS: 1}  # parts of a long silence


def silent(now: datetime, part: float = 1) -> QuerySet[Enquiry]:
    """Questions without an answer for long, or for a part of that, where no house has offered a place."""
    waits = {"status": EnquiryStatus.WAITING, "answered_at": None, "channel": Channel.HERE, "doubted": False}
    found = Enquiry.objects.filter(long_silent(now, part), **waits).select_related("referral", "facility")
    return found.filter(referral__state=ReferralState.ASKED, referral__until__gt=now, referral__case__erase_at__gt=now)


def escalate(now: datetime) -> int:
    """Tell of each silence whoever is to be told next. How many silences were told."""
    if Freeze.objects.stops_everything():
        return 0
    steps = [(one, step) for step, part in _AFTER.items() for one in silent(now, part).filter(told__lt=step)]
    return sum(_tell(one, step, now) for one, step in steps)


@transaction.atomic
def _tell(one: Enquiry, step: int, now: datetime) -> bool:
    """False: meanwhile somebody answered, or another process told it."""
    try:
        referral = begin(one.referral, "escalate")
    except Illegal:
        return False
    waits = Enquiry.objects.filter(pk=one.pk, status=EnquiryStatus.WAITING, answered_at=None, told__lt=step)
    if not waits.update(told=step):
        return False
    about = {"enquiry": one.pk, "step": step}
    trail.write_erasable(CLOCK, "referral.escalate", contents.subject(referral.case_id), about)
    if step == COORDINATORS:
        notices.something_waits(team.coordinators(), tonight=is_for_tonight(one))
    elif not one.house.questions_paused:
        notices.something_waits(rota.told_second(one.house.organisation_id, now), tonight=is_for_tonight(one))
    return True
