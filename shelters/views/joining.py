"""Who joins: the page of somebody whose account sleeps, the pages of those who wake it, and the opening of the site."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..approvals import fingerprint, joining, opening, proposals
from ..approvals.joining import Heard
from ..codes.staff import ProposalKind, Role, WakingState
from ..models import User, Waking
from ..staff import team

TOLD = (Role.HOST, Role.CASEWORKER, Role.COORDINATOR)
SHOWN = 50


@require_safe
def nearly_in(request: HttpRequest) -> HttpResponse:
    """All that opens while an account sleeps: its digits, once its keys are made. And the digits for one more role."""
    user = team.user_of(request)
    waking = user.wakings.waiting().select_related("asked_by").first()
    if user.awake_at is not None and waking is None:
        return redirect("work")
    digits = fingerprint.digits(user) if waking else ""
    about = {"waking": waking, "digits": [digits[:4], digits[4:]] if digits else []}
    return render(request, "staff/people/nearly_in.html", about)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Who waits, who joined lately, and who reads cases in the house."""
    user = team.only(request, *TOLD)
    found, mine = joining.told(user), joining.to_type(user, timezone.now())
    about = {
        "waiting": [(one, one in mine) for one in found.waiting()],
        "decided": found.exclude(state=WakingState.WAITING)[:SHOWN],
        "readers": team.readers(user.organisation_id) if user.organisation_id else [],
    }
    return render(request, "staff/people/joining.html", about)


@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who joins, and the field for the digits. Opening it ends its notice."""
    return _page(request, _found(request, public_id))


@require_POST
def type_digits(request: HttpRequest, public_id: str) -> HttpResponse:
    """The digits, as this person heard them."""
    waking = _found(request, public_id)
    try:
        heard = joining.type_digits(waking, request.POST.get("digits", "")[:40], by=team.user_of(request))
    except joining.MayNotType:
        return _page(request, waking, 403, _("Others compare the digits of this person."))
    except joining.Over:
        return _page(request, waking, 409, _("This is decided already."))
    said = {
        Heard.NO_KEYS: _("The keys are not made yet. Nothing was compared."),
        Heard.WRONG: _(
            "These are not the digits of the keys. Ask again by voice. After three mistakes the account is closed."
        ),
        Heard.ENDED: _("Three times the digits were wrong. The account is closed, and all coordinators are told."),
    }
    if heard in said:
        return _page(request, waking, 400, said[heard])
    waking.read_by.add(team.user_of(request))
    return redirect("joining")


@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let this person not in."""
    waking = _found(request, public_id)
    try:
        joining.stop(waking, by=team.user_of(request))
    except joining.Over:
        return _page(request, waking, 409, _("This is decided already."))
    return redirect("joining")


def _found(request: HttpRequest, public_id: str) -> Waking:
    user = team.only(request, *TOLD)
    return get_object_or_404(joining.told(user), public_id=public_id)


def _page(request: HttpRequest, waking: Waking, status: int = 200, sorry: str = "") -> HttpResponse:
    waking.refresh_from_db()
    user: User = team.user_of(request)
    waking.read_by.add(user)
    now = timezone.now()
    about = {
        "waking": waking,
        "grants": waking.user.role_grants.all(),
        "has_keys": fingerprint.has_keys(waking.user),
        "may_type": joining.may_type(waking, user, now),
        "has_typed": bool(joining.typed_by(waking, user)),
        "alone_until": joining.alone_until(waking, now),
        "sorry": sorry,
    }
    return render(request, "staff/people/joining_one.html", about, status=status)


@require_POST
def open_site(request: HttpRequest) -> HttpResponse:
    """Propose the opening of the site. The other of the first two coordinators confirms."""
    user = team.only(request, Role.COORDINATOR)
    if not opening.may_open(user):
        raise PermissionDenied
    try:
        made = proposals.propose(ProposalKind.OPENING, opening.SITE, {}, {}, by=user)
    except proposals.Waiting:
        return redirect("proposals")
    return redirect("proposal", public_id=made.public_id)
