"""The page on which an invited person types the words that somebody read to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...codes import spoken
from ...models import Invitation
from ...staff.allauth_adapters import FAILURES
from ...web import throttle

_LONGEST = 200


@require_http_methods(["GET", "HEAD", "POST"])
def type_words(request: HttpRequest) -> HttpResponse:
    """From typed words to the page of the invitation."""
    if request.method != "POST":
        return render(request, "staff/people/join_words.html")
    if throttle.many_failed(request, "sign-in", FAILURES):
        return render(request, "429.html", status=429)
    token = spoken.read(request.POST.get("words", "")[:_LONGEST])
    if Invitation.objects.open(token, timezone.now()):
        return redirect("join", token=token)
    throttle.failed(request, "sign-in")
    sorry = _("No invitation has these words now. Ask to have them read once more, or ask for a new link.")
    return render(request, "staff/people/join_words.html", {"sorry": sorry}, status=400)
