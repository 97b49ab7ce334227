"""Who may open a staff page: somebody signed in, in this session, beyond a password, and not too long ago."""

import time
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from shelters.codes.staff import FreezeScope, Role
from shelters.keys import passkeys
from shelters.models import Freeze, User
from shelters.web import kept_form

from .allauth_internals import get_authentication_records, record_authentication
from .key_changes import for_counting_only
from .team import user_of

Answer = Callable[[HttpRequest], HttpResponse]
IDLE, WHOLE = 30 * 60, 12 * 3600  # seconds
# Where a second factor is shown, where it is made, and where codes of an app are made.
_PROVE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}
_CODES = "mfa_activate_totp"
_RECOVERY = {"mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"}
_MAKE = {
    *("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "key_confirm"),
    *(*_RECOVERY, _CODES, "mfa_deactivate_totp"),
}
# What opens while all is frozen: a key, and the way to thaw.
_FROZEN = {*_PROVE, *_MAKE, "frozen", "frozen_arrivals", "language"}
# What may be sent while changes are frozen: cases, counts and questions go on, and whoever wants to may sign out.
# The rota does not: it holds a number that others ring, and an intruder could plant it. All hosts are told meanwhile.
_GOES_ON = {
    *(*_PROVE, "freeze", "frozen", "language", "session_end", "sign_out_everywhere", "work_near", "overdue_call"),
    *("beds", "beds_first", "beds_confirm", "beds_undo", "beds_feed_revoke"),
    *("questions_pause", "question_contact", "question_move"),
    *("night_begin", "night_come", "night_gone", "night_nobody", "night_note", "night_note_read", "night_asked"),
    *("request_new", "request_contact", "request_move", "request_towards", "request_paper"),
    *("case_new", "case_contact", "case_move", "requests_search", "request_calls", "place_wrong"),
}
# What may not even be opened then: pages that make keys, and the list of all places.
_STOPS = {*_MAKE - {"mfa_index"}, "directory_list", "directory_list_csv"}
# What opens while an account sleeps: keys, and the page with their digits.
_ASLEEP = {*_PROVE, *_MAKE, "nearly_in", "frozen", "language"}
_STRONG, _WEAK = Authenticator.Type.WEBAUTHN.value, Authenticator.Type.TOTP.value


def require_second_factor(get_response: Answer) -> Answer:
    """Send whoever is not signed in, or only by a password, to where that is done.

    The view decides that Django chose, never the address: an address can be written in many ways. Every view asks
    for a second factor unless settings.PUBLIC_VIEWS names it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def guard(request: HttpRequest, *_view: object) -> HttpResponse | None:
        if _view_name(request) in settings.PUBLIC_VIEWS:
            return None
        if not request.user.is_authenticated:
            return _to("account_login", request, known=False)
        user = user_of(request)
        if user.language:
            translation.activate(user.language)
        return _turn_away(request, user)

    answer.process_view = guard  # type: ignore[attr-defined]
    return answer


def _view_name(request: HttpRequest) -> str:
    assert request.resolver_match  # Django resolves the address before it calls process_view
    return str(request.resolver_match.view_name)


def _turn_away(request: HttpRequest, user: User) -> HttpResponse | None:
    """Whose session is over, whose key is missing, and everybody while all is frozen."""
    ended_at, freeze = Freeze.objects.standing()
    left = _seconds_left(request, user)
    if left <= 0 or (ended_at and _since(request) <= int(ended_at.timestamp())):
        logout(request)
        return _to("account_login", request)
    enough, view = accepted(user.grants), _view_name(request)
    touch_session(request, enough)
    if view in _RECOVERY and not for_counting_only(user):
        raise Http404
    if not _may_open(request, user, enough):
        return _to(_where_to_prove(request, enough), request)
    if view not in {*_PROVE, *_MAKE} and lacks_device_key(user):
        return redirect("mfa_index")
    if view == _CODES and _WEAK not in enough:
        raise PermissionDenied
    if freeze and is_stopped(freeze, view, request.method):
        return redirect("frozen")
    if user.awake_at is None and view not in _ASLEEP:
        return redirect("nearly_in")
    # For static/work.js, which warns in time, for the page of one's keys, and for the first page.
    request.idle_seconds, request.codes_do, request.frozen = left, _WEAK in enough, freeze  # type: ignore[attr-defined]
    return None


def is_stopped(freeze: Freeze, view: str, method: str | None) -> bool:
    """Whether a view is shut while this freeze runs. While changes are frozen, all else may be read."""
    if freeze.scope == FreezeScope.EVERYTHING:
        return view not in _FROZEN
    return view in _STOPS or (method not in ("GET", "HEAD") and view not in _GOES_ON)


def records(request: HttpRequest) -> list[dict[str, Any]]:
    """The second factors that this session has seen: `type`, `id` of the key, and when, as `at`."""
    return [one for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"]


def proofs(request: HttpRequest) -> set[str]:
    """The kinds of second factor that this session has seen."""
    return {str(record.get("type")) for record in records(request)}


def newest_key(request: HttpRequest) -> Authenticator | None:
    """The key that this session has seen last."""
    seen = max(records(request), key=lambda record: record["at"], default={})
    return Authenticator.objects.filter(user=request.user.pk, pk=seen.get("id")).first()


def accepted(roles: Collection[Role]) -> set[str]:
    """A passkey. A code of an app is enough in the demo, and for who only counts beds."""
    return {_STRONG, _WEAK} if settings.DEMO or set(roles) == {Role.COUNTER} else {_STRONG}


def _may_open(request: HttpRequest, user: User, enough: set[str]) -> bool:
    """Whoever showed a key; and to make one, whoever has none yet, is making the first, or came by a recovery code.

    A code of an app can be copied from somebody: beside a passkey it must not lead to another one.
    """
    if proofs(request) & enough or _view_name(request) in _PROVE:
        return True
    if _view_name(request) not in _MAKE:
        return False
    on_paper = for_counting_only(user) and Authenticator.Type.RECOVERY_CODES.value in proofs(request)
    return on_paper or request.session.get("first", False)


def touch_session(request: HttpRequest, enough: set[str]) -> None:
    """Write down when this session began and was last used, and that it is making its first key."""
    now, session = int(time.time()), request.session
    session.setdefault("since", now)
    if now - session.get("seen", 0) >= 60:
        session["seen"] = now
    if _view_name(request) not in _MAKE or proofs(request) & enough or session.get("first"):
        return
    if not Authenticator.objects.filter(user=request.user.pk, type__in=enough).exists():
        session["first"] = True


def show_first(request: HttpRequest, key: Authenticator) -> None:
    """Whoever has just made the first key of the account has shown it: nobody is asked for it again at once."""
    enough = accepted(user_of(request).grants)
    only = not Authenticator.objects.filter(user=key.user_id, type__in=enough).exclude(pk=key.pk).exists()
    if request.session.get("first") and only and key.type in enough:
        record_authentication(request, request.user, "mfa", type=str(key.type), id=key.pk)


def lacks_device_key(user: User) -> bool:
    """Whether a coordinator still has to make a key that cannot be copied, where the settings ask for it."""
    if settings.COORDINATOR_KEYS != "device" or Role.COORDINATOR not in user.roles:
        return False
    return all(passkeys.may_be_copied(key) for key in passkeys.awake(user.pk, timezone.now()))


def _where_to_prove(request: HttpRequest, enough: set[str]) -> str:
    kinds = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True)) & enough
    if _STRONG in kinds:
        return "mfa_reauthenticate_webauthn"
    return "mfa_reauthenticate" if kinds else "mfa_index"


def _seconds_left(request: HttpRequest, user: User) -> int:
    """Twelve hours; half an hour of rest, except who only counts beds; none when signed out everywhere."""
    now, since = int(time.time()), _since(request)
    seen = request.session.get("seen", now)
    idle = longest_rest(user)
    out = int(user.signed_out_at.timestamp()) if user.signed_out_at else 0
    end = min(since + WHOLE, (seen if now - seen < 60 else now) + idle)
    return 0 if min(since + WHOLE, seen + idle) <= now or since < out else end - now


def longest_rest(user: User) -> int:
    """The seconds without a request after which a session of this person ends."""
    return WHOLE if user.roles == {Role.COUNTER} else IDLE


def _since(request: HttpRequest) -> int:
    """When this session began: now, where nothing is written down yet."""
    return int(request.session.get("since", time.time()))


def to_the_key(request: HttpRequest) -> HttpResponse:
    """To where this person shows a key afresh, and back."""
    name = _where_to_prove(request, accepted(user_of(request).roles))
    return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def _to(name: str, request: HttpRequest, *, known: bool = True) -> HttpResponse:
    """To a sign-in or a key, and back. A form that was sent comes back as it was typed."""
    if request.method == "GET":
        return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
    return kept_form.page(request, reverse(name), known=known) or redirect(name)
