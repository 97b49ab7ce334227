"""Beds that nobody ever counted: the first count is typed, and nobody says before that nothing has changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.beds import availability, counting, holds
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute, Role
from shelters.models import BedCount, BedPool
from shelters.staff import team
from tests.support import make
from tests.support.pages import text_of
from tests.support.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BY = CountedBy(CONSOLE, CountRoute.CONSOLE)


@pytest.fixture
def pool():
    return BedPool.objects.create(facility=make.facility(public_rooms=True), name_az="Otaqlar", name_en="Rooms")


@pytest.fixture
def counter(client, pool):
    client.defaults |= {"SERVER_NAME": "localhost", "HTTP_ACCEPT_LANGUAGE": "en"}
    token = team.invite(Role.HOST, pool.facility.organisation, by=None)
    sign_in(client, team.join(token, username="sevda", password="a-long-password-1", language="en"))
    return client


@pytest.fixture
def path(pool):
    return f"/work/beds/{pool.facility.public_id}/"


def typed(pool, **fields):
    numbers = {"capacity": "55", "occupied": "40", "out_of_service": "0", "family_places": "0"}
    return {"pool": pool.public_id, "seen": pool.version} | numbers | fields


def test_the_page_asks_for_a_count_and_offers_no_other_button(counter, path):
    page = counter.get(path)
    text = text_of(page)
    assert "Never counted." in text and "Write down the count" in text
    assert "Still correct" not in text and "Free:" not in text and 'name="more"' not in page.content.decode()


def test_nothing_is_confirmed_or_tapped_that_nobody_counted(counter, path, pool):
    for where, sent in (
        ("confirm/", {"seen": f"{pool.pk}:0"}),
        ("", {"pool": pool.public_id, "field": "capacity", "more": "1", "seen": "0"}),
    ):
        refused = counter.post(path + where, sent)
        assert refused.status_code == 409 and "Nobody has counted here yet" in text_of(refused)
    assert not BedCount.objects.exists()
    with pytest.raises(counting.NeverCounted):
        counting.confirm(pool.facility, by=BY, seen={pool.pk: 0})


def test_the_first_count_is_typed_once(counter, path, pool):
    sent = typed(pool, tap="k1")
    assert [counter.post(path + "first/", sent).status_code for _time in range(2)] == [302, 302]
    text = text_of(counter.get(path))
    assert "Free: 15" in text and "Counted just now." in text and "Still correct" in text
    assert BedCount.objects.count() == 1 and trail.verify() is None
    refused = counter.post(path + "first/", typed(pool, occupied="3"))
    assert refused.status_code == 409 and "Somebody counted in between" in text_of(refused)


@pytest.mark.parametrize("wrong", [{"capacity": ""}, {"occupied": "-1"}, {"family_places": "56"}, {"tap": "a b"}])
def test_what_cannot_be_is_refused_and_stays_typed(counter, path, pool, wrong):
    page = counter.post(path + "first/", typed(pool, **wrong))
    assert page.status_code == 400 and text_of(page).count("Never counted.") == 1
    assert "capacity" in wrong or 'value="55"' in page.content.decode()
    assert not BedCount.objects.exists()
    assert counter.post(path + "first/", typed(pool) | {"pool": "zzzzzz"}).status_code == 404


def test_one_pool_is_confirmed_while_the_other_waits_for_its_count(counter, path, pool):
    other = BedPool.objects.create(
        facility=pool.facility, name_az="Ailə", capacity=3, observed_at=timezone.now() - timedelta(hours=9)
    )
    page = counter.get(path).content.decode()
    assert f'value="{other.pk}:0"' in page and f'value="{pool.pk}:0"' not in page
    assert counter.post(path + "confirm/", {"seen": f"{other.pk}:0"}).status_code == 302
    assert counter.post(path + "confirm/", {"seen": [f"{other.pk}:1", f"{pool.pk}:0"]}).status_code == 409


def test_who_comes_goes_or_is_awaited_changes_the_number_and_never_the_age(pool):
    counted = timezone.now() - timedelta(hours=10)
    for looked in (counted, None):
        one = BedPool.objects.create(facility=make.facility(), name_az="Otaq", capacity=4, observed_at=looked)
        counting.move(one, 3, by=BY)
        counting.move(one, -1, by=BY)
        if looked:
            held = holds.hold(one, 1, until=None, by=BY)
            holds.release(held, by=BY)
            counting.move(one, 1, by=BY)
        one.refresh_from_db()
        assert (one.occupied, one.observed_at) == (3 if looked else 2, looked)
        assert set(one.counts.values_list("kind", "observed_at")) == {("moved", looked)}


def test_somebody_who_came_is_not_taken_back_as_a_slip(pool):
    counting.count(pool.facility, {pool.pk: counting.Numbers(4, 0, 1, 0)}, by=BY)
    with pytest.raises(counting.TooLate):
        counting.undo(counting.move(pool, 1, by=BY), by=BY)


def test_a_first_count_that_is_taken_back_leaves_it_uncounted(pool):
    counting.move(pool, 2, by=BY)
    counting.undo(*counting.count(pool.facility, {pool.pk: counting.Numbers(4, 0, 2, 0)}, by=BY), by=BY)
    pool.refresh_from_db()
    assert (pool.capacity, pool.occupied, pool.observed_at) == (0, 2, None)


def test_the_public_never_reads_full_of_what_nobody_counted(pool):
    counting.move(pool, 5, by=BY)
    known = availability.snapshot(timezone.now())[pool.facility.public_id]
    assert availability.availability(known, "1", ()) == "ask"
