"""What is counted of erased cases: sealed until the month is over, then added for all at once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from referrals.codes import DeclineReason
from referrals.models import MonthlyCount, WaitingCount
from referrals.vault import contents
from referrals.workflow import cases, placing, retention, transitions
from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.codes.staff import Role
from shelters.models import TrailEntry, WeeklyCount
from tests.support import people
from tests.support.canaries import holds
from tests.support.referrals import HOST, asked

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("ring")]


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 5, 12, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def erased(pools: Any, number: int, since: int = 0) -> None:
    for at in range(since, since + number):
        referral, _code, (one, _other) = asked(pools, once=f"{at}".rjust(24, "x"))
        placing.refuse(one, DeclineReason.PAPERS, by=HOST)
        cases.withdraw(referral.case, by=transitions.HER)


def counted() -> dict[str, int]:
    return dict(MonthlyCount.objects.values_list("fact", "number"))


def test_what_is_counted_is_sealed_until_the_month_is_over(ring, clock, pools):
    erased(pools, 5)
    retention.purge()
    assert counted() == {} and WaitingCount.objects.count() == 5
    held = b"".join(bytes(one.content) for one in WaitingCount.objects.all())
    assert not holds(held, ("families", "papers", "withdrawn", "2026-05"))
    clock.move_to(datetime(2026, 6, 1, 1, tzinfo=UTC))
    retention.purge()
    assert counted().keys() >= {"outcome withdrawn", "group families", "reason papers"}
    assert set(counted().values()) == {5} and not WaitingCount.objects.exists()
    assert set(MonthlyCount.objects.values_list("month", flat=True)) == {date(2026, 5, 1)}


def test_fewer_than_five_wait_until_there_are_five(ring, clock, pools):
    erased(pools, 3)
    clock.move_to(datetime(2026, 6, 2, 1, tzinfo=UTC))
    retention.purge()
    assert counted() == {} and WaitingCount.objects.count() == 1, "together, so that nobody counts rows"
    erased(pools, 2, since=3)
    clock.move_to(datetime(2026, 7, 2, 1, tzinfo=UTC))
    retention.purge()
    assert set(counted().values()) == {5}


def test_what_waits_is_wrapped_anew_each_week(ring, clock, pools):
    erased(pools, 5)
    for day in range(13, 31):
        clock.move_to(datetime(2026, 5, day, 12, tzinfo=UTC))
        assert retention.rotate().unreadable == 0
    clock.move_to(datetime(2026, 6, 1, 12, tzinfo=UTC))
    retention.purge()
    assert counted()["group families"] == 5


def test_without_the_ring_she_is_erased_and_not_counted(pools, settings, tmp_path):
    referral, _code, _asks = asked(pools)
    settings.KEYRING = tmp_path / "not-mounted"
    cases.withdraw(referral.case, by=transitions.HER)
    assert not WaitingCount.objects.exists() and not type(referral).objects.exists()


def test_who_read_how_much_in_which_week_stays_and_of_whom_goes(pools, clock):
    referral, _code, _asks = asked(pools)
    reader = people.person(Role.HOST, pools[0].facility.organisation)
    monday = datetime(2026, 5, 11, 9, tzinfo=UTC)
    for days, what in ((1, "question"), (3, "contact"), (6, "question")):
        clock.move_to(monday + timedelta(days=days, hours=4))
        contents.note_reading(referral.case, what, Actor("user", reader.pk))
        retention.purge()
    cases.withdraw(referral.case, by=transitions.HER)
    assert not TrailEntry.objects.filter(what="week.counted").exists() and WeeklyCount.objects.count() == 2
    clock.move_to(monday + timedelta(days=7))
    retention.purge()
    entry = TrailEntry.objects.get(what="week.counted")
    assert (entry.actor, entry.numbers) == (f"user {reader.pk}", {"question": 2, "contact": 1})
    assert entry.subject == "week 20260511" and not WeeklyCount.objects.exists() and trail.verify() is None


def test_no_column_of_the_trail_ties_two_entries_of_a_case(pools):
    """Entries of one case have nothing in common but the kind of act: neither an id nor a moment."""
    referral, _code, (one, other) = asked(pools)
    placing.write(one, "?", from_house=False, by=transitions.HER)
    placing.write(other, "?", from_house=False, by=transitions.HER)
    cases.withdraw(referral.case, by=transitions.HER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, numbers, actor FROM shelters_trailentry")
        rows = {tuple(str(value) for value in row) for row in cursor.fetchall()}
    assert rows == {("case", "{}", "code")}
    assert len(set(TrailEntry.objects.values_list("commitment", flat=True))) == TrailEntry.objects.count() == 4
