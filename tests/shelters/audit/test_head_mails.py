"""The head of the trail goes to coordinators by mail."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from shelters.audit import trail
from shelters.codes.staff import Role
from shelters.models import TrailHead
from tests.support import make
from tests.support.mails import PURPOSE, person, refuse, texts
from tests.support.pages import TELLING

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinators(db):
    """Two who get mails, in two languages, and some who do not."""
    left = person(None, Role.COORDINATOR, "left@example.org")
    left.is_active = False
    left.save()
    person(None, Role.COORDINATOR, "")
    person(make.facility().organisation, Role.HOST, "host@example.org")
    return [person(None, Role.COORDINATOR, f"{language}@example.org", language) for language in ("en", "ru")]


def test_the_head_goes_to_coordinators(coordinators):
    call_command("verify_trail", "--mail-head", stdout=StringIO())
    assert sorted(one.to[0] for one in mail.outbox) == ["en@example.org", "ru@example.org"]
    english = next(one for one in mail.outbox if one.to == ["en@example.org"])
    assert english.subject == "Please keep this mail" and f"verify_trail --head {trail.head()}" in english.body
    assert all(trail.head() in one.body for one in mail.outbox)
    assert not TELLING.search(texts()) and not PURPOSE.search(texts())
    call_command("verify_trail", "--head", re.search(r"--head (\S+)", str(english.body))[1], stdout=StringIO())


def test_without_the_option_nobody_is_mailed(coordinators):
    call_command("verify_trail", stdout=StringIO())
    assert mail.outbox == []


@pytest.mark.parametrize("down", [False, True])
def test_a_broken_trail_is_told_without_details(coordinators, monkeypatch, down):
    TrailHead.objects.update(mac="0" * 64)
    if down:
        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(CommandError, match=r"entry \d+: cut"):
        call_command("verify_trail", "--mail-head", stdout=StringIO())
    assert len(mail.outbox) == (0 if down else 2)
    assert "cut" not in texts() and not re.search(r"\d", texts()) and not TELLING.search(texts())


def test_a_head_that_could_not_be_mailed_is_an_error(coordinators, monkeypatch):
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(CommandError, match="2 mails could not be sent"):
        call_command("verify_trail", "--mail-head", stdout=StringIO())
