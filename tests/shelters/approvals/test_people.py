"""Coordinators come, go and get new keys by two people."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import Card, Facility, Invitation, Proposal, RoleGrant, User
from tests.support import make
from tests.support.pages import text_of
from tests.support.people import PASSWORD, person, signed_in
from tests.support.proposals import url

pytestmark = pytest.mark.django_db


def link_in(page):
    return re.search(r"/work/join/[\w-]+/", page.content.decode()).group()


def test_a_coordinator_comes_in_by_two(leyla, nigar):
    leyla.post("/work/people/invite/", {"role": "coordinator"})
    assert not Invitation.objects.filter(used_at=None).exists()
    page = nigar.post(url(Proposal.objects.get(), "confirm"))
    new = Client(SERVER_NAME="localhost")
    assert new.post(link_in(page), {"username": "sevda", "password": PASSWORD}).status_code == 302
    assert RoleGrant.objects.get(user__username="sevda").role == Role.COORDINATOR


@pytest.mark.both
def test_lost_keys_are_made_anew_by_two(leyla, nigar, house):
    user = person(Role.HOST, house.organisation)
    Authenticator.objects.create(user=user, type="totp", data={})
    other = signed_in(user)
    leyla.post(f"/work/people/{user.pk}/keys/")
    assert Authenticator.objects.exists() and other.get("/work/").status_code == 200
    assert leyla.post(f"/work/people/{user.pk}/keys/").status_code == 409, "once is enough"
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        page = nigar.post(url(Proposal.objects.get(), "confirm"))
        assert not Authenticator.objects.exists() and other.get("/work/").status_code == 302
        user.refresh_from_db()
        assert not user.check_password(PASSWORD)
        new = "another-long-one-2"
        link = link_in(page)
        assert "You are sevda" in text_of(other.get(link))
        assert other.post(link, {"password": "short"}).status_code == 400
        assert other.post(link, {"password": new})["Location"] == "/work/keys/webauthn/add/"
        user.refresh_from_db()
        assert user.check_password(new) and other.get(link).status_code == 410


def test_the_console_renews_keys_and_closes_accounts(leyla):
    out = io.StringIO()
    call_command("person", "leyla", "--renew-keys", "--site", "http://localhost:8000/", stdout=out)
    assert out.getvalue().startswith("http://localhost:8000/work/join/")
    assert not leyla.user.__class__.objects.get().has_usable_password()
    call_command("person", "leyla", "--leaves", stdout=out)
    assert not leyla.user.__class__.objects.get().is_active
    with pytest.raises(CommandError):
        call_command("person", "leyla", "--leaves")


def test_a_coordinator_leaves_by_two_and_others_at_once(leyla, nigar, house):
    counter = person(Role.COUNTER, house.organisation)
    leyla.post(f"/work/people/{counter.pk}/leave/")
    counter.refresh_from_db()
    assert not counter.is_active
    leyla.post(f"/work/people/{nigar.user.pk}/leave/")
    assert nigar.get("/work/people/").status_code == 200
    nigar.post(url(Proposal.objects.get(), "confirm"))
    assert nigar.get("/work/people/").status_code == 302


@pytest.mark.both
def test_the_last_host_leaves_by_two_and_the_house_rests(leyla, nigar, house):
    """Once one coordinator put out all hosts, and the house went on being asked."""
    Facility.objects.filter(pk=house.pk).update(takes_questions=True)
    make.refresh([house.pk])
    first, last = (person(Role.HOST, house.organisation, name) for name in ("first", "last"))
    leyla.post(f"/work/people/{first.pk}/leave/")
    assert [User.objects.get(pk=one.pk).is_active for one in (first, last)] == [False, True]
    assert "close the account, with a second person" in text_of(leyla.get(f"/work/people/{last.pk}/"))
    assert leyla.post(f"/work/people/{last.pk}/leave/")["Location"].startswith("/work/proposals/")
    assert User.objects.get(pk=last.pk).is_active and not Facility.objects.get(pk=house.pk).questions_paused
    assert leyla.post(url(Proposal.objects.get(), "confirm")).status_code == 403
    nigar.post(url(Proposal.objects.get(), "confirm"))
    assert not User.objects.get(pk=last.pk).is_active and Facility.objects.get(pk=house.pk).questions_paused
    assert Card.objects.get(facility=house).shown["asks"] is False


def test_the_last_host_without_keys_answers_nobody_either(leyla, nigar, house):
    Facility.objects.filter(pk=house.pk).update(takes_questions=True)
    make.refresh([house.pk])
    host = person(Role.HOST, house.organisation)
    leyla.post(f"/work/people/{host.pk}/keys/")
    nigar.post(url(Proposal.objects.get(), "confirm"))
    assert Facility.objects.get(pk=house.pk).questions_paused


def test_the_console_lets_the_last_host_go_likewise(house):
    Facility.objects.filter(pk=house.pk).update(takes_questions=True)
    make.refresh([house.pk])
    person(Role.HOST, house.organisation, "last")
    call_command("person", "last", "--leaves", stdout=io.StringIO())
    assert Facility.objects.get(pk=house.pk).questions_paused
