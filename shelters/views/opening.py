"""The opening of the site, by its first two coordinators together."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ..approvals import opening, proposals
from ..codes.staff import ProposalKind, Role
from ..staff import team


@require_POST
def open_site(request: HttpRequest) -> HttpResponse:
    """Propose it. The other of the two confirms."""
    user = team.only(request, Role.COORDINATOR)
    if not opening.may_open(user):
        raise PermissionDenied
    try:
        made = proposals.propose(ProposalKind.OPENING, opening.SITE, {}, {}, by=user)
    except proposals.Waiting:
        return redirect("proposals")
    return redirect("proposal", public_id=made.public_id)
