"""One request header opened the staff's pages to whoever knew a password; carried out on the real server."""

import http.client

import pytest

from bench.attacks import header
from tests.support.server import Server

NAME, PASSWORD = "aysel", "a-long-password-1"
JOIN = f"""
from shelters.codes.staff import Role
from shelters.staff import team
team.join(team.invite(Role.COORDINATOR, None, by=None), username="{NAME}", password="{PASSWORD}", language="en")
"""


BELIEVES = "--forwarder-headers SCRIPT_NAME,PATH_INFO --header-map dangerous --forwarded-allow-ips 127.0.0.1"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("header"))
    server.run(JOIN)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def believing(tmp_path_factory):
    """The same views behind a server and settings that believe such headers, as both do by default."""
    about = {"DJANGO_SETTINGS_MODULE": "tests.support.believing_settings", "PYTHONPATH": "."}
    server = Server(tmp_path_factory.mktemp("believing"), GUNICORN_CMD_ARGS=BELIEVES, **about)
    server.run(JOIN)
    yield server
    server.stop()


@pytest.mark.parametrize("where", ["served", "believing"])
def test_a_header_and_a_password_open_nothing(where, request):
    """Our server refuses the header. Where another believes it, each view asks for a key all the same."""
    assert header.opened(request.getfixturevalue(where).url, NAME, PASSWORD) == []


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO", "Script_Name", "REMOTE_USER", "X_FORWARDED_PROTO"])
@pytest.mark.parametrize("path", ["/x/work/people/", "/az/", "/work/people/"])
def test_the_server_refuses_such_headers(served, path, name):
    connection = http.client.HTTPConnection("localhost", served.port, timeout=30)
    connection.request("GET", path, headers={name: "/x"})
    assert connection.getresponse().status == 400
    connection.close()


def test_no_header_makes_plain_http_look_like_tls(served):
    """Without BEHIND_TLS_PROXY nobody in front is believed."""
    connection = http.client.HTTPConnection("localhost", served.port, timeout=30)
    connection.request("GET", "/work/sign-in/", headers={"Host": "127.0.0.1", "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    assert answer.status == 200 and "https://" not in answer.read().decode()
    connection.close()
