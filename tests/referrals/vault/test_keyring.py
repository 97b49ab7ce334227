"""The ring of keys and its command: what is lost, spoiled or read-only harms nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from referrals.models import Case
from referrals.vault import contents, keyring, sealing
from referrals.workflow import retention
from tests.support.referrals import asked

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("ring")]


def later(**by):
    return time_machine.travel(timezone.now() + timedelta(**by))


def test_secrets_are_in_no_representation(ring):
    key, _wrapped, _by = sealing.new_key("abc234", ("", ""))
    assert "secret" not in repr(key) and "secret" not in repr(keyring.current())


def test_one_spoiled_request_keeps_no_other_from_being_renewed(pools, ring):
    spoiled, _code, _asks = asked(pools)
    sound, _code, _asks = asked(pools, once="b" * 24)
    Case.objects.filter(pk=spoiled.case_id).update(data_key=b"\x01" + b"x" * 60)
    with later(days=7, minutes=1):
        with pytest.raises(CommandError, match="1 requests"):
            call_command("rotate_keys")
        sound.case.refresh_from_db()
        assert sound.case.wrapped_by == keyring.current().name and contents.get(sound, "question")


def test_a_ring_that_is_not_there_is_not_replaced_in_silence(pools, ring, settings):
    asked(pools)
    settings.KEYRING = ring.parent / "not-mounted"
    with pytest.raises(CommandError, match="lost"):
        call_command("rotate_keys")
    assert not settings.KEYRING.exists()
    with pytest.raises(CommandError, match="1 requests"):
        call_command("rotate_keys", "--anew")
    assert len(keyring.names()) == 1
    with later(days=14, minutes=1):
        assert retention.purge() == 1, "what cannot be read any more still goes"
        call_command("rotate_keys")


def test_a_credential_is_read_and_never_written(pools, ring, settings, monkeypatch, capsys):
    referral, _code, _asks = asked(pools)
    (old,) = keyring.names()
    with later(days=8):
        keyring.make(timezone.now())
    credential = ring.parent / "credential"
    credential.mkdir()
    for path in ring.iterdir():
        path.rename(credential / f"keyring_{path.name}")
    settings.KEYRING = credential
    monkeypatch.setattr(keyring, "fixed", lambda: True)
    with later(days=9):
        call_command("rotate_keys")
    with later(days=10):
        referral.case.refresh_from_db()
        assert referral.case.wrapped_by == keyring.current().name != old and contents.get(referral, "question")
    assert f"take away {old}" in capsys.readouterr().out and len(keyring.names()) == 2


def test_keys_are_for_their_owner_alone(tmp_path, settings):
    settings.KEYRING = tmp_path / "var" / "keyring"
    call_command("rotate_keys")
    (path,) = settings.KEYRING.iterdir()
    assert (settings.KEYRING.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
