"""Search a server as a program does, and read its pages, over plain HTTP."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.support.server import Server

EDIT = """
from shelters.models import Facility
from shelters.published.refresh import refresh
facility = Facility.objects.filter(listed=True, only_for=None).order_by("pk").first()
facility.basis, facility.name_en = "agreed", "{}"
facility.save()
refresh([facility.pk])
"""


class Answered(NamedTuple):
    status: int
    text: str
    headers: Any
    seconds: float


def fetch(server: Server, path: str, body: bytes | None = None, kind: str = "application/json") -> Answered:
    begun = time.perf_counter()
    request = urllib.request.Request(server.url + path, body, {"Content-Type": kind, "Connection": "close"})
    try:
        with urllib.request.urlopen(request, timeout=30) as found:
            status, text, headers = found.status, found.read().decode(), found.headers
    except urllib.error.HTTPError as error:
        status, text, headers = error.code, error.read().decode(), error.headers
    return Answered(status, text, headers, time.perf_counter() - begun)


def search(server: Server, place: str = "Bakı") -> Answered:
    return fetch(server, "/api/v1/near/", json.dumps({"place": place, "lang": "en", "limit": 50}).encode())


def names(server: Server) -> list[str]:
    return [result["name"] for result in json.loads(search(server).text)["results"]]


def edit(server: Server, name: str) -> None:
    """Rename a facility near Bakı."""
    server.run(EDIT.format(name))


def shows_soon(*servers: Server, name: str) -> bool:
    """In every worker of every server. Each looks once a second; on a busy machine that takes longer."""
    return comes(lambda: all(name in names(server) for server in servers for _time in range(20)))


def comes(condition: Callable[[], bool]) -> bool:
    """Whether it is so within 30 seconds."""
    for _time in range(60):
        if condition():
            return True
        time.sleep(0.5)
    return False
