"""Who did what: for a coordinator all of it, for a house its own, for each person their account."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ...codes.staff import Role
from ...keeping import trail_filter, trail_page
from ...staff import team

READING = (Role.COORDINATOR, Role.HOST, Role.CASEWORKER)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """The acts of the installation, or of the own house, by what, place, person and day."""
    user = team.only(request, *READING)
    form = trail_filter.TrailForm(user, request.GET)
    entries = trail_filter.found(trail_filter.readable(user), form)
    asked = {name: value for name, value in request.GET.items() if name in form.fields and value}
    return _page(request, entries, "staff/keeping/trail.html", form=form, asked=asked)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """All that touched the person's own account."""
    return _page(request, trail_filter.of_account(team.user_of(request)), "staff/keeping/own_account.html", asked={})


def _page(request: HttpRequest, entries: Any, template: str, **said: Any) -> HttpResponse:
    sent = request.GET.get("before", "")
    before = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 16 else None
    seen = trail_page.page(entries, team.user_of(request), before)
    older = urlencode(said["asked"] | {"before": seen.older}) if seen.older else ""
    return render(request, template, {"acts": seen.acts, "older": older, **said})
