"""Who signed in when is told for two days, to its owner and to nobody afterwards; then by week."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from referrals.workflow import retention
from shelters.audit import trail
from shelters.codes.staff import Role
from shelters.models import TrailEntry, TrailPayload, WeeklyCount
from tests.support import passkey, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring", "on_localhost")]
MONDAY = datetime(2026, 5, 11, 10, 17, 23, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY - timedelta(days=3), tick=False) as travelled:
        yield travelled


@pytest.fixture
def host(house, clock):
    """A host with a passkey, who has signed in by it once: a client, the person, and a function that does it again."""
    user = people.person(Role.HOST, house.organisation, "gunay")
    client = people.signed_in(user, second="")
    key = passkey.make(client)
    passkey.prove(client, key)
    client.logout()

    def again(at):
        clock.move_to(at)
        client.logout()
        assert passkey.sign_in(client, key)["Location"] == "/work/"
        return client

    return user, again


def in_the_clear():
    """All that the trail says of sign-ins, without its payloads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, actor, subject, numbers FROM shelters_trailentry WHERE what = 'team.signed_in'")
        return cursor.fetchall()


def test_it_says_neither_who_nor_when(host):
    user, again = host
    again(MONDAY)
    for at, *said in in_the_clear():
        assert "17:23" not in str(at) and str(user.pk) not in " ".join(map(str, said)), said
    assert TrailPayload.objects.filter(entry__what="team.signed_in", subject=f"user {user.pk}").exists()


def test_its_owner_sees_the_moment_for_two_days_and_then_the_week(host, clock):
    _user, again = host
    again(MONDAY)
    page = again(MONDAY + timedelta(days=1)).get("/work/keys/").content.decode()
    assert page.count("12.05., 14:17: Signed in") == 1 and "11.05., 14:17: Signed in" in page
    assert "Sign-ins in the week from 11.05.: 2" in page
    clock.move_to(MONDAY + timedelta(days=4))
    retention.purge()
    assert not TrailPayload.objects.filter(entry__what="team.signed_in").exists()
    page = again(MONDAY + timedelta(days=4)).get("/work/keys/").content.decode()
    assert "15.05., 14:17: Signed in" in page and "11.05., 14:17" not in page
    assert "Sign-ins in the week from 11.05.: 3" in page and trail.verify() is None


def test_the_sum_of_a_week_stays_in_the_trail(host, clock):
    user, again = host
    for day in range(3):
        again(MONDAY + timedelta(days=day))
    clock.move_to(MONDAY + timedelta(days=8))
    retention.purge()
    entry = TrailEntry.objects.get(what="week.counted", subject="week 20260511")
    assert (entry.actor, entry.numbers) == (f"user {user.pk}", {"sign_in": 3})
    assert not WeeklyCount.objects.filter(week=MONDAY.date()).exists()
    page = again(MONDAY + timedelta(days=8)).get("/work/keys/").content.decode()
    assert "Sign-ins in the week from 11.05.: 3" in page


def test_a_stranger_sees_nothing_of_it(host):
    _user, again = host
    again(MONDAY)
    other = people.signed_in(people.person(Role.HOST, name="other"))
    assert "Signed in" not in other.get("/work/keys/").content.decode()
    assert Client(SERVER_NAME="localhost").get("/work/keys/").status_code == 302
