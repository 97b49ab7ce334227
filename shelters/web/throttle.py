"""Slow down floods without keeping any address.

A client counts under an HMAC of its address, for IPv6 of its /64, /56 and /48. The key is a salt that lives in
this process's memory and is thrown away every day; the counts are thrown away every minute. Each process
counts for itself: limits multiply by the workers. Failures are counted over all of them (failures.py).
"""

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections import Counter

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.throttling import BaseThrottle

from . import failures

_DAY, _MINUTE = 24 * 3600, 60
_WRONG_CODES, _EACH_WAITS = 200, 2.0  # within a minute from anywhere; seconds
# How many times the limit of an address the wider networks may use, which neighbours share: /64, /56, /48.
_MORE = (1, 2, 4)
# The sizes of wider networks, by version, and how many first questions each may have: a carrier's customers share them.
_WIDE = {4: ((24, 4), (16, 16)), 6: ((32, 16),)}


class RateLimiter:
    """Counts of requests of the same kind, by client, within the running minute."""

    def __init__(self) -> None:
        self._day = self._minute = -1
        self._salt = b""
        self._counts: Counter[bytes] = Counter()
        self._today: Counter[bytes] = Counter()

    def wait(self, address: str, limit: int, now: float) -> int:
        """Count a request. Returns the seconds that the client has to wait, or 0. `now`: seconds since 1970."""
        self.turn(now)
        if int(now // _MINUTE) != self._minute:
            self._minute, self._counts = int(now // _MINUTE), Counter()
        clients = [self._digest(network) for network in networks(address)]
        self._counts.update(clients)
        most = [limit * times for times in _MORE]
        too_many = any(self._counts[client] > number for client, number in zip(clients, most, strict=False))
        return max(1, int(_MINUTE - now % _MINUTE)) if too_many else 0

    def nth(self, address: str, now: float) -> int:
        """Count a question of today. Returns which it is: of its address, or of a wider network, where more share."""
        self.turn(now)
        clients = [(self._digest(network), shared) for network, shared in _neighbours(address)]
        self._today.update(client for client, _shared in clients)
        return max(-(-self._today[client] // shared) for client, shared in clients)

    def forget(self) -> None:
        """Begin anew."""
        self._day = self._minute = -1

    def turn(self, now: float) -> None:
        """Make a new salt each day."""
        if int(now // _DAY) != self._day:
            self._day, self._salt, self._today = int(now // _DAY), secrets.token_bytes(32), Counter()

    def client(self, address: str) -> str:
        """The name under which an address counts where it can have one only: for IPv6 its /56."""
        return self._digest(networks(address)[:2][-1]).hex()

    def _digest(self, network: str) -> bytes:
        return hmac.digest(self._salt, network.encode(), hashlib.sha256)


def _neighbours(address: str) -> list[tuple[str, int]]:
    """An address and the networks around it, each with how many first questions it may have."""
    narrow = list(zip(networks(address), _MORE, strict=False))
    try:
        ip = ipaddress.ip_address(narrow[0][0].partition("/")[0])
    except ValueError:
        return narrow
    return narrow + [
        (str(ipaddress.ip_network((int(ip), size), strict=False)), shared) for size, shared in _WIDE[ip.version]
    ]


def networks(address: str) -> list[str]:
    """Under what an address counts, the narrowest first: itself, or for IPv6 the networks that one customer may get."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return [address]
    if ip.version == 6 and ip.ipv4_mapped is None:
        return [str(ipaddress.ip_network((int(ip), length), strict=False)) for length in (64, 56, 48)]
    return [str(getattr(ip, "ipv4_mapped", None) or ip)]


_searches, _questions, _codes = RateLimiter(), RateLimiter(), RateLimiter()


def forget() -> None:
    """Begin anew in this process."""
    for counts in (_searches, _questions, _codes):
        counts.forget()
    failures.forget()


def nameless(request: HttpRequest) -> str:
    """A name for a client that other counters may use too.

    It is the same within a day and a process, and is no address.
    """
    _searches.turn(time.time())
    return _searches.client(client_address(request))


def seconds_to_wait(request: HttpRequest) -> int:
    """Seconds until this client may search again. For nearly everybody it is 0."""
    return _searches.wait(client_address(request), settings.SEARCHES_PER_MINUTE, time.time())


def seconds_to_ask(request: HttpRequest) -> int:
    """Seconds until this client may put another question."""
    return _questions.wait(client_address(request), settings.QUESTIONS_PER_MINUTE, time.time())


def nth_question(request: HttpRequest) -> int:
    """Which question of its network today this is. It sorts questions, and refuses none."""
    return _questions.nth(client_address(request), time.time())


def seconds_to_read(request: HttpRequest) -> int:
    """Seconds until this client may try another code: right or wrong in this process, wrong over all of them."""
    if many_failed(request, failures.CODE, settings.ANSWERS_PER_MINUTE):
        return _MINUTE
    return _codes.wait(client_address(request), settings.ANSWERS_PER_MINUTE, time.time())


def slow_down_codes() -> None:
    """While somebody guesses codes from many addresses, each code waits, right or wrong."""
    if failures.from_anywhere(timezone.now()) >= _WRONG_CODES:
        time.sleep(_EACH_WAITS)


def many_failed(request: HttpRequest, kind: str, limit: int) -> bool:
    """Whether this client failed so often within the minute, over all workers."""
    return failures.are_many(kind, networks(client_address(request)), limit, timezone.now())


def failed(request: HttpRequest, kind: str) -> None:
    """Count a failed sign-in or a code that nobody has."""
    failures.note(kind, networks(client_address(request)), timezone.now())


def client_address(request: HttpRequest) -> str:
    """The client's, behind as many proxies as the settings name."""
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    forwarded = header.split(",") if header else []
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
