"""The clock is wrong by ten years, either way, for one run of each command: nothing is lost or stuck; it is told."""

from contextlib import nullcontext, suppress
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from referrals.models import Case
from referrals.vault import contents, keyring
from shelters.audit import trail
from shelters.models import BedCount, Heartbeat, User
from shelters.operations import backups, duties
from shelters.staff import outbox
from tests.support import referrals

COMMANDS = ["purge", "rotate_keys", "nudge", "send_mail", "verify_trail", "backup", "status"]


def run_all():
    """Every command; those that refused or ended with an error."""
    refused = []
    for command in COMMANDS:
        try:
            call_command(command)
        except (CommandError, SystemExit):
            refused.append(command)
    return refused


@pytest.fixture
def code(db, ring, settings, tmp_path, leyla, monkeypatch):
    """Of a question, in an installation whose commands have run."""
    settings.WITNESS = tmp_path / "witness"
    monkeypatch.setattr(backups, "_snapshot", nullcontext)  # each test is in a transaction already
    settings.BACKUP_TO, settings.BACKUP_RECIPIENT = str(tmp_path / "backups"), backups.pair()["recipient"]
    code = referrals.asked(referrals.two_pools())[1]
    assert set(run_all()) <= {"status"}
    return code


@pytest.mark.parametrize("years", [-10, 10])
def test_a_wrong_clock(code, years, leyla):
    User.objects.filter(pk=leyla.user.pk).update(email="leyla@example.org")
    cases, counts = Case.objects.count(), BedCount.objects.count()
    outbox.put([leyla.user.pk], tonight=True)
    with time_machine.travel(timezone.now() + timedelta(days=365 * years), tick=False):
        assert {"purge", "backup", "status"} <= set(run_all())
    assert (Case.objects.count(), BedCount.objects.count()) == (cases, counts)
    assert contents.by_code(code) and trail.verify() is None
    assert set(run_all()) <= {"status"}
    assert not keyring.is_of_the_future(keyring.current().name)
    sent = len(mail.outbox)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        outbox.put([leyla.user.pk], tonight=True)
        Heartbeat.objects.filter(command="purge").update(at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(hours=4), tick=False):
        assert outbox.send_due(timezone.now()) == (1, 0) and len(mail.outbox) == sent + 1


def test_a_run_by_a_clock_ahead_counts_as_none(code):
    Heartbeat.beat("nudge", timezone.now() + timedelta(days=3650))
    with suppress(CommandError):
        call_command("verify_trail")
    found = {duty.command: duty for duty in duties.all_duties(timezone.now())}
    assert not found["nudge"].ran and found["verify_trail"].ran
