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
from .paths import STAFF_PATHS
from .team import user_of

Answer = Callable[[HttpRequest], HttpResponse]
IDLE, WHOLE = 30 * 60, 12 * 3600  # seconds
# What answers before anybody is signed in; allauth guards its own steps there, a signature the link in a mail.
_OPEN = ("/work/sign-in/", "/work/join/", "/work/still/", "/work/keys/authenticate/", "/work/keys/webauthn/login/")
# Where a second factor is shown, and where it is made.
_PROVE = ("/work/keys/reauthenticate/", "/work/keys/webauthn/reauthenticate/", "/work/sign-out/", "/work/again/")
_MAKE, _CODES = "/work/keys/", "/work/keys/totp/activate/"
# What opens while all is frozen: a key, and the way to thaw.
_FROZEN = (*_PROVE, _MAKE, "/work/frozen/", "/work/language/")
_STRONG, _WEAK = Authenticator.Type.WEBAUTHN.value, Authenticator.Type.TOTP.value


def require_second_factor(get_response: Answer) -> Answer:
    """Send whoever is not signed in, or only by a password, to where that is done."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(STAFF_PATHS) or request.path.startswith(_OPEN):
            return get_response(request)
        if not request.user.is_authenticated:
            return _to("account_login", request)
        user = user_of(request)
        turned_away = _turn_away(request, user)
        if turned_away:
            return turned_away
        with translation.override(user.language or translation.get_language()):
            return get_response(request)

    return answer


def _turn_away(request: HttpRequest, user: User) -> HttpResponse | None:
    """Whose session is over, whose key is missing, and everybody while all is frozen."""
    freeze = Freeze.objects.newest()
    left = _seconds_left(request, user)
    if left <= 0 or (freeze and request.session["since"] <= int(freeze.at.timestamp())):
        logout(request)
        return _to("account_login", request)
    enough = accepted(user.roles)
    if not _may_open(request, enough):
        return _to(_where_to_prove(request, enough), request)
    if request.path.startswith(_CODES) and _WEAK not in enough:
        raise PermissionDenied
    if freeze and not freeze.thawed_at and not request.path.startswith(_FROZEN):
        return redirect("frozen")
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
    shown = proofs(request)
    if shown & enough or request.path.startswith(_PROVE):
        return True
    if not request.path.startswith(_MAKE):
        return False
    if not Authenticator.objects.filter(user=request.user.pk, type__in=enough).exists():
        request.session["first"] = True
    return Authenticator.Type.RECOVERY_CODES.value in shown or request.session.get("first", False)


def _where_to_prove(request: HttpRequest, enough: set[str]) -> str:
    kinds = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True)) & enough
    if _STRONG in kinds:
        return "mfa_reauthenticate_webauthn"
    return "mfa_reauthenticate" if kinds else "mfa_index"


def _seconds_left(request: HttpRequest, user: User) -> int:
    """Twelve hours; half an hour of rest, except who only counts beds; none when signed out everywhere."""
    now, session = int(time.time()), request.session
    since, seen = session.setdefault("since", now), session.get("seen", now)
    idle = WHOLE if user.roles == {Role.COUNTER} else IDLE
    out = int(user.signed_out_at.timestamp()) if user.signed_out_at else 0
    if min(since + WHOLE, seen + idle) <= now or since < out:
        return 0
    if now - seen >= 60 or "seen" not in session:
        session["seen"] = seen = now
    return int(min(since + WHOLE, seen + idle)) - now


def _to(name: str, request: HttpRequest) -> HttpResponse:
    back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return redirect(reverse(name) + (f"?{back}" if back else ""))
