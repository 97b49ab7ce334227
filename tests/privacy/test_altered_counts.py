"""Numbers of beds that somebody wrote into the database say nothing to anybody who looks for a place."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine

from shelters.audit.trail import Actor
from shelters.beds import counting, snapshots
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute, Role
from shelters.hours.clock import BAKU
from shelters.models import BedCount, BedPool, RoomSnapshot
from tests.support import make, people
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 12, 12, 30, tzinfo=BAKU)


@pytest.fixture
def pool():
    """Full since an hour before noon, by the house's own word."""
    house = make.facility(public_rooms=True, rules={"woman": "yes"})
    host = people.person(Role.HOST, house.organisation, "host")
    made = BedPool.objects.create(facility=house, name_az="Otaqlar", name_en="Rooms", capacity=5)
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        counting.step(made, by=CountedBy(Actor("user", host.pk), CountRoute.PAGE), occupied=5)
    return made


@pytest.fixture
def look(pool):
    worker = people.signed_in(people.person(Role.CASEWORKER, pool.facility.organisation, "worker"))
    return lambda: text_of(worker.post("/work/near/", {"place_id": pool.facility.place_id}))


def answer(pool, now):
    return snapshots.told(now).get(pool.facility.public_id)


@pytest.mark.parametrize("model", [BedPool, BedCount])
def test_beds_that_were_written_free_are_not_free(pool, look, model):
    with time_machine.travel(NOON, tick=False):
        assert "Free: 0" in look()
        model.objects.update(occupied=0)
        assert "Free: 5" not in look() and "Never counted: ring first." in look()
        BedPool.objects.update(occupied=0, version=0)
        assert "Free: 5" not in look()


def test_what_was_written_is_in_no_snapshot(pool):
    full = answer(pool, NOON)
    assert "full" in json.dumps(full)
    free = json.loads(json.dumps(full).replace("full", "likely"))
    RoomSnapshot.objects.update(answers={pool.facility.public_id: free})
    assert answer(pool, NOON) is None, "nothing is told until the next hour"
    BedCount.objects.update(occupied=0)
    said = json.dumps(answer(pool, NOON + timedelta(hours=6)))
    assert "ask" in said and "likely" not in said
