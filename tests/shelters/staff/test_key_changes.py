"""Whoever owns a key learns what becomes of it: in the trail, by mail, and on the page of keys."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import FailedSignIn, TrailEntry, WaitingMail
from shelters.models.base import renew_bonds
from shelters.staff import expired
from shelters.web import failures
from tests.support import passkey
from tests.support.passkey import Passkey
from tests.support.people import aysel as person
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_localhost")]


@pytest.fixture(autouse=True)
def nobody_failed():
    cache.clear()
    failures.forget()


@pytest.fixture
def user(client):
    """A coordinator with a mail address, who came by the link and has made one passkey."""
    user = person()
    user.email = "aysel@example.org"
    user.save()
    sign_in(client, user, "")
    user.key = passkey.make(client)
    assert passkey.prove(client, user.key).status_code == 302
    return user


def entries(*what):
    return [entry.what for entry in TrailEntry.objects.filter(what__startswith="keys.").order_by("number")]


def test_keys_made_used_and_removed_are_told(client, user, django_capture_on_commit_callbacks):
    assert entries() == ["keys.made", "keys.first_used"]
    with django_capture_on_commit_callbacks(execute=True):
        passkey.make(client, name="Second")
    assert WaitingMail.objects.filter(user=user).exists()
    second = Authenticator.objects.latest("pk")
    assert client.post(f"/work/keys/webauthn/{second.pk}/remove/").status_code == 302
    assert entries()[2:] == ["keys.made", "keys.removed"]
    first = Authenticator.objects.get()
    page = client.post(f"/work/keys/webauthn/{first.pk}/remove/")
    assert page.status_code == 409 and "The last key" in page.content.decode()
    assert "A key was removed" in client.get("/work/keys/").content.decode()


def test_a_coordinators_new_key_sleeps_for_a_day(client, user):
    """A thief in her session makes a key: it opens nothing, and cannot be the last that stays."""
    thief = passkey.make(client, name="Another")
    client.logout()
    assert passkey.sign_in(client, thief)["Location"].startswith("/work/sign-in/")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert passkey.sign_in(client, thief)["Location"] == "/work/"


def test_another_key_of_hers_wakes_it(client, user):
    new, row = passkey.make(client), Authenticator.objects.latest("pk")
    confirm = f"/work/keys/webauthn/{row.pk}/confirm/"
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert client.post(confirm)["Location"].startswith("/work/keys/webauthn/reauthenticate/")
        assert "keys.confirmed" not in entries()
        passkey.prove(client, new)
        assert "keys.confirmed" not in entries(), "it does not confirm itself"
        assert passkey.prove(client, user.key)["Location"] == "/work/keys/"
    assert "keys.confirmed" in entries()
    client.logout()
    assert passkey.sign_in(client, new)["Location"] == "/work/"


def test_a_hosts_second_key_does_not_sleep(client):
    sign_in(client, person(Role.HOST), "")
    passkey.prove(client, passkey.make(client))
    second = passkey.make(client)
    client.logout()
    assert passkey.sign_in(client, second)["Location"] == "/work/"


def test_a_copy_of_a_key_is_refused_and_told(client, user):
    client.logout()
    assert passkey.sign_in(client, user.key, count=7)["Location"] == "/work/"
    for count in (7, 3):
        client.logout()
        assert passkey.sign_in(client, user.key, count=count)["Location"].startswith("/work/sign-in/")
    assert entries().count("keys.went_back") == 2
    assert passkey.sign_in(client, user.key, count=8)["Location"] == "/work/"
    assert "a copy of it exists" in client.get("/work/keys/").content.decode()


def test_a_key_that_never_counts_goes_on(client, user):
    Authenticator.objects.all().delete()
    sign_in(client, user, "")
    key = passkey.make(client)
    client.logout()
    assert passkey.sign_in(client, key, count=0)["Location"] == "/work/"
    client.logout()
    assert passkey.sign_in(client, key, count=0)["Location"] == "/work/"


def test_a_key_is_bound_anew_where_the_key_of_factors_was_renewed(client, user, settings):
    """A passkey that was shown since opens without the earlier key, and another does not."""
    settings.FACTOR_KEY_FALLBACKS, settings.FACTOR_KEY = [settings.FACTOR_KEY], "another"
    renew_bonds()  # as each start does, for accounts
    client.logout()
    assert passkey.sign_in(client, user.key)["Location"] == "/work/"
    settings.FACTOR_KEY_FALLBACKS = []
    client.logout()
    assert passkey.sign_in(client, user.key)["Location"] == "/work/"
    settings.FACTOR_KEY = "a third"
    client.logout()
    assert passkey.sign_in(client, user.key)["Location"].startswith("/work/sign-in/")


def test_a_key_that_may_be_copied_is_shown_as_such(client, settings):
    sign_in(client, person(), "")
    passkey.prove(client, passkey.make(client, Passkey(copied=True)))
    assert "may be copied into a cloud account" in client.get("/work/keys/").content.decode()
    assert client.get("/work/people/").status_code == 200
    settings.COORDINATOR_KEYS = "device"
    assert client.get("/work/people/")["Location"] == "/work/keys/"
    assert "one key that cannot be copied" in client.get("/work/keys/").content.decode()
    passkey.make(client, Passkey())
    Authenticator.objects.filter(data__has_key="asleep_until").update(data=without_sleep())
    assert client.get("/work/people/").status_code == 200


def without_sleep():
    data = Authenticator.objects.latest("pk").data
    del data["asleep_until"]
    return data


def test_failed_sign_ins_are_one_entry_for_each_hour(client, user):
    """Their owner reads them at once. They reach the trail with `purge`, so that no entry tells when somebody came."""
    client.logout()
    now = timezone.now().replace(minute=5)
    with time_machine.travel(now):
        for name in ("aysel", "aysel", "nobody"):
            client.post("/work/sign-in/", {"login": name, "password": "wrong"})
        expired.erase(timezone.now())
        assert FailedSignIn.objects.count() == 2, "the hour goes on"
    with time_machine.travel(now + timedelta(hours=1)):
        assert passkey.sign_in(client, user.key)["Location"] == "/work/"
        assert "could not" in client.get("/work/keys/").content.decode()
        assert not TrailEntry.objects.filter(what="team.sign_in_failed").exists()
        expired.erase(timezone.now())
        entry = TrailEntry.objects.get(what="team.sign_in_failed", subject=f"user {user.pk}")
        assert entry.numbers["times"] == 2 and "could not" in client.get("/work/keys/").content.decode()
        assert TrailEntry.objects.filter(what="team.sign_in_failed", subject="user 0").count() == 1
        assert not FailedSignIn.objects.exists()
