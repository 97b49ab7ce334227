"""Many places at once: one source for all, and what somebody proposed, recalled."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...approvals.proposals import AlreadyDecided
from ...codes.staff import Role
from ...keeping import editing
from ...keeping.source_form import ManySourcesForm
from ...staff import team
from .places import KEEPING


@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """One source for the same parts of many places. Each place is a change of its own, for a second person."""
    user = team.only(request, Role.COORDINATOR)
    form = ManySourcesForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form, 400 if request.method == "POST" else 200)
    given = form.cleaned_data
    left_out = editing.give_source(given["places"], given["parts"], form.sourced(), by=user)
    if left_out:
        names = ", ".join(one.name or one.key for one in left_out)
        sorry = _("Left out, because something of them waits already: %(names)s. All others are handed in.")
        return _page(request, ManySourcesForm(), 409, sorry % {"names": names})
    return redirect("places")


def _page(request: HttpRequest, form: ManySourcesForm, status: int, sorry: str = "") -> HttpResponse:
    return render(request, "staff/keeping/sources.html", {"form": form, "sorry": sorry}, status=status)


@require_POST
def recall(request: HttpRequest) -> HttpResponse:
    """Recall the ticked ones of one's own changes that wait."""
    user = team.only(request, *KEEPING)
    try:
        editing.recall([one[:40] for one in request.POST.getlist("proposal")], by=user)
    except AlreadyDecided:
        return render(request, "error.html", {"detail": _("Changes are frozen")}, status=409)
    return redirect("places")
