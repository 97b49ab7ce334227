"""The person's own sessions: seen, and ended one by one."""

from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ..keys.session_store import row_of
from ..models import Session
from ..models.sign_in import SessionQuerySet
from ..staff import second_factor, team


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """When each session began and was last used. Nothing tells devices apart: we keep nothing of them."""
    context = {"sessions": _own(request), "this": row_of(request.session.session_key)}
    return render(request, "staff/people/sessions.html", context)


@require_POST
def session_end(request: HttpRequest) -> HttpResponse:
    """End one session."""
    ended = get_object_or_404(_own(request), pk=request.POST.get("session", ""))
    if ended.pk == row_of(request.session.session_key):
        logout(request)
        return redirect("account_login")
    team.end_session(ended)
    return redirect("sessions")


def _own(request: HttpRequest) -> SessionQuerySet:
    user = team.user_of(request)
    return Session.objects.of(user, timezone.now(), timedelta(seconds=second_factor.longest_rest(user)))
