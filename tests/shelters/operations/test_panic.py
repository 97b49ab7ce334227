"""The server is about to be taken; and two starts at once."""

import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from referrals.vault import keyring
from shelters.models import Freeze
from tests.support import referrals
from tests.support.server import ROOT, _environment

pytestmark = pytest.mark.long


@pytest.fixture
def asked(db, ring, settings, tmp_path):
    settings.WITNESS = tmp_path / "witness"
    return referrals.asked(referrals.two_pools())[1]


def test_panic_destroys_the_ring_and_freezes(asked, ring, client):
    (ring / ".half-made").write_text("secret")
    call_command("panic", words="DESTROY KEYS")
    assert list(ring.iterdir()) == [] and keyring.probe() == "ring"
    assert Freeze.objects.stops_everything()
    said = client.post("/en/answer/", f"code={asked}", content_type="application/x-www-form-urlencoded")
    assert said.status_code != 200 and client.get("/en/").status_code == 200


def test_other_words_do_nothing(asked, ring, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _prompt: "destroy keys")
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("panic")
    assert keyring.names() and not Freeze.objects.exists()


def test_two_first_starts_at_once(tmp_path):
    command = [sys.executable, "manage.py", "prepare"]
    environment = _environment(tmp_path)
    starts = [
        subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _start in range(2)
    ]
    said = [one.communicate(timeout=300) for one in starts]
    assert [one.returncode for one in starts] == [0, 0], said
