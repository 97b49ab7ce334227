"""The freezes. One press stops changes, or everything, and two people open again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..approvals import freeze
from ..codes.staff import FreezeScope, Role
from ..models import Freeze
from ..staff import second_factor, team


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Two pages say what will stop: the choice, then the numbers. A POST freezes."""
    team.only(request, Role.COORDINATOR)
    if request.method == "POST":
        return _freeze(request)
    scope = request.GET.get("scope", "")
    about = freeze.what_ends(timezone.now()) | {"scope": scope if scope in ("changes", "everything") else ""}
    return render(request, "staff/approvals/freeze.html", about)


def _freeze(request: HttpRequest) -> HttpResponse:
    """Freeze `scope`: "changes", or else everything, which ends the caller's own session too."""
    changes = request.POST.get("scope") == FreezeScope.CHANGES
    scope = FreezeScope.CHANGES if changes else FreezeScope.EVERYTHING
    try:
        freeze.freeze(scope, by=team.only(request, Role.COORDINATOR))
    except freeze.NeedsSecond:
        words = _(
            "Twice within a week others said that your freeze was for nothing. So somebody else presses it now: all "
            "coordinators are told. Ring one of them."
        )
        return render(request, "error.html", {"detail": words}, status=409)
    return redirect("frozen")


@require_http_methods(["GET", "HEAD", "POST"])
def frozen(request: HttpRequest) -> HttpResponse:
    """The page of a freeze. A POST is the press of a coordinator who thaws."""
    running = Freeze.objects.running()
    if running is None:
        return redirect("work")
    key, sorry = second_factor.newest_key(request), ""
    if request.method == "POST":
        user = team.only(request, Role.COORDINATOR)
        try:
            freeze.thaw(by=user, key=key, false="false" in request.POST)
        except freeze.MayNotThaw:
            sorry = _(
                "A second person has to press this, one who was a coordinator a week before the freeze, with a key of "
                "that time."
            )
        else:
            return redirect("frozen")
    user = team.user_of(request)
    context = {
        "frozen": running,
        "everything": running.scope == FreezeScope.EVERYTHING,
        "may_thaw": freeze.may_thaw(running, user, key),
        "host": Role.HOST in user.roles,
        "sorry": sorry,
    }
    return render(request, "staff/approvals/frozen.html", context, status=403 if sorry else 200)
