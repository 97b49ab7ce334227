"""From an empty site to an open one: the checklist, and the second coordinator whom the first invites."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...approvals import opening, proposals
from ...codes.staff import Role
from ...desk import first_day
from ...desk.link import OneTimeLink
from ...staff import team


@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """What is done, what is missing, and whether the site may face anybody."""
    team.only(request, Role.COORDINATOR)
    return _page(request)


@require_POST
def invite_second(request: HttpRequest) -> HttpResponse:
    """The link for the second coordinator, from whoever is the first and alone."""
    user = team.only(request, Role.COORDINATOR)
    try:
        token = proposals.bring_second(by=user)
    except proposals.MayNotConfirm as error:
        raise PermissionDenied from error
    except proposals.Waiting:
        return _page(request, 409, sorry=_("This waits for a second person already."))
    return _page(request, link=OneTimeLink.of(request, token))


def _page(request: HttpRequest, status: int = 200, **said: Any) -> HttpResponse:
    user, found = team.user_of(request), first_day.lines(timezone.now())
    about = {
        "missing": [line for line in found if not line.is_done],
        "done": [line for line in found if line.is_done],
        "is_fit": first_day.is_fit(found),
        "is_open": opening.is_open(),
        "may_open": opening.may_open(user),
        "may_bring": opening.may_bring_second(user),
    }
    return render(request, "staff/desk/first_day.html", about | said, status=status)
