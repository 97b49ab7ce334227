"""Many clients of the same server at once, over plain HTTP."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from tests.support.server import ROOT, Server

Reply = tuple[int, str, dict[str, str]]  # the status, the body, the headers
CSRF = "r" * 32
# The races do not test the throttle.
UNTHROTTLED = dict.fromkeys(("QUESTIONS_PER_MINUTE", "ANSWERS_PER_MINUTE", "SEARCHES_PER_MINUTE"), str(10**9))


class Crew:
    """`bench.crew` with the server's environment, while the server runs: `crew("judge")`."""

    def __init__(self, server: Server) -> None:
        environment = server.environment | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "bench.crew"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __call__(self, *what: Any) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the input of the process, which ends it."""
        self._process.communicate()


def send(server: Server, method: str, path: str, body: str, headers: dict[str, str]) -> Reply:
    """Send a request over a connection of its own. Raises OSError."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=60)
    try:
        connection.request(method, path, body.encode(), headers | {"Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), {name.lower(): value for name, value in answer.getheaders()}
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def post(server: Server, path: str, fields: Any, headers: dict[str, str] | None = None) -> Reply:
    """Send a form. Without headers it is anonymous."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return send(server, "POST", path, urlencode(fields), form | (headers or {}))


def as_staff(server: Server, session: str, path: str, fields: Any = None) -> Reply:
    """GET a page, or POST a form, as a signed-in person."""
    headers = {"Cookie": f"__Host-session={session}; __Host-csrf={CSRF}"}
    if fields is None:
        return send(server, "GET", path, "", headers)
    return post(server, path, [*fields, ("csrfmiddlewaretoken", CSRF)], headers)


def insist(send: Callable[[], Reply]) -> Reply:
    """Send until the server answers without a fault of its own. Raises RuntimeError."""
    for _attempt in range(400):
        try:
            reply = send()
        except OSError:
            reply = 0, "", {}
        if 200 <= reply[0] < 500:
            return reply
        time.sleep(0.05)
    raise RuntimeError("no answer")
