"""Who starts an empty server becomes its first coordinator by a link, and nobody after them."""

import re
import stat

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.management.commands import create_coordinator
from shelters.staff import paths, team
from tests.support import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(monkeypatch, tmp_path, capsys):
    """`start()` is what a start prints where somebody sits; `start(terminal=False)` where nobody does."""
    monkeypatch.setattr(create_coordinator, "FILE", tmp_path / "first-link")
    monkeypatch.setenv("PORT", "8123")

    def run(terminal=True):
        monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
        call_command("create_coordinator", first=True)
        return capsys.readouterr().out

    return run


def opens(said):
    path = re.search(r"http://localhost:8123(/work/join/[\w-]+/)", said).group(1)
    return Client(SERVER_NAME="localhost").get(path).status_code == 200


def test_an_empty_server_prints_a_link_with_its_port(start):
    assert opens(start())


def test_each_start_ends_the_link_before(start):
    first, second = start(), start()
    assert not opens(first)
    assert opens(second)


def test_it_lasts_an_hour(start):
    said = start()
    with time_machine.travel(timezone.now() + team.FIRST_LASTS):
        assert not opens(said)


def test_where_nobody_sits_it_goes_into_a_file_of_the_server(start, tmp_path):
    said = start(terminal=False)
    assert "/work/join/" not in said
    file = tmp_path / "first-link"
    assert opens(file.read_text(encoding="utf-8"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_after_the_first_person_there_is_none_even_if_all_are_gone(start, tmp_path):
    start(terminal=False)
    user = people.person(Role.COORDINATOR)
    assert start() == ""
    assert not (tmp_path / "first-link").exists()
    team.leave(user, by=None)
    assert start() == ""


def test_at_another_console_a_link_has_the_port_of_the_last_start(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setattr(paths, "PORT_FILE", tmp_path / "port")
    call_command("create_coordinator")
    assert capsys.readouterr().out.startswith("http://localhost:8000/")
    paths.PORT_FILE.write_text("8202\n", encoding="utf-8")
    call_command("create_coordinator")
    assert capsys.readouterr().out.startswith("http://localhost:8202/")
