"""The search for staff, with exact counts. It is stored nowhere, as on the public page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ..codes.staff import ReportKind, Role
from ..directory import reports
from ..finder import staff_search
from ..finder.forms import NearForm
from ..models import Facility
from ..staff import team
from .asking import RefusedForm, ask, asked, form_page, search_form

SEARCHING = (Role.CASEWORKER, Role.HOST, Role.COORDINATOR)


@require_http_methods(["GET", "HEAD", "POST"])
def near(request: HttpRequest) -> HttpResponse:
    """The ranked list. With GET, or with unreadable input, the form."""
    user = team.only(request, *SEARCHING)
    entered = asked(request)
    context = search_form(entered) | {"action": reverse("work_near"), "may_ask": Role.CASEWORKER in user.roles}
    context["wrong"] = [(kind.value, kind.label) for kind in reports.WRONG] if context["may_ask"] else []
    context["complaints"] = [(kind.value, kind.label) for kind in reports.COMPLAINTS] if context["may_ask"] else []
    context["referral"] = request.POST.get("referral", "")[:40]  # the need of a client for which it searches
    if request.method != "POST":
        return form_page(request, "staff/finder/search.html", "near", context)
    answer = ask(request, NearForm, staff_search.search_as_staff, entered)
    if isinstance(answer, RefusedForm):
        return form_page(request, "staff/finder/search.html", "near", context, answer)
    return render(request, "staff/finder/search.html", context | {"answer": answer, "found": answer.found})


@require_POST
def wrong(request: HttpRequest) -> HttpResponse:
    """Tell the coordinators what of the place `id` is wrong or was bad (`kind`). It changes nothing by itself."""
    user, kind = team.only(request, Role.CASEWORKER), request.POST.get("kind", "")
    if kind not in (*reports.WRONG, *reports.COMPLAINTS) or user.organisation is None:
        raise Http404
    place = get_object_or_404(Facility.objects.listed(), public_id=request.POST.get("id", ""))
    by = team.actor(user)
    reports.report(place, ReportKind(kind), told="", until=None, heard_by=user.organisation, by=by)
    return render(request, "staff/finder/told.html", {"place": place, "kind": ReportKind(kind).label})
