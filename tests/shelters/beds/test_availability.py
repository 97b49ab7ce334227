"""What the public is told of room: by opt-in, in bands, as it stood at a fixed hour, and never a change in between."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.audit.trail import Actor
from shelters.beds import counting, holds, snapshots
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute, Role
from shelters.hours.clock import BAKU
from shelters.models import BedPool, Facility, Hold, RoomSnapshot
from shelters.published import current
from shelters.published.refresh import refresh
from tests.support import make, people

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = CountedBy(Actor("feed", 1), CountRoute.FEED)
NOON = datetime(2026, 5, 12, 12, tzinfo=BAKU)


@pytest.fixture
def clock():
    with time_machine.travel(NOON - timedelta(hours=1), tick=False) as traveller:
        yield traveller


def shelter(free=3, public_rooms=True, groups=(), **fields):
    facility = make.facility(public_rooms=public_rooms, rules={"woman": "yes", "trans_woman": "yes"}, **fields)
    pool = BedPool.objects.create(facility=facility, name_az="Otaqlar", capacity=5, groups=list(groups))
    counting.step(pool, by=BY, occupied=5 - free)
    return facility, pool


def told(near, facility, **fields):
    results = near(place_id=facility.place_id, **fields).json()["results"]
    return next(result["availability"] for result in results if result["id"] == facility.public_id)


def test_without_opt_in_it_reads_ask(near, clock):
    facility, _pool = shelter(public_rooms=False)
    clock.move_to(NOON)
    assert told(near, facility) == "ask"
    Facility.objects.filter(pk=facility.pk).update(public_rooms=True)
    refresh([facility.pk])
    assert told(near, facility) == "likely"


@pytest.mark.parametrize(
    "free, people, said",
    [
        (1, None, "likely"),
        (0, None, "full"),
        (0, "1", "full"),
        (-2, "1", "full"),
        (1, "2-3", "full"),
        (2, "2-3", "ask"),
        (3, "2-3", "likely"),
        (5, "4-6", "ask"),
        (3, "4-6", "full"),
        (5, "7+", "full"),
    ],
)
def test_party_sizes_in_bands(near, clock, free, people, said):
    facility, _pool = shelter(free=free)
    clock.move_to(NOON)
    assert told(near, facility, **({"people": people} if people else {})) == said


def test_the_snapshot_is_that_of_the_last_fixed_hour(near, clock):
    facility, pool = shelter(free=3)
    assert told(near, facility) == "ask", "at eleven the state is that of six, when nothing was counted"
    clock.move_to(NOON)
    assert told(near, facility) == "likely"
    clock.move_to(NOON + timedelta(hours=1))
    counting.step(pool, by=BY, occupied=3)
    assert told(near, facility) == "likely"
    clock.move_to(NOON + timedelta(hours=5, minutes=59))
    assert told(near, facility) == "likely"
    clock.move_to(NOON + timedelta(hours=6))
    assert told(near, facility) == "ask", "counted five hours ago: too old to say that nothing is free"
    counting.confirm(facility, by=BY, seen={pool.pk: 2})
    clock.move_to(NOON + timedelta(hours=12))
    assert told(near, facility) == "ask"


def test_a_stale_count_is_neither_free_nor_full(near, clock):
    facility, _pool = shelter(free=3)
    full, _pool = shelter(free=0)
    clock.move_to(NOON + timedelta(hours=12))
    assert told(near, facility) == "ask"
    assert told(near, full) == "ask"


def test_holds_count_until_they_run_out(near, clock):
    facility, pool = shelter(free=1)
    holds.hold(pool, 1, until=NOON + timedelta(hours=2), by=BY)
    clock.move_to(NOON)
    assert told(near, facility) == "full"
    clock.move_to(NOON + timedelta(hours=6))
    assert told(near, facility) == "likely"


def test_a_hold_that_is_erased_later_changes_no_answer(near, clock):
    """Another process, or the same after a restart, tells what was told at the hour, whatever went since."""
    facility, pool = shelter(free=1)
    held = holds.hold(pool, 1, until=None, by=BY)
    clock.move_to(NOON)
    assert told(near, facility) == "full"
    clock.move_to(NOON + timedelta(hours=1))
    holds.release(held, by=BY)
    Hold.objects.all().delete()
    current.forget()
    assert told(near, facility) == "full"
    clock.move_to(NOON + timedelta(hours=6))
    assert told(near, facility) == "likely"


def test_an_ended_hold_goes_when_its_hour_is_stored(clock):
    _facility, pool = shelter(free=3)
    ended, live = (holds.hold(pool, 1, until=None, by=BY) for _number in range(2))
    holds.release(ended, by=BY)
    snapshots.take(timezone.now())
    assert Hold.objects.count() == 2, "the snapshot of noon still needs it"
    clock.move_to(NOON)
    snapshots.take(timezone.now())
    assert Hold.objects.get() == live and RoomSnapshot.objects.get().hour == NOON


def test_pools_are_for_whom_they_are_for(near, clock):
    facility, _pool = shelter(free=0, groups=["woman"])
    family = BedPool.objects.create(
        facility=facility, name_az="Ailə", capacity=4, groups=["woman", "woman_with_children"]
    )
    counting.step(family, by=BY, occupied=0)
    men, _pool = shelter(free=0, groups=["woman"])
    clock.move_to(NOON)
    assert told(near, facility, who=["woman_with_children"]) == "likely"
    assert told(near, men, who=["man"]) == "ask"


def test_a_guarded_group_of_a_pool_changes_nothing(near, clock):
    facility, pool = shelter(free=2, groups=["woman"])
    clock.move_to(NOON)
    before = [near(place_id=facility.place_id, who=who).content for who in ([], ["woman"], ["trans_woman"])]
    pool.groups = ["woman", "trans_woman"]
    pool.save()
    refresh([facility.pk])
    assert [near(place_id=facility.place_id, who=who).content for who in ([], ["woman"], ["trans_woman"])] == before


def test_beds_for_guarded_groups_alone_are_no_beds_for_others(near, clock):
    facility, _pool = shelter(free=0)
    theirs = BedPool.objects.create(facility=facility, name_az="Onlar", capacity=4, groups=["trans_woman"])
    counting.step(theirs, by=BY, occupied=0)
    clock.move_to(NOON)
    assert told(near, facility) == told(near, facility, who=["trans_woman"]) == "full"


def test_what_nobody_counted_yet_is_not_full(near, clock):
    facility, _pool = shelter(free=0)
    BedPool.objects.create(facility=facility, name_az="Yeni", capacity=4)
    clock.move_to(NOON)
    assert told(near, facility) == "ask"


def test_the_nearest_is_the_nearest_even_where_it_is_not_first(post, clock):
    town = make.place()
    near_by = make.facility(make.place(town.lat + 0.2, town.lon))
    shelter(free=2, town=make.place(town.lat + 0.5, town.lon))
    clock.move_to(NOON)
    page = post(place_id=town.pk).content.decode()
    assert f"{near_by.place.name}: 1 (" in page


def test_within_a_step_likely_comes_before_ask_and_full_comes_last(near, clock):
    town = make.place()
    full = shelter(free=0, town=town)[0]
    likely = shelter(free=2, town=make.place(town.lat + 0.03, town.lon))[0]
    ask = make.facility(make.place(town.lat + 0.01, town.lon))
    clock.move_to(NOON)
    ids = [result["id"] for result in near(place_id=town.pk).json()["results"]]
    assert ids == [likely.public_id, ask.public_id, full.public_id]


def test_what_is_no_shelter_has_no_availability(near, clock):
    clinic = make.facility(kind="clinic", services=["medical_care"], public_rooms=True)
    assert near(place_id=clinic.place_id, need=["medical_care"]).json()["results"][0]["availability"] is None


def rings(coordinator, facility, **numbers):
    """A coordinator writes down what the house is supposed to have said on the phone."""
    (pool,) = facility.pools.all()
    typed = {field: getattr(pool, field) for field in counting.FIELDS} | {"seen": pool.version} | numbers
    fields = {f"{name}-{pool.public_id}": value for name, value in typed.items()}
    path = f"/work/overdue/{facility.public_id}/"
    return coordinator.post(path, {"answer": "new" if numbers else "same", "told": "duty"} | fields).status_code


@pytest.mark.parametrize("way", ["by phone", "on the page", "as if of the house", "by somebody whom it lets in"])
def test_nobody_from_outside_makes_it_look_as_if_there_were_room(clock, leyla, near, way):
    """A stolen session of a coordinator sends nobody to a full house. That a house is full counts at once."""
    facility, pool = shelter(free=0)
    people.sign_in(leyla, leyla.user)
    if way == "as if of the house":
        fields = {"role": "host", "organisation": facility.organisation_id}
        assert leyla.post(f"/work/people/{leyla.user.pk}/role/", fields).status_code == 302
    counts = leyla
    if way == "by somebody whom it lets in":
        counts = people.invited(leyla, Role.COUNTER, facility.organisation, "second-me")
    if way == "by phone":
        assert rings(leyla, facility, occupied=2) == 302
    else:
        tap = {"pool": pool.public_id, "field": "occupied", "more": "-1"}
        assert counts.post(f"/work/beds/{facility.public_id}/", tap).status_code == 200
    clock.move_to(NOON)
    assert told(near, facility) == "ask"
    counting.step(pool, by=BY, occupied=0)
    clock.move_to(NOON + timedelta(hours=6))
    assert told(near, facility) == "likely", "the house says it too"
    clock.shift(timedelta(hours=3))
    people.sign_in(leyla, leyla.user)
    assert rings(leyla, facility, occupied=5) == 302
    clock.move_to(NOON + timedelta(hours=12))
    assert told(near, facility) == "full"


def test_who_came_to_count_a_week_ago_is_believed(clock, leyla, near):
    facility, pool = shelter(free=0)
    people.sign_in(leyla, leyla.user)
    counter = people.invited(leyla, Role.COUNTER, facility.organisation, "newcomer")
    tap = {"pool": pool.public_id, "field": "occupied", "more": "-1"}
    for days, said in ((6, "ask"), (8, "likely")):
        clock.move_to(NOON + timedelta(days=days, hours=-1))
        people.sign_in(counter, counter.user)
        assert counter.post(f"/work/beds/{facility.public_id}/", tap).status_code == 200
        clock.move_to(NOON + timedelta(days=days))
        assert told(near, facility) == said


def test_still_correct_by_phone_makes_no_old_count_of_the_house_younger(clock, leyla, near):
    facility, _pool = shelter(free=3)
    for rung, asked, said in ((1, 6, "likely"), (7, 12, "ask")):
        clock.move_to(NOON + timedelta(hours=rung))
        people.sign_in(leyla, leyla.user)
        assert rings(leyla, facility) == 302
        clock.move_to(NOON + timedelta(hours=asked))
        assert told(near, facility) == said
