"""Proposals that wait for a second person: the list, a page with before and after, and the buttons."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..approvals import named, proposals
from ..approvals.changes import MayNotPutBack, may_put_back
from ..approvals.changes import put_back as put_back_lowered
from ..approvals.diff import changes
from ..codes.staff import Decision, Role
from ..desk.link import OneTimeLink
from ..models import Proposal, User
from ..operations import whole_list
from ..staff import team

SHOWN = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All proposals that wait, and the last decided proposals."""
    team.only(request, Role.COORDINATOR)
    newest = Proposal.objects.select_related("made_by", "decided_by").order_by("decided_at", "-made_at")
    waiting = newest.waiting()
    lowered = newest.filter(decision=Decision.LOWERED).order_by("-decided_at")[:SHOWN]
    decided = newest.exclude(decision__in=(Decision.WAITING, Decision.LOWERED)).order_by("-decided_at")[:SHOWN]
    user = team.user_of(request)
    lists = {"waiting": _named(waiting, user), "decided": _named(decided, user), "lowered": _named(lowered, user)}
    return render(request, "staff/approvals/proposals.html", lists)


def _named(proposals: Iterable[Proposal], user: User) -> list[dict[str, Any]]:
    """Proposals with what each is about, and whether this person may put it back."""
    those = list(proposals)
    names = named.of_proposals(those)
    return [{"proposal": one, "name": names[one.pk], "may_put_back": may_put_back(one, user)} for one in those]


@require_safe
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """A proposal with before and after side by side. Opening it ends its notice."""
    team.only(request, Role.COORDINATOR)
    return _page(request, get_object_or_404(Proposal, public_id=public_id))


@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a proposal into effect, as the second person."""
    team.only(request, Role.COORDINATOR)
    proposal = get_object_or_404(Proposal, public_id=public_id)
    try:
        token = proposals.confirm(proposal, by=team.user_of(request))
    except proposals.MayNotConfirm:
        return _page(request, proposal, 403, sorry=_("This is for a second person to confirm."))
    except proposals.AlreadyDecided:
        return _page(request, proposal, 409, sorry=_("This is decided already."))
    proposal.refresh_from_db()
    return _page(request, proposal, link=OneTimeLink.of(request, token) if token else None)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Recall a proposal of the same person, or refuse another's."""
    team.only(request, Role.COORDINATOR)
    proposal = get_object_or_404(Proposal, public_id=public_id)
    try:
        proposals.withdraw(proposal, by=team.user_of(request))
    except proposals.AlreadyDecided:
        return _page(request, proposal, 409, sorry=_("This is decided already."))
    return redirect("proposals")


@require_POST
def put_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put back what another coordinator lowered alone."""
    team.only(request, Role.COORDINATOR)
    proposal = get_object_or_404(Proposal, public_id=public_id)
    try:
        put_back_lowered(proposal, by=team.user_of(request))
    except MayNotPutBack:
        return _page(request, proposal, 409, sorry=_("It was changed since, or it is for another to put back."))
    except proposals.AlreadyDecided:
        return _page(request, proposal, 409, sorry=_("This is decided already."))
    return redirect("proposals")


def _page(request: HttpRequest, proposal: Proposal, status: int = 200, **said: Any) -> HttpResponse:
    user = team.user_of(request)
    proposal.read_by.add(user)
    context = {
        "proposal": proposal,
        "changes": changes(proposal),
        "may_confirm": proposals.may_confirm(proposal, user),
        "may_put_back": may_put_back(proposal, user),
        "may_take": whole_list.may_take(proposal, user, timezone.now()),
        "mine": proposal.made_by_id == user.pk,
        "alone_from": proposals.alone_from(proposal, timezone.now()),
    }
    return render(request, "staff/approvals/proposal.html", context | said, status=status)
