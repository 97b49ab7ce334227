"""What coordinators see: that something is overdue, at whose house, and never of whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shelters.codes.staff import Role
from shelters.staff import team

from ..pages import overdue


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """By facility, with the number to ring."""
    team.only(request, Role.COORDINATOR)
    about = {"houses": overdue.overdue(timezone.now()), "days": overdue.LOOKS_BACK.days}
    return render(request, "staff/requests/overdue.html", about)
