"""`status` says what did not run, and coordinators are told."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from referrals.vault import keyring
from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.models import Heartbeat
from shelters.models.background import WaitingMail
from shelters.operations import duties
from shelters.web import health
from shelters.witness import agreement
from shelters.witness.agreement import Agreement

ALL = ["nudge", "purge", "rotate_keys", "verify_trail", "backup", "drill"]


@pytest.fixture
def well(db, ring, settings, tmp_path, monkeypatch):
    """An installation whose duties all ran just now."""
    settings.WITNESS = tmp_path / "witness"
    monkeypatch.setattr(agreement, "look", lambda: Agreement.AGREES)
    health.forget()
    trail.write(CONSOLE, "began", "test 1")
    for command in ALL:
        Heartbeat.beat(command, timezone.now())
    yield
    health.forget()


def status(capsys, **options):
    """Its end, and the checks by name."""
    health.forget()
    try:
        call_command("status", json=True, **options)
        level = 0
    except SystemExit as end:
        level = int(str(end.code))
    return level, {one["name"]: one for one in json.loads(capsys.readouterr().out)}


def test_all_is_well(well, capsys):
    level, found = status(capsys)
    assert level == 0, found
    assert set(ALL) | {"ready", "clock", "keys", "triggers", "migrations", "mail", "disk"} <= set(found)


@pytest.mark.parametrize("dead", ALL)
def test_within_a_day_of_any_dead_timer_it_ends_with_2(well, capsys, dead):
    """The others go on."""
    every = dict(duties._all())[dead]
    with time_machine.travel(timezone.now() + every + timedelta(days=1), tick=False):
        for command in {*ALL} - {dead}:
            Heartbeat.beat(command, timezone.now())
        keyring.make(timezone.now())
        level, found = status(capsys)
    assert level == 2 and found[dead]["word"] == "late"
    assert [name for name, one in found.items() if one["level"] == 2 and name != "clock"] == [dead]


def test_a_duty_that_never_ran_is_missed_after_a_day(well, capsys):
    Heartbeat.objects.filter(command="backup").delete()
    assert status(capsys)[0] == 0
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=13)):
        assert status(capsys)[1]["backup"] | {"hours": 0} == {
            **{"name": "backup", "level": 2, "word": "never_ran", "hours": 0}
        }


def test_clock_keys_and_mail(well, capsys, leyla):
    with time_machine.travel(timezone.now() - timedelta(days=3650)):
        level, found = status(capsys)
        assert level == 2 and found["clock"]["word"] == "jumped" and found["future_keys"]["word"] == "there"
    WaitingMail.objects.create(user=leyla.user, due_at=timezone.now() - timedelta(hours=2))
    assert status(capsys)[1]["mail"]["word"] == "waits"
    for name in keyring.names():
        (keyring.Path(keyring.settings.KEYRING) / name).unlink()
    level, found = status(capsys)
    assert level == 2 and found["keys"]["word"] == "no_ring" and found["ready"]["word"] == "ring"


def test_a_file_for_prometheus(well, tmp_path, capsys):
    call_command("status", prometheus=tmp_path / "yaxin.prom")
    text = (tmp_path / "yaxin.prom").read_text()
    assert 'yaxin_status{check="purge"} 0' in text and "ACT" not in capsys.readouterr().out
    assert [line for line in text.splitlines() if not re.fullmatch(r'#.*|yaxin_\w+\{check="\w+"\} -?\d+', line)] == []


def test_a_certificate_that_cannot_be_read_is_told(well, settings, tmp_path, capsys):
    settings.CERTIFICATE = str(tmp_path / "none.pem")
    level, found = status(capsys)
    assert level == 2 and found["certificate"]["word"] == "unreadable"


def test_coordinators_are_told_what_did_not_run(leyla, settings):
    for command in ALL:
        Heartbeat.beat(command, timezone.now())
    assert "manage.py status" not in leyla.get("/work/").content.decode()
    Heartbeat.beat("purge", timezone.now() - timedelta(days=2))
    assert "manage.py status</code> (purge)" in leyla.get("/work/").content.decode()
    settings.DEMO = True
    assert "manage.py status" not in leyla.get("/work/").content.decode()
