"""All of the directory, with its hidden parts, leaves sealed and by two people."""

import io
import sys
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from shelters.models import Proposal, TrailEntry
from shelters.operations import backups
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.people import coordinator

pytestmark = pytest.mark.django_db
PAIR = backups.pair()


@pytest.fixture(autouse=True)
def hidden(house, settings):
    settings.BACKUP_RECIPIENT = PAIR["recipient"]
    return make.facility(house.place, name_en="Hidden", confidential=True, notes="Gizli qeyd")


def asked(client):
    assert client.post("/work/directory/whole/").status_code == 302
    return Proposal.objects.get()


def take(client, proposal):
    return client.post(f"/work/directory/whole/{proposal.public_id}/")


def opened(file, secret, monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(secret))
    call_command("open_list", str(file), stdout=out)
    return out.getvalue()


def test_two_take_it_out_and_the_operator_alone_opens_it(leyla, nigar, tmp_path, monkeypatch):
    third, made = coordinator("sevda"), asked(leyla)
    assert take(leyla, made).status_code == 403
    page = nigar.post(f"/work/proposals/{made.public_id}/confirm/")
    assert "Take the sealed list out" in text_of(page)
    assert take(third, made).status_code == 403
    sealed = take(leyla, made)
    assert sealed.status_code == 200 and b"Gizli qeyd" not in sealed.content
    file = tmp_path / "list.sealed"
    file.write_bytes(sealed.content)
    assert "Gizli qeyd" in opened(file, PAIR["secret"], monkeypatch)
    with pytest.raises(CommandError):
        opened(file, backups.pair()["secret"], monkeypatch)
    assert TrailEntry.objects.get(what="directory.whole_exported").actor == f"user {leyla.user.pk}"
    assert "The whole list was taken out" in text_of(nigar.get("/work/done/?about=exports"))
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        people.sign_in(leyla, leyla.user)
        assert take(leyla, made).status_code == 403


def test_nobody_takes_it_alone_and_not_without_a_key(leyla, settings):
    made = asked(leyla)
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        people.sign_in(leyla, leyla.user)
        leyla.post(f"/work/proposals/{made.public_id}/confirm/")
        assert take(leyla, made).status_code == 403
    settings.BACKUP_RECIPIENT = ""
    assert leyla.post("/work/directory/whole/").status_code == 409
