"""Who may open a staff page: somebody signed in, in this session, beyond a password, and not too long ago."""

import time
from collections.abc import Callable, Collection
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from shelters.codes.staff import Role
from shelters.models import Freeze, User

from .allauth_internals import get_authentication_records
from .team import user_of

Answer = Callable[[HttpRequest], HttpResponse]
IDLE, WHOLE = 30 * 60, 12 * 3600  # seconds
# The pages on which a second factor is shown, those on which it is made, and the page that makes codes of an app.
_PROVE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_reauthenticate", "account_logout"}
_CODES = "mfa_activate_totp"
_MAKE = {
    *("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *(_CODES, "mfa_deactivate_totp"),
}
# What opens while all is frozen: a key, and the way to thaw.
_FROZEN = {*_PROVE, *_MAKE, "frozen", "language"}
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
            return _to("account_login", request)
        user = user_of(request)
        turned_away = _turn_away(request, user)
        if user.language and not turned_away:
            translation.activate(user.language)
        return turned_away

    answer.process_view = guard  # type: ignore[attr-defined]
    return answer


def _view_name(request: HttpRequest) -> str:
    assert request.resolver_match  # Django resolves the address before it calls process_view
    return str(request.resolver_match.view_name)


def _turn_away(request: HttpRequest, user: User) -> HttpResponse | None:
    """Whose session is over, whose key is missing, and everybody while all is frozen."""
    freeze = Freeze.objects.newest()
    left = _seconds_left(request, user)
    if left <= 0 or (freeze and _since(request) <= int(freeze.at.timestamp())):
        logout(request)
        return _to("account_login", request)
    enough, view = accepted(user.grants), _view_name(request)
    touch_session(request, enough)
    if not _may_open(request, enough):
        return _to(_where_to_prove(request, enough), request)
    if view == _CODES and _WEAK not in enough:
        raise PermissionDenied
    if freeze and not freeze.thawed_at and view not in _FROZEN:
        return redirect("frozen")
    if user.awake_at is None and view not in _ASLEEP:
        return redirect("nearly_in")
    # For static/work.js, which warns in time, and for the page of one's keys.
    request.idle_seconds, request.codes_do = left, _WEAK in enough  # type: ignore[attr-defined]
    return None


def proofs(request: HttpRequest) -> set[str]:
    """The kinds of second factor that this session has seen."""
    records = get_authentication_records(request, request.user)
    return {str(record.get("type")) for record in records if record.get("method") == "mfa"}


def accepted(roles: Collection[Role]) -> set[str]:
    """A passkey. A code of an app is enough in the demo, and for who only counts beds."""
    return {_STRONG, _WEAK} if settings.DEMO or set(roles) == {Role.COUNTER} else {_STRONG}


def _may_open(request: HttpRequest, enough: set[str]) -> bool:
    """Whoever showed a key; and to make one, whoever has none yet, is making the first, or came by a recovery code.

    A code of an app can be copied from somebody: beside a passkey it must not lead to another one.
    """
    if proofs(request) & enough or _view_name(request) in _PROVE:
        return True
    if _view_name(request) not in _MAKE:
        return False
    return Authenticator.Type.RECOVERY_CODES.value in proofs(request) or request.session.get("first", False)


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


def _to(name: str, request: HttpRequest) -> HttpResponse:
    back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return redirect(reverse(name) + (f"?{back}" if back else ""))
