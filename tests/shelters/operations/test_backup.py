"""Backup, restore, drill: what is in the files, what comes back, and what does not."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from referrals.models import Case
from referrals.vault import contents
from referrals.workflow import cases
from referrals.workflow.transitions import HER
from shelters.approvals import freeze
from shelters.audit import trail
from shelters.codes.staff import FreezeScope, Role
from shelters.models import Freeze, Heartbeat, Session, User
from shelters.operations import backups, tables
from shelters.published import watch
from shelters.staff import team
from shelters.witness import agreement
from shelters.witness.agreement import Agreement
from tests.support import people, referrals
from tests.support.restoring import empty, installation

CLOSED = ("/en/ask/", "/en/answer/", "/work/", "/admin/", "/work/sign-in/", "/readyz")
pytestmark = [pytest.mark.long, pytest.mark.both]


@pytest.fixture(autouse=True)
def secret(settings, tmp_path, ring, django_db_setup, django_db_blocker):
    """The file of the secret key, for an installation that makes backups."""
    made = backups.pair()
    settings.BACKUP_TO, settings.BACKUP_RECIPIENT = str(tmp_path / "backups"), made["recipient"]
    (tmp_path / "secret").write_text(made["secret"])
    with django_db_blocker.unblock(), installation(settings, tmp_path):
        yield str(tmp_path / "secret")


def restored(settings, secret, **options):
    empty()
    call_command("restore", settings.BACKUP_TO, secret_file=secret, **options)


def files(settings, end="*"):
    return sorted(path.name for path in Path(settings.BACKUP_TO).glob(end))


def test_what_ended_after_the_backup_does_not_come_back(settings, secret, capsys):
    erased, code, _enquiries = referrals.asked(referrals.two_pools())
    kept, kept_code, _enquiries = referrals.asked(referrals.two_pools(), once="b" * 24)
    gone, stays = people.person(Role.COORDINATOR), people.person(Role.COORDINATOR, name="nigar")
    people.signed_in(stays)
    call_command("backup")
    cases.withdraw(erased.case, by=HER)
    team.leave(gone, by=None)
    freeze.freeze(FreezeScope.EVERYTHING, by=None)
    restored(settings, secret, load_only=True)
    assert contents.by_code(code) and Case.objects.count() == 2  # the danger
    assert agreement.look() != Agreement.AGREES and not Session.objects.exists()
    watch.Watch().look()
    client = Client(SERVER_NAME="localhost")
    assert {client.get(path).status_code for path in CLOSED} == {503}
    call_command("reconcile")
    assert contents.by_code(code) is None and contents.by_code(kept_code) == kept
    assert list(User.objects.filter(is_active=True)) == [stays] and Freeze.objects.running()
    assert agreement.look() == Agreement.AGREES and trail.verify() is None
    assert "entries of the trail" in capsys.readouterr().out


def test_the_base_alone_loses_cases_and_says_so(settings, secret, client):
    _referral, code, _enquiries = referrals.asked(referrals.two_pools())
    call_command("backup")
    restored(settings, secret, base_alone=True)
    assert not Case.objects.exists() and trail.verify() is None
    said = client.post("/en/answer/", f"code={code}", content_type="application/x-www-form-urlencoded")
    assert said.status_code == 404 and "was lost, and nobody can bring it back" in said.content.decode()


def test_a_lost_ring_makes_every_code_void_and_says_so(settings, secret, tmp_path, client, capsys):
    _referral, code, _enquiries = referrals.asked(referrals.two_pools())
    call_command("backup")
    settings.KEYRING = tmp_path / "another ring"
    restored(settings, secret)
    assert "1 cases, which no key of the ring opens" in capsys.readouterr().out
    said = client.post("/en/answer/", f"code={code}", content_type="application/x-www-form-urlencoded")
    assert said.status_code == 404 and "was lost, and nobody can bring it back" in said.content.decode()


def test_all_that_is_kept_comes_back_the_same(settings, secret):
    referrals.asked(referrals.two_pools())
    people.person(Role.COORDINATOR)
    call_command("backup")
    before = rows()
    restored(settings, secret, load_only=True)
    assert rows() == before


def rows():
    return {part: [list(found.values()) for found in tables.rows(part)] for part in tables.Part}


def test_only_the_secret_key_opens_it(settings, secret, tmp_path):
    call_command("backup")
    text = b"".join(path.read_bytes() for path in Path(settings.BACKUP_TO).glob("*.sealed"))
    assert b"shelters" not in text and len(files(settings, "*.sealed")) == 2
    (tmp_path / "another").write_text(backups.pair()["secret"])
    empty()
    with pytest.raises(CommandError, match="another secret key"):
        call_command("restore", settings.BACKUP_TO, secret_file=str(tmp_path / "another"))
    call_command("restore", settings.BACKUP_TO, secret_file=secret)
    with pytest.raises(CommandError, match="in use"):
        call_command("restore", settings.BACKUP_TO, secret_file=secret)


def test_a_changed_backup_is_refused(settings, secret):
    call_command("backup")
    empty()
    folder = Path(settings.BACKUP_TO)
    base, manifest = next(folder.glob("*base.sealed")), next(folder.glob("*.json"))
    whole = base.read_bytes()
    base.write_bytes(whole[:-1] + b"x")
    with pytest.raises(CommandError, match="not the file"):
        call_command("restore", settings.BACKUP_TO, secret_file=secret)
    base.write_bytes(whole)
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"mac": "0" * 64}))
    with pytest.raises(CommandError, match="TRAIL_KEY"):
        call_command("restore", settings.BACKUP_TO, secret_file=secret)


def test_it_lies_beside_no_ring(settings, ring):
    for folder in (ring, ring / "below", ring.parent):
        settings.BACKUP_TO = str(folder)
        with pytest.raises(CommandError, match="ring"):
            call_command("backup")


def test_old_parts_go_and_the_newest_stays(settings):
    now = timezone.now()
    for days in range(4):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            call_command("backup")
    assert len(files(settings, "*base*")) == 4 and len(files(settings, "*live*")) == 2
    (half := Path(settings.BACKUP_TO) / f"{now:%Y%m%dT%H%M%SZ}-live.sealed").write_text("of a run that failed")
    settings.BACKUP_DAYS = 3
    with time_machine.travel(now + timedelta(days=6), tick=False):
        call_command("backup")
    assert len(files(settings)) == 3 and not half.exists()


def test_a_clock_that_jumped_makes_and_removes_nothing(settings):
    call_command("backup")
    before = files(settings)
    for years in (-10, 10):
        with (
            time_machine.travel(timezone.now() + timedelta(days=365 * years)),
            pytest.raises(CommandError, match="clock"),
        ):
            call_command("backup")
    assert files(settings) == before
    call_command("backup")


def test_the_drill_touches_nothing(settings, secret):
    referrals.asked(referrals.two_pools())
    before, witness = rows(), sorted((path.name, path.read_bytes()) for path in Path(settings.WITNESS).iterdir())
    call_command("drill")
    assert rows() == before and Heartbeat.objects.filter(command="drill").exists()
    assert sorted((path.name, path.read_bytes()) for path in Path(settings.WITNESS).iterdir()) == witness
