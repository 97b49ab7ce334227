"""The facilities that a coordinator rings, and the counts that they hear by phone."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..approvals.proposals import AlreadyDecided, Waiting
from ..beds import counting
from ..beds.overdue import OverdueCounts, overdue
from ..beds.typed_counts import LABELS, SAME, CallForm
from ..codes.staff import CountRoute, Informant, ReportKind, Role
from ..desk import ringing
from ..directory import reports
from ..faces import bound
from ..keeping import complaints
from ..keeping.editing import AnothersWaits
from ..models import BedPool, Facility
from ..staff import team
from .beds import own_facility


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Facilities to ring. The longest silence comes first."""
    team.only(request, Role.COORDINATOR)
    return _list(request)


def _list(request: HttpRequest, status: int = 200, sorry: str = "") -> HttpResponse:
    now = timezone.now()
    about = {
        "sorry": sorry,
        "avoided": complaints.avoided(now),
        "facts": [*complaints.FACTS],
        "facilities": overdue(now),
        "to_confirm": len(ringing.due(timezone.localdate(now))),
        "reports": reports.waiting(),
    }
    return render(request, "staff/beds/overdue.html", about, status=status)


@require_POST
def complaint(request: HttpRequest, public_id: str) -> HttpResponse:
    """Of a complaint (`kind`): take the place off the list at once (`act` "pause"), or propose it ("propose")."""
    facility, user = own_facility(request, public_id, (Role.COORDINATOR,)), team.user_of(request)
    acts = {"pause": reports.COMPLAINTS, "propose": tuple(complaints.FACTS)}
    kind, act = request.POST.get("kind", ""), request.POST.get("act", "")
    report = facility.reports.filter(kind=kind).first()
    if report is None or kind not in acts.get(act, ()):
        raise Http404
    try:
        effect = complaints.pause(facility, by=user) if act == "pause" else complaints.propose(report, by=user)
    except (ValidationError, AnothersWaits, AlreadyDecided, Waiting):
        words = _("Something of it waits for a second person. Recall that, or let it be decided.")
        return _list(request, 409, words)
    if act == "pause" and effect.waiting:
        return _list(request, 409, _("That is more than one person takes off alone: it waits for a second person."))
    return redirect("overdue")


@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody has looked at what caseworkers said of a facility: `kind` is settled."""
    facility = own_facility(request, public_id, (Role.COORDINATOR,))
    if request.POST.get("kind") not in ReportKind.values:
        raise Http404
    reports.settle(facility, ReportKind(request.POST["kind"]), by=team.actor_of(request))
    return redirect("overdue")


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    """The numbers to ring, and the answer by phone: still correct, or the new count."""
    one = _one(own_facility(request, public_id, (Role.COORDINATOR,)))
    form = CallForm(one.pools, request.POST if request.method == "POST" else None)
    full = one.facility.reports.filter(kind=ReportKind.FULL).first()
    if full:
        form.propose_full(full.told)
    if not form.is_valid():
        return _page(request, one, form, 400 if form.is_bound else 200)
    by = counting.CountedBy(team.actor_of(request), CountRoute.PHONE, told=form.cleaned_data["told"])
    try:
        if form.cleaned_data["answer"] == SAME:
            counting.confirm(one.facility, by=by, seen=form.seen)
        else:
            counting.count(one.facility, form.numbers, by=by, seen=form.seen)
    except (counting.LostRace, counting.NeverCounted, counting.Nonsense):  # nonsense by now: a pool that is gone
        return _page(request, _one(one.facility), form, 409)
    reports.settle(one.facility, ReportKind.FULL, by=team.actor_of(request))
    return redirect("overdue")


def _one(facility: Facility) -> OverdueCounts:
    found = [OverdueCounts.of(one) for one in bound.as_bound([facility])]
    if not found or not found[0].pools:
        raise Http404
    return found[0]


def _page(request: HttpRequest, one: OverdueCounts, form: CallForm, status: int) -> HttpResponse:
    """The page with the typed values. After a lost race the current numbers stand beside them, and count as seen."""
    lost = status == 409
    sorry = _("Somebody counted in between. The numbers by now stand beside yours.") if lost else ""
    rows = [_row(form, pool, lost) for pool in one.pools if pool in form.pools]
    said = {"one": one, "form": form, "rows": rows, "told": Informant.choices, "sorry": sorry}
    return render(request, "staff/beds/overdue_call.html", said, status=status)


def _row(form: CallForm, pool: BedPool, lost: bool) -> dict[str, Any]:
    seen = form[f"seen-{pool.public_id}"]
    return {
        "pool": pool,
        "inputs": [form[f"{field}-{pool.public_id}"] for field in LABELS],
        "seen": {"name": seen.html_name, "value": pool.version if lost else seen.value()},
    }
