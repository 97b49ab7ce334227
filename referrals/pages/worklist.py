"""The worklists, sorted by urgency.

A house's list opens of its own cases when, how many and the agreed arrival. No list opens more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import ngettext

from shelters.codes.staff import Role
from shelters.models import User
from shelters.staff.waiting import WaitingLine

from .. import access
from ..codes import EnquiryStatus, ReferralState
from ..models import Enquiry, Message
from ..vault import contents, enquiries, sealing
from ..workflow import crowds, stay
from ..workflow.transitions import COMING
from .staff_lines import summary

_GROUPS = ("usual", "many", "doubted")
SPEAKING = (EnquiryStatus.WAITING, EnquiryStatus.OFFERED, EnquiryStatus.CHOSEN)  # who can still get an answer


@dataclass(frozen=True)
class HouseLists:
    """The questions of a house, by the next task. `waiting`: each with its group, "usual", "many" or "doubted"."""

    waiting: list[tuple[str, Enquiry]]
    offered: list[Enquiry]
    coming: list[Enquiry]
    staying: list[Enquiry]
    missing: list[Enquiry]  # did not arrive; she may still come


def for_house(user: User, now: datetime) -> HouseLists:
    """The longest wait first, and the next arrival first."""
    asks = list(with_last_word(access.questions(user, now)).order_by("asked_at", "pk"))
    chosen = [one for one in asks if one.status == EnquiryStatus.CHOSEN]
    coming = [one for one in chosen if one.referral.state in COMING]
    for one in coming:
        one.agreed = _agreed(one)
    groups = crowds.in_order(one for one in asks if one.status == EnquiryStatus.WAITING)
    return HouseLists(
        waiting=[(group, one) for group, some in zip(_GROUPS, groups, strict=True) for one in some],
        offered=[one for one in asks if one.status == EnquiryStatus.OFFERED],
        coming=sorted(coming, key=lambda one: one.agreed or now),
        staying=[one for one in chosen if one.referral.state == ReferralState.ARRIVED and _concerns(one)],
        missing=[one for one in chosen if one.referral.state == ReferralState.NOT_ARRIVED],
    )


def _concerns(one: Enquiry) -> bool:
    """Whether somebody may still do something about who arrived: free the bed, or take it back."""
    return one.pool_id is not None or stay.may_take_back(one.referral)


def waiting(user: User, now: datetime) -> QuerySet[Enquiry]:
    """The questions that wait for an answer of this person's house."""
    return access.questions(user, now).filter(status=EnquiryStatus.WAITING, doubted=False)


def waiting_line(user: User) -> WaitingLine | None:
    """How many questions wait for an answer of this person's house, for the first page."""
    if Role.HOST not in user.roles:
        return None
    number = waiting(user, timezone.now()).count()
    words = ngettext("%(number)s question waits for your answer.", "%(number)s questions wait for your answer.", number)
    return WaitingLine(number, "questions", words % {"number": number})


def summed_up(asks: Iterable[Enquiry]) -> None:
    """Set of each, for a page, when and how many. Of a question that does not open it is a dash, and the list stays."""
    for one in asks:
        try:
            one.summary = summary(contents.get(one.referral, "question", enquiries.key_for_house(one)))
        except sealing.Unreadable:
            one.summary = "—"


def _agreed(one: Enquiry) -> datetime | None:
    """The agreed arrival. An arrival that does not open is left out, and the list stays."""
    try:
        return enquiries.arrival(one, enquiries.key_for_house(one))
    except sealing.Unreadable:
        return None


def with_last_word(asks: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    """Annotate `last_from_house`: whether the place wrote last. None: nobody wrote."""
    last = Message.objects.filter(enquiry=OuterRef("pk")).order_by("-at")
    return asks.annotate(last_from_house=Subquery(last.values("from_house")[:1]))
