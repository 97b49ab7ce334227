"""Who may open a staff page: somebody signed in, in this session, beyond a password, and not too long ago."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from shelters.models import Person
from shelters.staff_codes import Role
from shelters.team import role_of

from .middleware import STAFF_PATHS

Answer = Callable[[HttpRequest], HttpResponse]
IDLE, WHOLE = 30 * 60, 12 * 3600  # seconds
# What answers before anybody is signed in; allauth guards its own steps there.
_OPEN = ("/work/sign-in/", "/work/join/", "/work/keys/authenticate/", "/work/keys/webauthn/login/")
# Where a second factor is made or shown.
_KEYS = ("/work/keys/", "/work/sign-out/", "/work/again/")
_STRONG, _WEAK = Authenticator.Type.WEBAUTHN.value, Authenticator.Type.TOTP.value


def beyond_a_password(get_response: Answer) -> Answer:
    """Send whoever is not signed in, or only by a password, to where that is done."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(STAFF_PATHS) or request.path.startswith(_OPEN):
            return get_response(request)
        if not request.user.is_authenticated:
            return _to("account_login", request)
        role, person = role_of(request.user), Person.objects.filter(user=request.user.pk).first()
        if _is_over(request, role, person):
            logout(request)
            return _to("account_login", request)
        enough = accepted(role)
        if not proofs(request) & enough and not request.path.startswith(_KEYS):
            return _to(_where_to_prove(request, enough), request)
        with translation.override(person.language if person else translation.get_language()):
            return get_response(request)

    return answer


def proofs(request: HttpRequest) -> set[str]:
    """The kinds of second factor that this session has seen."""
    records = get_authentication_records(request, request.user)
    return {str(record.get("type")) for record in records if record.get("method") == "mfa"}


def accepted(role: Role | None) -> set[str]:
    """A passkey; a code of an app too for those who only count beds, and in the demo."""
    return {_STRONG, _WEAK} if settings.DEMO or role == Role.COUNTER else {_STRONG}


def _where_to_prove(request: HttpRequest, enough: set[str]) -> str:
    kinds = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True)) & enough
    if _STRONG in kinds:
        return "mfa_reauthenticate_webauthn"
    return "mfa_reauthenticate" if kinds else "mfa_index"


def _is_over(request: HttpRequest, role: Role | None, person: Person | None) -> bool:
    """After twelve hours; after half an hour of rest, except who only counts beds; and when signed out everywhere."""
    now, session = int(time.time()), request.session
    since, seen = session.setdefault("since", now), session.get("seen", now)
    idle = WHOLE if role == Role.COUNTER else IDLE
    out = int(person.out_at.timestamp()) if person and person.out_at else 0
    if now - since > WHOLE or now - seen > idle or since < out:
        return True
    if now - seen >= 60 or "seen" not in session:
        session["seen"] = now
    return False


def _to(name: str, request: HttpRequest) -> HttpResponse:
    back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return redirect(reverse(name) + (f"?{back}" if back else ""))
