"""The freeze. One press stops everything, and two people open it again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..approvals import freeze
from ..codes.staff import Role
from ..models import Freeze
from ..staff import team


@require_POST
def stop_everything(request: HttpRequest) -> HttpResponse:
    """End all sessions and tokens, the caller's own too."""
    freeze.freeze(by=team.only(request, Role.COORDINATOR))
    return redirect("frozen")


@require_http_methods(["GET", "HEAD", "POST"])
def frozen(request: HttpRequest) -> HttpResponse:
    """The page that opens during a freeze. A POST is the press of a coordinator who thaws."""
    running = Freeze.objects.running()
    if running is None:
        return redirect("work")
    sorry = ""
    if request.method == "POST":
        user = team.only(request, Role.COORDINATOR)
        try:
            freeze.thaw(by=user)
        except freeze.MayNotThaw:
            sorry = _("A second person has to press this, one who was a coordinator before the freeze.")
        else:
            return redirect("frozen")
    context = {"frozen": running, "may_thaw": freeze.may_thaw(running, team.user_of(request)), "sorry": sorry}
    return render(request, "staff/approvals/frozen.html", context, status=403 if sorry else 200)
