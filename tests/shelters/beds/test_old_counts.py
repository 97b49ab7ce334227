"""Old counts: the newest of each pool stays, all others go, with their details in the trail."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.beds import counting, old_counts
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute
from shelters.hours.clock import BAKU
from shelters.models import BedCount, BedPool, TrailEntry, TrailPayload
from tests.support import make

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = CountedBy(Actor("feed", 1), CountRoute.FEED)
NOON = datetime(2026, 5, 12, 12, tzinfo=BAKU)


@pytest.fixture
def pool():
    return BedPool.objects.create(facility=make.facility(), name_az="Otaqlar", capacity=9)


def test_no_old_count_stays_but_the_newest(pool):
    with time_machine.travel(NOON, tick=False) as clock:
        for hours in (1, 7, 8, 9, 60):
            clock.move_to(NOON + timedelta(hours=hours))
            counting.step(pool, by=BY, occupied=1)
        clock.move_to(NOON + timedelta(hours=61))
        old_counts.forget(timezone.now())
        trail.forget_details(timezone.now())
        assert kept() == [(5, 60, 5)]
        assert TrailPayload.objects.get().data["version"] == 5, "the others' details are erased"
        assert TrailEntry.objects.count() == 5 and trail.verify() is None
        clock.move_to(NOON + timedelta(days=60))
        old_counts.forget(timezone.now())
        assert kept() == [(5, 60, 5)], "it is what the pool's row says"


def test_the_newest_does_not_tell_when_somebody_came(pool):
    with time_machine.travel(NOON, tick=False) as clock:
        counting.step(pool, by=BY, occupied=1)
        clock.move_to(NOON + timedelta(hours=5))
        counting.move(pool, 2, by=BY)
        clock.move_to(NOON + timedelta(days=4))
        old_counts.forget(timezone.now())
    assert kept() == [(2, 0, 3)]


def test_where_nobody_ever_looked_nothing_stays(pool):
    with time_machine.travel(NOON, tick=False) as clock:
        counting.move(pool, 2, by=BY)
        clock.move_to(NOON + timedelta(days=4))
        old_counts.forget(timezone.now())
    assert kept() == []


def kept():
    """Version, hours after noon, people."""
    counts = BedCount.objects.order_by("version").values_list("version", "at", "occupied")
    return [(version, (at - NOON) / timedelta(hours=1), people) for version, at, people in counts]
