"""What holds for every response: no trace in caches, no large body, no staff page in the clear."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from shelters.keys.hashers import Busy
from shelters.staff.paths import ADMIN_PATH, STAFF_PATHS

from .headers import FORGET, SAME_ORIGIN, TRUSTED_TYPES

Answer = Callable[[HttpRequest], HttpResponse]
API_PATH = "/api/"
FORM_TYPE = "application/x-www-form-urlencoded"


def leave_nothing_behind(get_response: Answer) -> Answer:
    """Forbid every cache on the way, and every sensor that no page asks for."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store"
        if request.path_info.startswith(STAFF_PATHS):
            # Under `no-referrer` a browser calls its own origin "null", and the CSRF check could not know it.
            response["Referrer-Policy"] = "same-origin"
        response[SAME_ORIGIN[0]] = SAME_ORIGIN[1]
        if "Content-Security-Policy" in response and not request.path_info.startswith(ADMIN_PATH):
            response["Content-Security-Policy"] += TRUSTED_TYPES
        if request.method == "POST" and request.resolver_match and request.resolver_match.view_name == "account_logout":
            response["Clear-Site-Data"] = FORGET
        response["Permissions-Policy"] = "camera=(), microphone=(), browsing-topics=(), geolocation=(self)"
        return response

    return answer


def small_bodies_only(get_response: Answer) -> Answer:
    """Refuse, before anything reads it, a body that no form of ours can send.

    Larger ones are for whoever is signed in: from all others the guard of second factors takes no body at all.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(STAFF_PATHS) and _is_strange_form(request):
            return _refuse_large(request, settings.MAX_BODY) or _refuse_strange(request)
        return get_response(request)

    def guard(request: HttpRequest, *_view: object) -> HttpResponse | None:
        assert request.resolver_match  # Django resolves the address before it calls process_view
        name = request.resolver_match.view_name
        return _refuse_large(request, settings.MAX_BODY if name in settings.PUBLIC_VIEWS else settings.MAX_LARGE_BODY)

    answer.process_view = guard  # type: ignore[attr-defined]
    return answer


def _refuse_large(request: HttpRequest, most: int) -> HttpResponse | None:
    if _length(request) <= most:
        return None
    return _refuse(request, 413, "too_large", _("That is more text than this page can take."))


def _refuse_strange(request: HttpRequest) -> HttpResponse:
    return _refuse(request, 415, "unsupported", _("This page cannot read what was sent."))


def _length(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isascii() and declared.isdigit() else 0


def _is_strange_form(request: HttpRequest) -> bool:
    if request.method != "POST" or request.path_info.startswith(API_PATH):
        return False
    return bool(_length(request)) and request.content_type != FORM_TYPE


def _refuse(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if request.path_info.startswith(API_PATH):
        return JsonResponse({"code": code, "detail": detail}, status=status)
    return render(request, "error.html", {"detail": detail}, status=status)


def staff_on_their_host_only(get_response: Answer) -> Answer:
    """With STAFF_HOST, the staff pages are nowhere else: their cookies and passkeys never meet a public page."""

    def answer(request: HttpRequest) -> HttpResponse:
        elsewhere = settings.STAFF_HOST and request.get_host() != settings.STAFF_HOST
        if elsewhere and request.path_info.startswith(STAFF_PATHS):
            raise Http404
        return get_response(request)

    return answer


def staff_over_tls_only(get_response: Answer) -> Answer:
    """Staff pages answer over TLS, or to this very machine: a password never crosses a network in the clear."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(STAFF_PATHS) and not request.is_secure():
            host = request.get_host().rsplit(":", 1)[0]
            if host not in settings.LOCAL_HOSTS:
                return _refuse(request, 403, "forbidden", _("Staff pages open over HTTPS only."))
        return get_response(request)

    return answer


def admin_refuses_nonsense(get_response: Answer) -> Answer:
    """Django's admin takes ids, years and filters to the database as they come: what cannot be read there is a 400.

    It is logged all the same: the fault may be ours.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def refuse(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path_info.startswith(ADMIN_PATH) or not isinstance(
            exception, ValueError | OverflowError | DataError
        ):
            return None
        logging.getLogger(__name__).warning("what the admin cannot read", exc_info=exception)
        return _refuse(request, 400, "invalid", _("This page cannot read what was sent."))

    answer.process_exception = refuse  # type: ignore[attr-defined]
    return answer


def explain_wrong_methods(get_response: Answer) -> Answer:
    """Whoever loads the address of a button again reads what to do, not an empty page."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        detail = _("This page does not open this way. Go back, and press the button again.")
        told = _refuse(request, 405, "method_not_allowed", detail)
        told["Allow"] = response["Allow"]
        return told

    return answer


def say_when_busy(get_response: Answer) -> Answer:
    """Say "try again" where too many passwords are being computed at once."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def refuse(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Busy):
            return None
        response = _refuse(request, 503, "busy", _("That was a lot at once. Try again in a minute."))
        response["Retry-After"] = "60"
        return response

    answer.process_exception = refuse  # type: ignore[attr-defined]
    return answer
