"""The page behind a mailed link: a single button. It names no shelter and no number, and needs no sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..beds import counting, reminders
from ..beds.overdue import OverdueCounts
from ..hours.moment_words import when


@require_http_methods(["GET", "HEAD", "POST"])
def still(request: HttpRequest, token: str) -> HttpResponse:
    """When the beds were last counted. Only the button changes something, so a mail scanner changes nothing."""
    now = timezone.now()
    try:
        link = reminders.read(token, now)
    except reminders.Void:
        return _page(request, 410, says=_("This link does not work any more."))
    with translation.override(link.user.language or settings.LANGUAGE_CODE):
        if link.is_overtaken:
            return _overtaken(request)
        if request.method != "POST":
            counted = OverdueCounts.of(link.facility).counted_at
            return _page(request, counted=when(counted, timezone.localdate(now)) if counted else "")
        try:
            link.confirm()
        except counting.LostRace:
            return _overtaken(request)
        return _page(request, says=_("Thank you. It is written down."))


def _overtaken(request: HttpRequest) -> HttpResponse:
    return _page(request, 409, says=_("Somebody has counted since. There is nothing more to do."))


def _page(request: HttpRequest, status: int = 200, **said: Any) -> HttpResponse:
    return render(request, "staff/beds/confirm_by_mail.html", said, status=status)
