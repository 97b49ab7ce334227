"""One request header opened the staff's pages to whoever knew a password; carried out on the real server."""

import http.client
import runpy

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeaderName
from gunicorn.http.parser import RequestParser

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


ALLOWED, FORWARDED = {"forwarded_allow_ips": "127.0.0.1"}, {"forwarder_headers": "SCRIPT_NAME,PATH_INFO"}
PROTO = {"X-FORWARDED-PROTO": "https"}


def parsed(header, **believed):
    """What gunicorn makes of a request under our settings, some of them replaced."""
    config = Config()
    ours = {name: value for name, value in runpy.run_path("config/gunicorn.conf.py").items() if name in config.settings}
    for name, value in (ours | believed).items():
        config.set(name, value)
    sent = f"GET /az/ HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n".encode()
    return next(RequestParser(config, iter([sent]), ("127.0.0.1", 1)))


@pytest.mark.parametrize("believed", [{}, ALLOWED, FORWARDED])
def test_each_setting_alone_refuses_the_header(believed):
    with pytest.raises(InvalidHeaderName):
        parsed("SCRIPT_NAME: /x", **believed)
    assert parsed("SCRIPT_NAME: /x", **ALLOWED, **FORWARDED), "a server that believes both takes it"


def test_no_header_names_the_line_even_where_who_sends_it_is_believed():
    assert parsed("X-Forwarded-Proto: https", **ALLOWED).scheme == "http"
    assert parsed("X-Forwarded-Proto: https", **ALLOWED, secure_scheme_headers=PROTO).scheme == "https"
