"""Slow down floods without keeping any address.

A client counts under an HMAC of its address. The key is a salt in this process's memory, which changes every day. The
counts last a minute. Each process counts for itself, so limits multiply by the number of workers.
"""

import hashlib
import hmac
import secrets
import time
from collections import Counter

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle

_DAY, _MINUTE = 24 * 3600, 60


class RateLimiter:
    """Counts of requests of the same kind, by client, within the running minute."""

    def __init__(self) -> None:
        self._day = self._minute = -1
        self._salt = b""
        self._counts: Counter[bytes] = Counter()

    def wait(self, address: str, limit: int, now: float) -> int:
        """Count a request. Returns the seconds that the client has to wait, or 0. `now`: seconds since 1970."""
        self.turn(now)
        if int(now // _MINUTE) != self._minute:
            self._minute, self._counts = int(now // _MINUTE), Counter()
        client = hmac.digest(self._salt, address.encode(), hashlib.sha256)
        self._counts[client] += 1
        return 0 if self._counts[client] <= limit else max(1, int(_MINUTE - now % _MINUTE))

    def turn(self, now: float) -> None:
        """Make a new salt each day."""
        if int(now // _DAY) != self._day:
            self._day, self._salt = int(now // _DAY), secrets.token_bytes(32)

    def client(self, address: str) -> str:
        """The name under which an address counts."""
        return hmac.digest(self._salt, address.encode(), hashlib.sha256).hex()


_searches, _questions, _codes = RateLimiter(), RateLimiter(), RateLimiter()


def nameless(request: HttpRequest) -> str:
    """A name for a client that other counters may use too.

    It is the same within a day and a process, and is no address.
    """
    _searches.turn(time.time())
    return _searches.client(_address(request))


def seconds_to_wait(request: HttpRequest) -> int:
    """Seconds until this client may search again. For nearly everybody it is 0."""
    return _searches.wait(_address(request), settings.SEARCHES_PER_MINUTE, time.time())


def seconds_to_ask(request: HttpRequest) -> int:
    """Seconds until this client may put another question."""
    return _questions.wait(_address(request), settings.QUESTIONS_PER_MINUTE, time.time())


def seconds_to_read(request: HttpRequest) -> int:
    """Seconds until this client may try another code, right or wrong."""
    return _codes.wait(_address(request), settings.ANSWERS_PER_MINUTE, time.time())


def _address(request: HttpRequest) -> str:
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return str(forwarded[-settings.TRUSTED_PROXIES].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


class SearchThrottle(BaseThrottle):
    """The same count of searches, for the API."""

    seconds = 0

    def allow_request(self, request: object, view: object) -> bool:
        self.seconds = seconds_to_wait(request)  # type: ignore[arg-type]
        return not self.seconds

    def wait(self) -> float:
        return float(self.seconds)
