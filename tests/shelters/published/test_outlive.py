"""The finder outlives its database: stopped, frozen, refusing, read-only, or gone when the server starts."""

import os
import shutil
import socket
import subprocess
import sys
import time

import pytest

from tests.support.asking import ask, post, takes_questions
from tests.support.postgres import postgres
from tests.support.searching import comes, edit, fetch, names, search, shows_soon
from tests.support.server import ROOT, Server

pytestmark = pytest.mark.long
FORM = "application/x-www-form-urlencoded"
TIMES = 150
UNTHROTTLED = dict.fromkeys(("QUESTIONS_PER_MINUTE", "ANSWERS_PER_MINUTE", "SEARCHES_PER_MINUTE"), "1000000000")


@pytest.fixture(scope="module")
def base():
    with postgres() as made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("outlive")


@pytest.fixture(scope="module")
def server(base, folder):
    made = Server(folder, WEB_CONCURRENCY="2", **UNTHROTTLED, **base.environment)
    yield made
    made.stop()


def pages_go_on(server):
    """Searches begin at once, before any process noticed."""
    found = [search(server, place) for place in ("Bakı", "Gəncə", "Şəki") for _time in range(TIMES // 3)]
    seconds = sorted(one.seconds for one in found)
    assert {one.status for one in found} == {200} and seconds[-8] < 2 and seconds[-1] < 8, seconds[-8:]
    for path in ("/en/", "/ru/hours/", "/az/safety/", "/en/near/", "/api/v1/"):
        assert fetch(server, path).status == 200, path
    assert fetch(server, "/en/near/", b"place=Zaqatala", FORM).status == 200


def says_that_it_cannot(server, path, body=None):
    said = fetch(server, path, body, FORM)
    assert said.status == 503 and said.headers["Retry-After"] == "30", said
    assert "tel:112" in said.text and "tel:102" in said.text and said.seconds < 1


@pytest.mark.parametrize("how", ["stopped", "frozen", "refusing"])
def test_searches_go_on_while_the_database_is(server, base, how):
    with getattr(base, how)():
        pages_go_on(server)
        time.sleep(4)
        for path in ("/en/ask/", "/az/answer/", "/ru/answer/", "/work/", "/admin/", "/work/sign-in/"):
            says_that_it_cannot(server, path)
        says_that_it_cannot(server, "/en/ask/", b"id=abcdef")
        feed = fetch(server, "/api/v1/beds/abcdef/")
        assert feed.status == 503 and '"unavailable"' in feed.text and feed.headers["Retry-After"] == "30"
        assert fetch(server, "/readyz").status == 503 and fetch(server, "/healthz").status == 200
        pages_go_on(server)
    edit(server, f"After {how}")
    assert shows_soon(server, name=f"After {how}")
    assert fetch(server, "/readyz").status == 200 and fetch(server, "/en/answer/").status == 200


def test_an_edit_shows_on_two_machines(server, base, folder, tmp_path):
    """Each has its own files, made once from those of the first; the database is all that they share.

    So what is asked on the first is read on the other.
    """
    for name in ("witness", "ring"):
        shutil.copytree(folder / name, tmp_path / name)
    other = Server(tmp_path, WEB_CONCURRENCY="2", MACHINE="other", **UNTHROTTLED, **base.environment)
    try:
        for name, edited_on in (("Renamed here", server), ("Renamed there", other)):
            assert name not in names(server) + names(other)
            edit(edited_on, name)
            assert shows_soon(server, other, name=name)
        place = takes_questions(server)
        assert comes(lambda: bool(ask(other, place)[1]))
        code = ask(server, place)[1]
        assert post(other, "/en/answer/", code=code).status == 200
    finally:
        other.stop()


def test_who_waits_when_it_freezes_does_not_wait_long(server, base):
    with base.frozen():
        slow = fetch(server, "/en/answer/", b"code=1234123412341234", FORM)
        assert slow.status == 503 and slow.seconds < 6 and "tel:112" in slow.text


def test_a_database_that_takes_no_writes(server, base):
    edit(server, "Before it was read-only")
    server.run("from shelters.models.beds import RoomSnapshot; RoomSnapshot.objects.all().delete()")  # a new hour
    with base.read_only():
        pages_go_on(server)
        assert shows_soon(server, name="Before it was read-only")
        assert '"read_only"' in fetch(server, "/readyz").text
        signing_in = fetch(server, "/work/sign-in/")
        assert signing_in.status in (200, 503)
    edit(server, "After read-only")
    assert shows_soon(server, name="After read-only")


def test_a_host_that_hangs_is_passed_over(base):
    socket_of_base = base.environment["DATABASE_URL"].removeprefix("postgres:///").rpartition("/")[0]
    code = (
        "import django; django.setup(); from django.db import connection; from shelters.published import database;"
        "database.limit_waits(); connection.ensure_connection(); print('connected')"
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "x",
            "DATABASE_URL": "postgres:///outlived",
            "PGUSER": "postgres",
            "PGHOST": f"127.0.0.1,{socket_of_base}",
            "PGPORT": f"{silent.getsockname()[1]},5432",
        }
        command = [sys.executable, "-c", code]
        found = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30, check=False
        )
    assert found.stdout == "connected\n", found.stderr


def prepare(environment):
    command = [sys.executable, "manage.py", "prepare"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_it_starts_without_a_database(server, base, folder):
    edit(server, "Kept in the file")
    assert shows_soon(server, name="Kept in the file")
    with base.stopped():
        assert "serving what was published at" in prepare(server.environment).stdout
        second = Server(folder, WEB_CONCURRENCY="2", **base.environment)
        try:
            assert "Kept in the file" in search(second).text
            pages_go_on(second)
            says_that_it_cannot(second, "/work/")
        except BaseException:
            second.stop()
            raise
    try:
        edit(second, "It is back")
        assert shows_soon(second, name="It is back")
    finally:
        second.stop()


def test_without_a_database_and_without_a_file(server, base, tmp_path):
    environment = server.environment | {"PUBLISHED": str(tmp_path), "PUBLISHED_KEY": str(tmp_path / "key")}
    with base.stopped():
        found = prepare(environment)
    assert found.returncode and "nothing to serve" in found.stderr and "Traceback" not in found.stderr
