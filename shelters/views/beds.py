"""Counting beds on a phone held in one hand: a number with − and +, and one button for "still correct"."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import beds, team
from ..freshness import age
from ..models import BedCount, BedPool, Facility
from ..staff_codes import Role, Way
from .work import facilities_of

COUNTING = (Role.COUNTER, Role.HOST, Role.COORDINATOR)
_SEEN = re.compile(r"(\d{1,15}):(\d{1,9})", re.ASCII)  # a pool and its version


@require_http_methods(["GET", "HEAD", "POST"])
def facility(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pools of one facility; with POST one tap: `pool`, `field`, `more` (+1 or -1), and the version `seen`."""
    home = _facility(request, public_id)
    if request.method != "POST":
        return _page(request, home)
    pool = get_object_or_404(BedPool, facility=home, public_id=request.POST.get("pool", ""))
    field, more = request.POST.get("field", ""), request.POST.get("more", "")
    if field not in beds.FIELDS or more not in ("1", "-1"):
        return _page(request, home, 400, sorry=_("This page cannot read what was sent."))
    try:
        counted = beds.step(pool, by=_by(request), **{field: int(more)})
    except beds.Nonsense:
        return _page(request, home, 400, sorry=_("That number cannot be."))
    others = request.POST.get("seen") != str(counted.version - 1)
    return _page(request, home, undo=counted, between=pool if others else None)


@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody looked: what this page showed is still correct."""
    home = _facility(request, public_id)
    pairs = [_SEEN.fullmatch(one) for one in request.POST.getlist("seen")]
    seen = {int(pair[1]): int(pair[2]) for pair in pairs if pair}
    if not all(pairs):
        return _page(request, home, 400, sorry=_("This page cannot read what was sent."))
    try:
        beds.confirm(home, by=_by(request), seen=seen)
    except beds.LostRace:
        return _page(request, home, 409, sorry=_("Somebody counted in between. Look at the numbers again."))
    return redirect("beds", public_id=public_id)


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back one's own last tap, for a minute."""
    home = _facility(request, public_id)
    number = request.POST.get("count", "")
    whole = number.isascii() and number.isdecimal() and len(number) < 16
    counted = BedCount.objects.filter(pool__facility=home, pk=number if whole else 0).first()
    if counted is None:
        raise Http404
    try:
        beds.undo(counted, by=_by(request))
    except beds.TooLate:
        return _page(request, home, 409, sorry=_("That cannot be taken back any more. Count it anew."))
    return redirect("beds", public_id=public_id)


def _facility(request: HttpRequest, public_id: str) -> Facility:
    """One that this person may count: somebody else's is 404, a role that does not count 403."""
    if team.role_of(request.user) not in COUNTING:
        raise PermissionDenied
    found: Facility = get_object_or_404(facilities_of(request.user).distinct(), public_id=public_id)
    return found


def _by(request: HttpRequest) -> beds.By:
    return beds.By(team.actor(request.user), Way.PAGE)


def _page(request: HttpRequest, home: Facility, status: int = 200, **said: Any) -> HttpResponse:
    now = timezone.now()
    rooms = [{"room": room, "age": age(room.pool.observed_at, home, now).value} for room in beds.rooms(home, now)]
    return render(request, "work/beds.html", {"facility": home, "rooms": rooms, **said}, status=status)
