"""Ask for the key afresh, after ten minutes, before what a thief would do first in a stolen session.

`settings.FRESH_VIEWS` lists the views. A form that was sent waits in the session, sealed like all of it. It
is carried out as soon as the key was shown.
"""

import json
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import ResolverMatch, resolve

from ..keys.session_store import row_of
from ..models import Freeze, User
from . import second_factor, team
from .allauth_internals import SUSPENDED

FRESH = 10 * 60  # seconds
# Contacts that this session has shown are not asked for again; a session lasts twelve hours.
CONTACTS = {"question_contact", "request_contact"}
_SHOWN = "shown"


def ask_for_the_key_again(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """It stands behind the check for forged forms: nobody's forged form waits in a session."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def guard(request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match
        assert match  # Django resolves the address before it calls process_view
        if match.view_name in settings.FRESH_KEY_PAGES and not _may_make_keys(request):
            return second_factor.to_the_key(request)
        if request.method != "POST" or _act(match) not in settings.FRESH_VIEWS:
            return None
        if not is_fresh(request) and _contact(match) not in request.session.get(_SHOWN, []):
            return suspend(request)
        _remember(request, match)
        return None

    answer.process_view = guard  # type: ignore[attr-defined]
    return answer


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session has seen an accepted key within ten minutes."""
    enough = second_factor.accepted(team.user_of(request).roles)
    moments = [proof["at"] for proof in second_factor.records(request) if proof.get("type") in enough]
    return bool(moments) and time.time() - max(moments) < FRESH


def _may_make_keys(request: HttpRequest) -> bool:
    """With a fresh key. Whoever makes the first key, or came by a recovery code, has none to show."""
    enough = second_factor.accepted(team.user_of(request).roles)
    return is_fresh(request) or not second_factor.proofs(request) & enough


def suspend(request: HttpRequest) -> HttpResponse:
    """Keep what was sent until the key was shown. allauth then calls `resume`."""
    sent = {"path": request.path_info, "fields": request.POST.urlencode()}
    request.session[SUSPENDED] = {"state": sent, "callback": f"{__name__}.resume"}
    return second_factor.to_the_key(request)


def act(request: HttpRequest) -> str:
    """All that this session would carry out once the key is shown: by whom, in which session, and which form.

    A key that was shown for a form carries out no other, whoever put it there in between.
    """
    waiting = request.session.get(SUSPENDED) or {}
    return json.dumps([request.user.pk, row_of(request.session.session_key), waiting], sort_keys=True)


def sign_in_of(request: HttpRequest, user: User) -> str:
    """What a key is shown for after the password: this person's sign-in, in this session."""
    return json.dumps(["second step", user.pk, row_of(request.session.session_key)])


def resume(request: HttpRequest, sent: dict[str, str]) -> HttpResponse:
    """Carry out what was sent, as the person who has just shown the key."""
    match = resolve(sent["path"])
    frozen = Freeze.objects.running()
    if frozen and second_factor.is_stopped(frozen, match.view_name, "POST"):
        return redirect("frozen")
    request.path = request.path_info = sent["path"]
    request.POST, request.resolver_match = QueryDict(sent["fields"]), match
    _remember(request, match)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def _remember(request: HttpRequest, match: ResolverMatch) -> None:
    contact = _contact(match)
    if contact and contact not in request.session.get(_SHOWN, []):
        request.session[_SHOWN] = [*request.session.get(_SHOWN, []), contact]


def _act(match: ResolverMatch) -> str:
    """The view; with its move, where settings name this move."""
    move = f"{match.view_name} {match.kwargs.get('move', '')}"
    return move if move in settings.FRESH_VIEWS else match.view_name


def _contact(match: ResolverMatch) -> str:
    return f"{match.view_name} {match.kwargs['public_id']}" if match.view_name in CONTACTS else ""
