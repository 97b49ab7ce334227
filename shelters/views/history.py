"""The history of a facility's counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..beds.history import history
from .beds import own_facility


@require_safe
def beds_history(request: HttpRequest, public_id: str) -> HttpResponse:
    """A chart and a table for each pool."""
    home = own_facility(request, public_id)
    return render(request, "staff/beds/history.html", {"facility": home, "pools": history(home, timezone.now())})
