"""Somebody who writes into the database, and has an account that counts beds, gets no power and reads no case."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from referrals.models import CaseAccess, Referral
from shelters.approvals import fingerprint
from shelters.codes.staff import Role
from shelters.models import Invitation, Organisation, RoleGrant, TrailEntry, User, Waking
from shelters.models.base import digest, renew_bonds
from shelters.operations import status
from shelters.published import current, mending
from tests.support import passkey, people
from tests.support.referrals import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
MARK = "Zqkanar7f3"
AGO = timedelta(days=400)


@pytest.fixture
def house(pools):
    return pools[0].facility


@pytest.fixture
def case(pools):
    """What somebody told the house, an hour ago."""
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        referral, _code, (ask, _other) = asked(pools, avoid=MARK)
    return f"/work/questions/{ask.public_id}/", referral


@pytest.fixture
def thief(house):
    return people.signed_in(people.person(Role.COUNTER, house.organisation, "thief"))


def rows(user):
    return User.objects.filter(pk=user.pk)


def gives_a_role(user, role=Role.HOST):
    RoleGrant.objects.create(user=user, role=role, since=timezone.now() - AGO)


def exchanges_a_role(user):
    RoleGrant.objects.filter(user=user).update(role=Role.HOST)


def moves_a_host(user):
    """A host of an organisation of the thief's own."""
    own = Organisation.objects.create(key="own", type="ngo", name_az="Özü")
    house, user.organisation = user.organisation, own
    RoleGrant.objects.filter(user=user).update(role=Role.HOST)
    user.save()
    rows(user).get().bind()
    rows(user).update(organisation=house)


def is_a_superuser(user):
    rows(user).update(is_superuser=True)


def takes_a_bond(user):
    """Of somebody who has the power, with all that stands beside it."""
    gives_a_role(user)
    aygun = people.person(Role.HOST, user.organisation, "aygun")
    rows(user).update(bond=aygun.bond, awake_at=aygun.awake_at, joined_at=aygun.joined_at)


WRITES = [gives_a_role, exchanges_a_role, moves_a_host, is_a_superuser, takes_a_bond]


@pytest.mark.parametrize("write", WRITES, ids=lambda one: one.__name__)
def test_an_account_that_was_altered_opens_nothing(thief, case, write):
    write(thief.user)
    people.sign_in(thief, rows(thief.user).get())
    for path in (case[0], "/work/", "/work/people/", "/work/questions/", "/admin/", "/work/keys/"):
        answer = thief.get(path)
        assert answer.status_code == 302 and answer["Location"].startswith("/work/sign-in/"), path
    assert not rows(thief.user).get().roles
    assert ("accounts", "altered") in {(one.name, one.word) for one in status.look(timezone.now())}
    wrong = Client(SERVER_NAME="localhost").post("/work/sign-in/", {"login": "thief", "password": people.PASSWORD})
    assert "/work/keys/authenticate/" not in wrong.headers.get("Location", "")


def test_it_is_refused_with_its_own_key_and_that_is_told(thief):
    people.sign_in(thief, thief.user, second="")
    own = passkey.make(thief)
    thief.logout()
    assert passkey.sign_in(thief, own)["Location"] == "/work/"
    thief.logout()
    gives_a_role(thief.user)
    assert passkey.sign_in(thief, own)["Location"].startswith("/work/sign-in/")
    assert TrailEntry.objects.filter(what="keys.foreign", subject=f"user {thief.user.pk}").exists()


def test_no_act_of_others_makes_it_right(thief, leyla, nigar, house):
    """A coordinator who knows nothing of it asks a further role for the account, and two let it in."""
    asked = leyla.post(f"/work/people/{thief.user.pk}/role/", {"role": "caseworker"})
    assert asked.status_code == 302
    gives_a_role(thief.user)
    people.make_keys(thief.user)
    digits = fingerprint.digits(thief.user)
    for one in (leyla, nigar):
        people.type_digits(one, thief, digits)
    assert not rows(thief.user).get().roles
    with pytest.raises(CommandError, match="altered"):
        call_command("person", "thief", "--renew-keys")
    call_command("person", "thief", "--renew-keys", "--as-it-stands")
    assert rows(thief.user).get().roles == {Role.HOST, Role.COUNTER, Role.CASEWORKER}, "the console looked"


@pytest.mark.parametrize("by", ["the console", "leyla"])
def test_a_link_that_was_written_or_altered_opens_nothing(thief, leyla, house, by):
    until, maker = timezone.now() + timedelta(days=1), leyla.user if by == "leyla" else None
    about = {"role": Role.COORDINATOR, "made_by": maker, "until": until}
    Invitation.objects.create(digest=digest("written"), **about)
    made, token = Invitation.make(Role.COUNTER, house.organisation, leyla.user)
    Invitation.objects.filter(pk=made.pk).update(role=Role.HOST, made_by=maker)
    for one in ("written", token):
        stranger = Client(SERVER_NAME="localhost")
        given = {"username": "second-me", "password": people.PASSWORD}
        assert stranger.get(f"/work/join/{one}/").status_code == 410
        assert stranger.post(f"/work/join/{one}/", given).status_code == 410
    assert not User.objects.filter(username="second-me").exists()


def test_digits_that_were_written_wake_nobody(thief, case, house):
    """It writes that it was asked for, by itself, and that a host typed the digits; and types them itself."""
    people.make_keys(thief.user)
    aygun = people.person(Role.HOST, house.organisation, "aygun")
    now, digits = timezone.now(), fingerprint.digits(thief.user)
    about = {"user": thief.user, "asked_by": thief.user, "adds": Role.HOST, "made_at": now - timedelta(days=9)}
    made = Waking.objects.create(**about, organisation=house.organisation, second_typed=digits, second_by=aygun)
    digits = fingerprint.digits(thief.user)
    Waking.objects.filter(pk=made.pk).update(second_typed=digits, asker_typed=digits, asker_typed_at=made.made_at)
    mate = people.signed_in(aygun)
    assert people.type_digits(mate, thief, digits).status_code == 409
    assert rows(thief.user).get().roles == {Role.COUNTER} and thief.get(case[0]).status_code == 403


def test_an_older_case_that_was_opened_by_writing_stays_closed(house, case):
    """To a host of the house, who woke after it was asked."""
    user = people.person(Role.HOST, house.organisation, "late")
    people.change(user, awake_at=timezone.now())
    CaseAccess.objects.create(case=Referral.objects.get().case, user=user, at=timezone.now())
    late = people.signed_in(rows(user).get())
    assert late.get(case[0]).status_code == 404
    rows(user).update(awake_at=timezone.now() - AGO)
    assert late.get(case[0]).status_code == 302


def test_a_key_that_sleeps_is_not_waked_by_writing(leyla):
    """Nor is a copy's count put back, or the day on which the key was made, by which it thaws."""
    people.sign_in(leyla, leyla.user, second="")
    first = passkey.make(leyla)
    passkey.prove(leyla, first)
    second = passkey.make(leyla, name="Another")
    new, old = leyla.user.authenticator_set.order_by("-pk")
    leyla.logout()
    del new.data["asleep_until"]
    new.save()
    assert passkey.sign_in(leyla, second)["Location"].startswith("/work/sign-in/")
    Authenticator.objects.filter(pk=old.pk).update(created_at=timezone.now() - AGO)
    assert passkey.sign_in(leyla, first)["Location"].startswith("/work/sign-in/")


def test_codes_of_ones_own_app_open_nobody_elses_account(thief, house):
    """It writes its own password and app beside a colleague who counts."""
    code, mate = people.codes_of_an_app(thief.user), people.person(Role.COUNTER, house.organisation, "mate")
    rows(mate).update(password=rows(thief.user).get().password)
    Authenticator.objects.update(user=mate)
    browser = Client(SERVER_NAME="localhost")
    browser.post("/work/sign-in/", {"login": "mate", "password": people.PASSWORD})
    assert "Location" not in browser.post("/work/keys/authenticate/", {"code": code()}).headers
    assert browser.get("/work/")["Location"].startswith("/work/sign-in/")


def test_bonds_are_made_anew_under_another_key(settings, house):
    """Those of the directory too, which is read as before."""
    old, settings.FACTOR_KEY = settings.FACTOR_KEY, "another-key-of-fifty-letters-or-more-0123456789-abc"
    settings.FACTOR_KEY_FALLBACKS = [old]
    renew_bonds()
    settings.FACTOR_KEY_FALLBACKS = []
    current.forget()
    assert current.refresh_now().find(house.public_id) and not mending.altered()
