"""Access: a host opens the questions to their own organisation, a caseworker its requests.

Each reads what was asked after the own account woke, and what a colleague opened to them since.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import Organisation, User
from shelters.models.user import UserQuerySet
from shelters.staff import team

from .codes import Channel, EnquiryStatus, ReferralState
from .models import Case, CaseAccess, Enquiry, Referral
from .workflow.stay import TAKEN_BACK_WITHIN
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


def _may_read(user: User, case: str = "", came_at: str = "opened_at") -> Q:
    """What came after this account woke, or was shown to it since. `case`: the prefix of the case's fields."""
    if user.awake_at is None:
        return Q(pk__in=[])
    opened = [one.case_id for one in CaseAccess.objects.filter(user=user, at__gte=user.awake_at) if one.is_bound()]
    here = Q(**{f"{case}handed_at": None, f"{came_at}__gte": user.awake_at})
    return here | Q(**{f"{case}handed_at__gte": user.awake_at}) | Q(**{f"{case}pk__in": opened})


def joined_later(about: Enquiry | Case) -> UserQuerySet:
    """Colleagues of the asked house, or of the case's organisation, who do not read it: they joined after it."""
    if isinstance(about, Enquiry):
        case, organisation, role = about.referral.case, about.house.organisation_id, Role.HOST
        came_at = about.referral.asked_at
    else:
        case, organisation, role = about, about.organisation_id or 0, Role.CASEWORKER
        came_at = case.handed_at or case.opened_at
    opened = CaseAccess.objects.filter(case=case, at__gte=F("user__awake_at")).values("user")
    later = User.objects.holding(role, organisations=[organisation]).filter(awake_at__gt=came_at)
    return later.exclude(pk__in=opened)


def questions(user: User, now: datetime) -> QuerySet[Enquiry]:
    """The enquiries that a host may see: while the house is asked or chosen, and a day after she did not arrive.

    Erased or due referrals are left out.
    """
    asked = Q(
        status__in=(EnquiryStatus.WAITING, EnquiryStatus.OFFERED), referral__state__in=LOOKING, referral__until__gt=now
    )
    asked &= Q(channel=Channel.HERE) | Q(hold__isnull=False)  # a caseworker was told yes, and holds beds
    hosting = Q(status=EnquiryStatus.CHOSEN, referral__state__in=(*COMING, ReferralState.ARRIVED))
    hosting |= Q(
        status=EnquiryStatus.CHOSEN,
        referral__state=ReferralState.NOT_ARRIVED,
        referral__last_event_at__gt=now - TAKEN_BACK_WITHIN,
    )
    house = Q(facility__organisation=user.organisation_id or 0, referral__case__erase_at__gt=now)
    found = Enquiry.objects.filter(asked | hosting, house, _may_read(user, "referral__case__", "referral__asked_at"))
    return found.select_related("referral__case", "facility__place", "hold", "pool")


def own_refusal(request: HttpRequest, public_id: str) -> Enquiry:
    """A question to which this host's organisation said no, while it is readable; else 404."""
    organisation, user, now = organisation_of(request, Role.HOST), team.user_of(request), timezone.now()
    own = Enquiry.objects.filter(facility__organisation=organisation, status=EnquiryStatus.REFUSED)
    own = own.filter(_may_read(user, "referral__case__", "referral__asked_at"), referral__case__erase_at__gt=now)
    return get_object_or_404(own.select_related("referral__case", "facility__place"), public_id=public_id)


def own_question(request: HttpRequest, public_id: str) -> Enquiry:
    """An enquiry to a house of this host's organisation, else 404. Raises Decided for a move that comes late."""
    organisation, user = organisation_of(request, Role.HOST), team.user_of(request)
    found = questions(user, timezone.now()).filter(public_id=public_id).first()
    if found:
        return found
    own = Enquiry.objects.filter(facility__organisation=organisation, public_id=public_id).select_related("referral")
    own = own.filter(_may_read(user, "referral__case__", "referral__asked_at"))
    late = own.first() if request.method == "POST" else None
    if late is None:
        raise Http404
    decided = late.status in (EnquiryStatus.REFUSED, EnquiryStatus.RELEASED)
    raise Decided(late.get_status_display() if decided else late.referral.get_state_display())


def cases(user: User, now: datetime) -> QuerySet[Case]:
    """The cases of this caseworker's organisation that they can still read."""
    return Case.objects.readable(now).filter(_may_read(user), organisation=user.organisation_id or 0)


def own_case(request: HttpRequest, public_id: str) -> Case:
    """A case of this caseworker's organisation, else 404."""
    organisation_of(request, Role.CASEWORKER)
    found = (
        cases(team.user_of(request), timezone.now()).filter(public_id=public_id).select_related("caseworker").first()
    )
    if found is None:
        raise Http404
    return found


def requests(user: User, now: datetime) -> QuerySet[Referral]:
    """The referrals of this caseworker's organisation that they can still read."""
    return Referral.objects.filter(case__in=cases(user, now)).select_related("case__caseworker")


def own_request(request: HttpRequest, public_id: str) -> Referral:
    """A request of this caseworker's organisation, else 404. Raises Decided for a move that comes late."""
    organisation, user = organisation_of(request, Role.CASEWORKER), team.user_of(request)
    found = requests(user, timezone.now()).filter(public_id=public_id).first()
    if found:
        return found
    own = Referral.objects.filter(_may_read(user, "case__", "case__opened_at"), case__organisation=organisation)
    late = own.filter(public_id=public_id).first()
    if late is None or request.method != "POST":
        raise Http404
    raise Decided(late.get_state_display())
