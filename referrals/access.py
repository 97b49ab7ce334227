"""Access: a host opens the questions to their own organisation, a caseworker its requests."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import Organisation
from shelters.staff import team

from .codes import EnquiryStatus, ReferralState
from .models import Enquiry, Referral
from .workflow.transitions import COMING, LOOKING


class Decided(Exception):
    """The person may open it, but it is closed. `now` is its state in words."""

    def __init__(self, now: str) -> None:
        super().__init__(now)
        self.now = now


def organisation_of(request: HttpRequest, role: Role) -> Organisation:
    """The organisation of the person, who must hold this very role. Raises PermissionDenied."""
    organisation = team.only(request, role).organisation
    if organisation is None:
        raise PermissionDenied
    return organisation


def questions(organisation: Organisation, now: datetime) -> QuerySet[Enquiry]:
    """The enquiries that a house may see: while it is asked, or while it is chosen.

    Erased or due referrals are left out.
    """
    asked = Q(
        status__in=(EnquiryStatus.WAITING, EnquiryStatus.OFFERED), referral__state__in=LOOKING, referral__until__gt=now
    )
    hosting = Q(status=EnquiryStatus.CHOSEN, referral__state__in=(*COMING, ReferralState.ARRIVED))
    found = Enquiry.objects.filter(asked | hosting, facility__organisation=organisation, referral__erase_at__gt=now)
    return found.select_related("referral", "facility__place", "hold", "pool")


def own_question(request: HttpRequest, public_id: str) -> Enquiry:
    """An enquiry to a house of this host's organisation, else 404. Raises Decided for a move that comes late."""
    organisation = organisation_of(request, Role.HOST)
    found = questions(organisation, timezone.now()).filter(public_id=public_id).first()
    if found:
        return found
    own = Enquiry.objects.filter(facility__organisation=organisation, public_id=public_id).select_related("referral")
    late = own.first() if request.method == "POST" else None
    if late is None:
        raise Http404
    decided = late.status in (EnquiryStatus.REFUSED, EnquiryStatus.RELEASED)
    raise Decided(late.get_status_display() if decided else late.referral.get_state_display())


def requests(organisation: Organisation, now: datetime) -> QuerySet[Referral]:
    """The cases of an organisation that it can still read."""
    return Referral.objects.readable(now).filter(organisation=organisation).select_related("caseworker")


def own_request(request: HttpRequest, public_id: str) -> Referral:
    """A request of this caseworker's organisation, else 404. Raises Decided for a move that comes late."""
    organisation = organisation_of(request, Role.CASEWORKER)
    found = requests(organisation, timezone.now()).filter(public_id=public_id).first()
    if found:
        return found
    late = Referral.objects.filter(organisation=organisation, public_id=public_id).first()
    if late is None or request.method != "POST":
        raise Http404
    raise Decided(late.get_state_display())
