"""Two answers to who watches this server: alive, and ready. In any host's name, and over plain HTTP.

Only this machine and the networks of `settings.HEALTH_FROM` are answered here. An answer is a code word, never a value.
"""

import ipaddress
import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string

from . import throttle

ALIVE, READY = "/healthz", "/readyz"
_REMEMBERED = 1.0  # seconds: probes write, and nobody may take the lock of SQLite by asking often
_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
_last: tuple[float, list[str]] = (0.0, [])


def say_how_it_is(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Before anything looks at the host. Django redirects neither address to HTTPS (SECURE_REDIRECT_EXEMPT)."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info not in (ALIVE, READY) or request.method not in ("GET", "HEAD") or not _may_ask(request):
            return get_response(request)
        return _answer([] if request.path_info == ALIVE else wrong())

    return answer


def wrong() -> list[str]:
    """The code word of each probe that failed, at most a second old."""
    global _last
    with _one_at_a_time:
        if not _last[0] <= time.monotonic() < _last[0] + _REMEMBERED:
            found = [_failed(path) for path in settings.READY_PROBES]
            _last = time.monotonic(), [word for word in found if word]
        return _last[1]


def forget() -> None:
    global _last
    _last = 0.0, []


def _failed(path: str) -> str:
    """A probe returns a code word or "". A probe that fails itself is known by its own name."""
    try:
        return str(import_string(path)())
    except Exception as error:  # whatever it is, this server is not ready
        _log.error("a probe failed", exc_info=error)
        return path.rpartition(".")[2]


def _may_ask(request: HttpRequest) -> bool:
    """Behind a proxy the client's address counts, and not the proxy's. A proxy that is not counted may ask nothing."""
    if not settings.TRUSTED_PROXIES and "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        address = ipaddress.ip_address(throttle.client_address(request))
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ipaddress.ip_network(network) for network in settings.HEALTH_FROM)


def _answer(found: list[str]) -> HttpResponse:
    said = {"status": "unavailable", "wrong": found} if found else {"status": "ok"}
    return JsonResponse(said, status=503 if found else 200, headers={"Content-Security-Policy": "default-src 'none'"})
