"""The state of questions for coordinators, without contents: silence, broken rules, expired offers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from shelters.codes.staff import Role
from shelters.faces import bound
from shelters.models import Facility, NightDuty, Phone, User
from shelters.night import rota
from shelters.staff.waiting import WaitingLine

from ..codes import EnquiryStatus, ReferralState
from ..models import Enquiry
from ..workflow.escalation import silent
from ..workflow.transitions import LOOKING
from ..workflow.triage import long_silent

LOOKS_BACK = timedelta(days=90)
_SEALED = [f"referral__{column}" for column in ("question", "contact", "exit")]


@dataclass
class OverdueQuestions:
    """The overdue questions of a facility.

    Since when questions wait, how many expired unanswered, when a no contradicted the place's own stated rule, and
    expired offers. The reason of a no is sealed.
    """

    facility: Facility
    waiting: list[datetime] = field(default_factory=list)
    unanswered: int = 0
    refusals: list[datetime] = field(default_factory=list)
    ran_out: list[datetime] = field(default_factory=list)
    duty: NightDuty | None = None  # who is second there tonight; of it only the number is told
    phone: Phone | None = None  # the number to ring first


def overdue(now: datetime) -> list[OverdueQuestions]:
    """Overdue questions by facility, the longest wait first. It reads states, moments and codes only."""
    late = now - LOOKS_BACK
    silent = Q(status=EnquiryStatus.WAITING, answered_at=None) & (_waits(now) | _lapsed(now))
    refused, ran_out = (
        Q(status=EnquiryStatus.REFUSED, against_rule=True),
        Q(status=EnquiryStatus.OFFERED, offered_until__lte=now),
    )
    asks = Enquiry.objects.filter(silent | refused | ran_out, asked_at__gt=late).order_by("asked_at")
    found: dict[int, OverdueQuestions] = {}
    duties = rota.numbers(now)
    for one in asks.select_related("referral", "facility__place").defer(*_SEALED):
        house = one.house
        of_house = found.setdefault(house.pk, OverdueQuestions(house, duty=duties.get(house.organisation_id)))
        _put(of_house, one, now)
    for facility in bound.as_bound(each.facility for each in found.values()):
        found[facility.pk].phone = next(iter(facility.phones.all()), None)
    return sorted(found.values(), key=lambda each: min(each.waiting, default=now))


def waiting_line(user: User) -> WaitingLine | None:
    """How many houses are silent for long, for a coordinator's first page."""
    if Role.COORDINATOR not in user.roles:
        return None
    number = silent(timezone.now()).values("facility").distinct().order_by().count()
    words = ngettext(
        "%(number)s centre has not answered for long: ring it.",
        "%(number)s centres have not answered for long: ring them.",
        number,
    )
    return WaitingLine(number, "requests_overdue", words % {"number": number})


def _waits(now: datetime) -> Q:
    return long_silent(now) & Q(referral__state__in=LOOKING, referral__until__gt=now)


def _lapsed(now: datetime) -> Q:
    """Expired questions, even before a cron has recorded it."""
    return Q(referral__state__in=(ReferralState.EXPIRED, ReferralState.CLOSED)) | Q(
        referral__state__in=LOOKING, referral__until__lte=now
    )


def _put(of: OverdueQuestions, one: Enquiry, now: datetime) -> None:
    if one.status == EnquiryStatus.REFUSED:
        of.refusals.append(one.answered_at or now)
    elif one.status == EnquiryStatus.OFFERED:
        of.ran_out.append(one.offered_until or now)
    elif one.referral.state in LOOKING and one.referral.until > now:
        of.waiting.append(one.asked_at)
    else:
        of.unanswered += 1
