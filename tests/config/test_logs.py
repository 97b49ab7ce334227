"""No log line of Django or gunicorn, and no error mail, holds an address, an agent or a value."""

import http.client
import socket

import pytest
from django.conf import settings

from tests.support import server as servers

AGENT = "Telltale-Agent/1.0"
PLACE = "Telltaleville"
FORWARDED = "203.0.113.99"
TELLTALES = (AGENT, PLACE, FORWARDED, "127.0.0.1", "telltale")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    mails = folder / "mails"
    mails.mkdir()
    made = servers.Server(
        folder,
        DJANGO_SETTINGS_MODULE="tests.support.breaking_settings",
        EMAIL_URL=f"filemail:///{mails}",
        ERROR_MAIL_TO="errors@example.org",
        SEARCHES_PER_MINUTE="5",
    )
    made.mails = mails
    yield made
    made.stop()


def send(server, method, path, body="", kind="application/x-www-form-urlencoded", **headers):
    connection = http.client.HTTPConnection("localhost", server.port)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(
        method, path, body.encode(), {"User-Agent": AGENT, "X-Forwarded-For": FORWARDED, "Content-Type": kind} | named
    )
    response = connection.getresponse()
    response.read()
    return response.status


def send_raw(server, data):
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(data)
        raw.settimeout(2)
        try:
            return raw.recv(1000)
        except TimeoutError:
            return b""


def test_logs_and_mails_tell_nothing_of_the_client(server):
    json = "application/json"
    statuses = [
        send(server, "POST", "/az/near/", f"place={PLACE}"),
        send(server, "POST", "/api/v1/near/", f'{{"place": "{PLACE}"}}', json),
        send(server, "POST", "/api/v1/near/", f'{{"place": "{PLACE}', json),
        send(server, "GET", f"/{PLACE}/"),
        send(server, "POST", "/az/near/", f"place={PLACE}" + "&a=1" * 2_500),
        send(server, "POST", "/az/near/", f"place={PLACE}" + "x" * 20_000),
        send(server, "GET", "/az/", Host="telltale.example"),
        send(server, "POST", "/admin/login/", f"username={PLACE}&password={PLACE}"),
        *(send(server, "POST", "/az/near/", f"place={PLACE}") for _ in range(7)),
        # Errors of ours: in a page and in the API, with what was typed in the exception's text.
        send(server, "POST", "/az/near/?", f"place=break-{PLACE}"),
        send(server, "POST", "/api/v1/near/", f'{{"place": "break-{PLACE}"}}', json),
        send(server, "POST", f"/break/{PLACE}/", f"place={PLACE}"),
    ]
    send_raw(server, f"GET / HTTP/9.9\r\nUser-Agent: {AGENT}\r\n\r\n".encode())
    send_raw(server, f"{PLACE} / \x01HTTP/1.1\r\n\r\n".encode())
    send_raw(server, f"POST /az/near/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {PLACE}\r\n\r\n".encode())
    assert {400, 404, 413, 422, 429, 500} <= set(statuses), statuses
    server.stop()
    mails = "".join(path.read_text() for path in server.mails.iterdir())
    assert "RuntimeError" in server.log and "breaking_settings.py" in server.log, "errors are logged"
    assert "RuntimeError" in mails, "errors are mailed"
    for told in (server.log, mails):
        assert [word for word in TELLTALES if word.lower() in told.lower()] == []


def test_no_address_is_trusted_to_a_log_by_setting():
    assert settings.LOGGING["root"]["handlers"] == ["console", "mail"]
    handlers = {name: handler.get("formatter") for name, handler in settings.LOGGING["handlers"].items()}
    assert handlers == {"console": "quiet", "mail": "quiet", "nowhere": None}
