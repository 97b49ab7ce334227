"""A stranger's visits to the sign-in leave no row, and a passkey's signature opens once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.keys import challenge
from shelters.models import Session, SpentChallenge
from shelters.staff import expired
from shelters.web import failures
from tests.support import passkey, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(house):
    """The passkey of a host, who has signed out."""
    cache.clear()
    failures.forget()
    client = people.signed_in(people.person(Role.HOST, house.organisation), second="")
    made = passkey.make(client)
    client.logout()
    return made


def stranger():
    return Client(SERVER_NAME="localhost")


def test_sixty_visits_of_a_stranger_make_no_row(db):
    visitor = stranger()
    for _time in range(60):
        passkey.challenge(visitor)
        visitor.post("/work/keys/webauthn/login/", {"credential": "{}"})
    assert not Session.objects.exists() and not SpentChallenge.objects.exists()
    assert "__Host-session" not in visitor.cookies


def test_what_was_signed_once_opens_once(key):
    """A signature that was seen on its way signs nobody else in, on this machine or another."""
    sent = {"credential": key.signed(passkey.challenge(stranger()), count=0)}
    assert stranger().post("/work/keys/webauthn/login/", sent)["Location"] == "/work/"
    assert stranger().post("/work/keys/webauthn/login/", sent)["Location"].startswith("/work/sign-in/")
    assert SpentChallenge.objects.count() == 1
    expired.erase(timezone.now() + timedelta(minutes=2))
    assert not SpentChallenge.objects.exists()


def test_a_challenge_lasts_two_minutes_and_is_ours(key):
    asked = passkey.challenge(stranger())
    with time_machine.travel(timezone.now() + timedelta(seconds=121)):
        late = stranger().post("/work/keys/webauthn/login/", {"credential": key.signed(asked)})
    assert late["Location"].startswith("/work/sign-in/")
    own = {"publicKey": {"challenge": b"x" * 40}}
    forged = stranger().post("/work/keys/webauthn/login/", {"credential": key.signed(own)})
    assert forged["Location"].startswith("/work/sign-in/")


def test_another_key_knows_it_not(settings):
    made, now = challenge.make("this", timezone.now()), timezone.now()
    assert challenge.is_ours(made, "this", now) and not challenge.is_ours(made[:-1] + b"x", "this", now)
    assert not challenge.is_ours(made, "that", now)
    settings.SESSION_KEY = "another"
    assert not challenge.is_ours(made, "this", now)
