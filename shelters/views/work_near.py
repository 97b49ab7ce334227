"""The search for staff, with exact counts. It is stored nowhere, as on the public page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..codes.staff import Role
from ..finder import staff_search
from ..finder.forms import NearForm
from ..staff import team
from .asking import RefusedForm, ask, asked, form_page, search_form

SEARCHING = (Role.CASEWORKER, Role.HOST, Role.COORDINATOR)


@require_http_methods(["GET", "HEAD", "POST"])
def near(request: HttpRequest) -> HttpResponse:
    """The ranked list. With GET, or with unreadable input, the form."""
    user = team.only(request, *SEARCHING)
    entered = asked(request)
    context = search_form(entered) | {"action": reverse("work_near"), "may_ask": Role.CASEWORKER in user.roles}
    context["referral"] = request.POST.get("referral", "")[:40]  # the need of a client for which it searches
    if request.method != "POST":
        return form_page(request, "staff/finder/search.html", "near", context)
    answer = ask(request, NearForm, staff_search.search_as_staff, entered)
    if isinstance(answer, RefusedForm):
        return form_page(request, "staff/finder/search.html", "near", context, answer)
    return render(request, "staff/finder/search.html", context | {"answer": answer, "found": answer.found})
