"""The worklists, sorted by urgency. A house's list opens the arrivals of its own cases, and no list opens more."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from shelters.models import User

from .. import access
from ..codes import EnquiryStatus, ReferralState
from ..models import OVER, Enquiry, Message, Referral
from ..vault import contents, enquiries, sealing
from ..workflow import crowds
from ..workflow.transitions import COMING
from ..workflow.triage import silent_for_long

_GROUPS = ("usual", "many", "doubted")
SOON_OVER = timedelta(hours=1)
_SPEAKING = (EnquiryStatus.WAITING, EnquiryStatus.OFFERED, EnquiryStatus.CHOSEN)  # who can still get an answer


@dataclass(frozen=True)
class HouseLists:
    """The questions of a house, by the next task. `waiting`: each with its group, "usual", "many" or "doubted"."""

    waiting: list[tuple[str, Enquiry]]
    offered: list[Enquiry]
    coming: list[Enquiry]
    staying: list[Enquiry]


def for_house(user: User, now: datetime) -> HouseLists:
    """The longest wait first, and the next arrival first."""
    asks = list(_with_last_word(access.questions(user, now)).order_by("referral__asked_at", "pk"))
    chosen = [one for one in asks if one.status == EnquiryStatus.CHOSEN]
    coming = [one for one in chosen if one.referral.state in COMING]
    for one in coming:
        one.agreed = _agreed(one)
    groups = crowds.in_order(one for one in asks if one.status == EnquiryStatus.WAITING)
    return HouseLists(
        waiting=[(group, one) for group, some in zip(_GROUPS, groups, strict=True) for one in some],
        offered=[one for one in asks if one.status == EnquiryStatus.OFFERED],
        coming=sorted(coming, key=lambda one: one.agreed or now),
        staying=[one for one in chosen if one.referral.state == ReferralState.ARRIVED],
    )


def _agreed(one: Enquiry) -> datetime | None:
    """The agreed arrival. An arrival that does not open is left out, and the list stays."""
    try:
        return enquiries.arrival(one, enquiries.key_for_house(one))
    except sealing.Unreadable:
        return None


def _with_last_word(asks: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    """Annotate `last_from_house`: whether the place wrote last. None: nobody wrote."""
    last = Message.objects.filter(enquiry=OuterRef("pk")).order_by("-at")
    return asks.annotate(last_from_house=Subquery(last.values("from_house")[:1]))


@dataclass(frozen=True)
class CaseRow:
    """A request in a caseworker's list. `name` is the code name, opened only for the rows on the page."""

    referral: Referral
    needs: list[str]
    mine: bool
    name: str = ""


def for_caseworker(user: User, now: datetime) -> list[CaseRow]:
    """A caseworker's list. Urgent requests of their own, or of nobody, come first; then the last event decides."""
    asks = _with_last_word(Enquiry.objects.select_related("hold"))
    found = access.requests(user, now).defer("question", "contact").order_by("-last_event_at")
    referrals = found.prefetch_related(Prefetch("enquiries", asks, to_attr="places"))
    rows = [CaseRow(one, needs(one, now), one.case.caseworker_id in (user.pk, None)) for one in referrals]
    return sorted(rows, key=lambda row: not (row.needs and row.mine))


def needs(referral: Any, now: datetime) -> list[str]:
    """Why somebody should look at a request with its `places`, in words."""
    if referral.state in OVER or referral.state == ReferralState.ARRIVED:
        return []
    places: list[Any] = referral.places  # Any: the query adds `places`, and `last_from_house` to each
    live = [
        one for one in places if one.status == EnquiryStatus.OFFERED and one.offered_until and one.offered_until > now
    ]
    ending = [one.hold.until for one in places if one.hold and not one.hold.ended_at and one.hold.until]
    silent = referral.state == ReferralState.ASKED and not any(one.answered_at for one in places)
    said = {
        _("An offer is in."): bool(live),
        _("What is held ends within an hour."): any(now < until <= now + SOON_OVER for until in ending),
        _("Nobody has answered for long."): silent and silent_for_long(referral, now),
        _("A house wrote."): any(one.last_from_house for one in places if one.status in _SPEAKING),
    }
    return [words for words, so in said.items() if so]


def named(rows: Iterable[CaseRow]) -> list[CaseRow]:
    """These rows with their code names. A name that does not open is a dash, and the list stays."""
    return [replace(row, name=_name(row.referral)) for row in rows]


def _name(referral: Referral) -> str:
    try:
        return str(contents.get(referral.case, "name") or "—")
    except sealing.Unreadable:
        return "—"
