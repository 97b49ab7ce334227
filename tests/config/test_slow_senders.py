"""Half-sent requests hold no thread, and end after their time: real processes, real sockets."""

import contextlib
import http.client
import socket
import time
import urllib.request

import pytest

from shelters.web.patient_worker import BODY, HEADER
from tests.support import server as servers

HEAD = "POST /en/near/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
GET = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = {
    "nothing": "",
    "header": "GET /az/ HTTP/1.1\r\nHost: local",
    "body": f"{HEAD}Content-Length: 30\r\n\r\nplace=",
    "chunks": f"{HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\npla",
    "huge": f"{HEAD}Content-Length: 90000000\r\n\r\nplace=",
    "another behind": f"{GET}GET /az/ HTTP/1.1\r\nHost: lo",
    "unread": GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("slow"))
    yield made
    made.stop()


def opened(server, sent):
    one = socket.create_connection(("127.0.0.1", server.port))
    one.sendall(sent.encode())
    return one


def seconds(server):
    """How long a page takes, at most, of some."""
    taken = []
    for _time in range(5):
        began = time.monotonic()
        urllib.request.urlopen(f"{server.url}/az/", timeout=30).read()
        taken.append(time.monotonic() - began)
    return max(taken)


@pytest.mark.parametrize("kind", HALF)
def test_fifty_half_sent_requests_change_no_answer_time(server, kind):
    seconds(server)
    slow = [opened(server, HALF[kind]) for _nth in range(50)]
    try:
        assert seconds(server) < HEADER - 2, "whoever had to wait for one of them would wait longer"
    finally:
        for one in slow:
            one.close()


@pytest.mark.long
def test_a_header_has_ten_seconds_and_a_body_twenty(server):
    began = time.monotonic()
    for kind, limit in (("header", HEADER), ("body", BODY)):
        one = opened(server, HALF[kind])
        one.settimeout(60)
        started = time.monotonic()
        assert one.recv(1) == b"" and limit - 1 < time.monotonic() - started < limit + 5
    assert time.monotonic() - began < 60


def test_a_slow_phone_in_time_is_answered(server):
    body = "place=Baku&who=woman"
    one = opened(server, f"{HEAD}Content-Len")
    for part in (f"gth: {len(body)}\r\n", "\r\n", body[:7], body[7:]):
        time.sleep(0.1)
        one.sendall(part.encode())
    assert one.recv(100).startswith(b"HTTP/1.1 200 ")
    one.close()


def test_a_connection_serves_one_request_after_another(server):
    one = http.client.HTTPConnection("localhost", server.port)
    one.connect()
    line = one.sock
    for _time in range(3):
        one.request("GET", "/healthz")
        assert one.getresponse().read() == b'{"status": "ok"}' and one.sock is line
    one.close()


def test_a_header_without_an_end_is_cut_off(server):
    one = opened(server, "GET /az/ HTTP/1.1\r\n" + "X-A: b\r\n" * 6000)
    one.settimeout(5)
    with contextlib.suppress(ConnectionResetError):
        assert one.recv(1) == b""
    assert "Traceback" not in server.log and "failed" not in server.log
