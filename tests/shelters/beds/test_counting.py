"""Counting beds: truth is taken, nonsense never; nothing is held that is not free; each change leaves an entry."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.beds import counting, holds
from shelters.beds.counting import CountedBy, LostRace, Nonsense, Numbers, TooLate
from shelters.beds.holds import NoRoom
from shelters.codes.staff import CountRoute
from shelters.models import BedCount, BedPool, Hold, TrailEntry
from tests.support import make
from tests.support.beds import BY, free, pool

pytestmark = pytest.mark.both


@pytest.mark.django_db
def test_a_step_counts_from_what_is_there_now():
    one = pool(occupied=4)
    stale_copy = BedPool.objects.get(pk=one.pk)
    counting.step(one, by=BY, occupied=1)
    counting.step(stale_copy, by=BY, occupied=1)
    one.refresh_from_db()
    assert (one.occupied, one.version) == (6, 2) and free(one) == 4


@pytest.mark.django_db
def test_a_walk_in_is_recorded_and_the_youngest_hold_is_flagged():
    one = pool(capacity=3, occupied=0)
    made = [holds.hold(one, 1, until=None, by=BY) for _time in range(3)]
    with pytest.raises(NoRoom):
        holds.hold(one, 1, until=None, by=BY)
    counting.step(one, by=BY, occupied=1)
    assert free(one) == -1
    assert [Hold.objects.get(pk=held.pk).broken for held in made] == [False, False, True]
    holds.release(made[0], by=BY)
    assert free(one) == 0
    assert [Hold.objects.get(pk=held.pk).broken for held in made[1:]] == [False, False]


@pytest.mark.django_db
def test_a_hold_runs_out_by_itself():
    one = pool(capacity=1)
    holds.hold(one, 1, until=timezone.now() + timedelta(hours=2), by=BY)
    assert free(one) == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=1)):
        assert free(one) == 1
        holds.hold(one, 1, until=None, by=BY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deltas, field",
    [
        ({"occupied": -1}, "occupied"),
        ({"capacity": 991}, "capacity"),
        ({"out_of_service": 11}, "out_of_service"),
        ({"family_places": 11}, "family_places"),
        ({"occupied": 10**9}, "occupied"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(deltas, field):
    one = pool()
    with pytest.raises(Nonsense) as refused:
        counting.step(one, by=BY, **deltas)
    assert refused.value.field == field
    one.refresh_from_db()
    assert one.version == 0 and not BedCount.objects.exists() and not TrailEntry.objects.exists()


@pytest.mark.django_db
def test_who_confirms_has_seen_the_numbers_as_they_are():
    one = pool(occupied=4, observed_at=timezone.now())
    seen = {one.pk: one.version}
    counting.confirm(one.facility, by=BY, seen=seen)
    with pytest.raises(LostRace):
        counting.confirm(one.facility, by=BY, seen=seen)
    one.refresh_from_db()
    assert one.version == 1 and one.occupied == 4


@pytest.mark.django_db
def test_a_count_of_several_pools_is_taken_whole_or_not_at_all():
    one = pool(occupied=4)
    other = BedPool.objects.create(facility=one.facility, name_az="Ailə", capacity=2)
    wrong = {one.pk: Numbers(10, 0, 5, 0), other.pk: Numbers(2, 0, 0, 3)}
    with pytest.raises(Nonsense):
        counting.count(one.facility, wrong, by=BY)
    with pytest.raises(Nonsense):
        counting.count(make.facility(), {one.pk: Numbers(1, 0, 0, 0)}, by=BY)
    one.refresh_from_db()
    assert one.occupied == 4
    counting.count(
        one.facility,
        {one.pk: Numbers(10, 0, 5, 0), other.pk: Numbers(2, 0, 0, 1)},
        by=BY,
        seen={one.pk: 0, other.pk: 0},
    )
    one.refresh_from_db()
    assert one.occupied == 5


@pytest.mark.django_db
def test_who_counts_one_pool_may_have_looked_at_others_too():
    one = pool(occupied=4)
    other = BedPool.objects.create(facility=one.facility, name_az="Ailə", capacity=2)
    seen, numbers = {one.pk: 0, other.pk: 0}, {one.pk: Numbers(10, 0, 5, 0)}
    counting.count(one.facility, numbers, by=BY, seen=seen)
    counting.step(other, by=BY, occupied=1)
    for old in (seen, seen | {one.pk: 1}, {}):
        with pytest.raises(LostRace):
            counting.count(one.facility, numbers, by=BY, seen=old)
    counting.count(one.facility, numbers, by=BY, seen={one.pk: 1, other.pk: 1})
    assert list(BedPool.objects.values_list("version", flat=True)) == [2, 1]


@pytest.mark.django_db
def test_undo_takes_back_ones_own_last_count_for_a_minute():
    one = pool(occupied=4)
    counting.step(one, by=BY, occupied=0)
    slip = counting.step(one, by=BY, occupied=5)
    with pytest.raises(TooLate):
        counting.undo(slip, by=CountedBy(Actor("user", 2), CountRoute.PAGE))
    counting.undo(slip, by=BY)
    one.refresh_from_db()
    assert one.occupied == 4
    with pytest.raises(TooLate):
        counting.undo(slip, by=BY)
    late = counting.step(one, by=BY, occupied=1)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)), pytest.raises(TooLate):
        counting.undo(late, by=BY)


@pytest.mark.django_db
def test_what_is_taken_back_is_as_old_as_it_was():
    one = pool()
    before = timezone.now() - timedelta(hours=5)
    counting.step(one, by=CountedBy(BY.actor, CountRoute.PAGE, observed_at=before), occupied=1)
    counting.undo(counting.step(one, by=BY, occupied=1), by=BY)
    one.refresh_from_db()
    assert one.observed_at == before


@pytest.mark.django_db
def test_a_reason_is_one_of_the_codes():
    one = pool(out_of_service=1)
    with pytest.raises(Nonsense):
        counting.explain(one, "ghosts", by=BY)
    counting.explain(one, "cleaning", by=BY)
    one.refresh_from_db()
    assert one.reason == "cleaning"


@pytest.mark.django_db
def test_every_change_leaves_one_entry_of_an_act_and_an_hour():
    one = pool(occupied=4)
    counting.step(one, by=BY, occupied=1)
    held = holds.hold(one, 2, until=None, by=BY)
    holds.release(held, by=BY)
    holds.release(held, by=BY)
    assert [entry.what for entry in TrailEntry.objects.all()] == ["beds.changed", "beds.held", "beds.released"]
    first = TrailEntry.objects.get(number=1)
    assert (first.actor, first.subject, first.numbers) == ("user", "pool", {})
    assert (first.at.minute, first.at.second, first.at.microsecond) == (0, 0, 0)
    details = first.payload.data
    assert (details["actor"], details["subject"], details["occupied"]) == ("user 1", f"pool {one.pk}", 5)
    assert trail.verify() is None
