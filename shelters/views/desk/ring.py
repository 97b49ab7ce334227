"""The ringing list: whom to ring to confirm the directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ...codes.staff import Role
from ...desk import ringing
from ...staff import team


@require_safe
def ring(request: HttpRequest) -> HttpResponse:
    """Whom to ring: confirmed longest ago first. Then entries without a number."""
    team.only(request, Role.COORDINATOR)
    due = ringing.due(timezone.localdate())
    parts = {"due": [one for one in due if one.has_number], "mute": [one for one in due if not one.has_number]}
    return render(request, "staff/desk/ring.html", parts)
