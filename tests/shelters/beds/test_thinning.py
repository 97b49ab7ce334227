"""Old counts: the last of each snapshot period stays, without the moment and without details in the trail."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.beds import counting, thinning
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute
from shelters.hours.clock import BAKU
from shelters.models import BedCount, BedPool, TrailEntry, TrailPayload
from tests.support import make

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = CountedBy(Actor("feed", 1), CountRoute.FEED)
NOON = datetime(2026, 5, 12, 12, tzinfo=BAKU)


def test_old_counts_keep_the_last_of_each_period():
    pool = BedPool.objects.create(facility=make.facility(), name_az="Otaqlar", capacity=9)
    with time_machine.travel(NOON, tick=False) as clock:
        for minutes in (5, 65, 359, 367, 500, 60 * 50):
            clock.move_to(NOON + timedelta(minutes=minutes))
            counting.step(pool, by=BY, occupied=1)
        clock.move_to(NOON + timedelta(hours=60))
        thinning.thin(timezone.now())
        kept = BedCount.objects.order_by("version").values_list("version", "at", "observed_at", "occupied")
        hours = [NOON, NOON + timedelta(hours=6), NOON + timedelta(hours=50)]
        told = [
            (version, at, at, people) for (version, people), at in zip([(3, 0), (5, 0), (6, 6)], hours, strict=True)
        ]
        assert list(kept) == told
        assert TrailPayload.objects.get().data["version"] == 6, "the others' details are erased"
        assert TrailEntry.objects.count() == 6 and trail.verify() is None
        before = list(BedCount.objects.values())
        thinning.thin(timezone.now())
        assert list(BedCount.objects.values()) == before
