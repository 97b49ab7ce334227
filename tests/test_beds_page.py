"""The page on which beds are counted, without JavaScript: taps, confirmations, undo, and two people at once."""

import pytest

from shelters import beds, team
from shelters.beds import By
from shelters.models import BedCount, BedPool, TrailEntry
from shelters.staff_codes import Role, Way
from shelters.trail import CONSOLE

from . import make
from .conftest import sign_in
from .test_pages import text_of

pytestmark = pytest.mark.django_db
OTHER = By(CONSOLE, Way.PHONE)


@pytest.fixture
def pool():
    return BedPool.objects.create(facility=make.facility(), name_az="Otaqlar", name_en="Rooms", capacity=5)


@pytest.fixture
def counter(client, pool):
    client.defaults |= {"SERVER_NAME": "localhost", "HTTP_ACCEPT_LANGUAGE": "en"}
    token = team.invite(Role.COUNTER, pool.facility.organisation, by=None)
    sign_in(client, team.join(token, username="sevda", password="a-long-password-1", language="en"), "totp")
    return client


@pytest.fixture
def path(pool):
    return f"/work/beds/{pool.facility.public_id}/"


def tap(counter, path, pool, **fields):
    return counter.post(path, {"pool": pool.public_id, "field": "occupied", "more": "1", "seen": pool.version} | fields)


def test_a_tap_counts_and_says_who_by_number(counter, path, pool):
    text = text_of(tap(counter, path, pool))
    assert "Free: 4" in text and "Take it back" in text and "in between" not in text
    entry = TrailEntry.objects.filter(what="beds.changed").get()
    assert entry.numbers["occupied"] == 1 and entry.actor.startswith("user ")


def test_two_at_once_the_later_one_sees_it_and_nothing_is_lost(counter, path, pool):
    beds.step(pool, by=OTHER, occupied=2)
    text = text_of(tap(counter, path, pool, seen=0))
    assert "Somebody else counted in Rooms in between" in text and "Free: 2" in text


def test_over_by_one_is_said(counter, path, pool):
    beds.step(pool, by=OTHER, occupied=5)
    assert "Over by 1" in text_of(tap(counter, path, pool))


def test_still_correct_only_of_what_was_seen(counter, path, pool):
    assert "Never counted." in text_of(counter.get(path))
    seen = f"{pool.pk}:0"
    assert counter.post(path + "confirm/", {"seen": seen}).status_code == 302
    assert "Counted 0" in text_of(counter.get(path)).replace("\xa0", " ")
    refused = counter.post(path + "confirm/", {"seen": seen})
    assert refused.status_code == 409 and "Somebody counted in between" in text_of(refused)
    assert BedCount.objects.count() == 1


def test_undo_for_a_minute(counter, path, pool):
    beds.step(pool, by=OTHER, occupied=1)
    tap(counter, path, pool)
    mine = BedCount.objects.first()
    assert counter.post(path + "undo/", {"count": mine.pk}).status_code == 302
    pool.refresh_from_db()
    assert pool.occupied == 1
    again = counter.post(path + "undo/", {"count": mine.pk})
    assert again.status_code == 409 and "cannot be taken back" in text_of(again)
    theirs = BedCount.objects.last()
    assert counter.post(path + "undo/", {"count": theirs.pk}).status_code == 409
    assert counter.post(path + "undo/", {"count": "x"}).status_code == 404


@pytest.mark.parametrize(
    "fields", [{"field": "version"}, {"more": "100"}, {"more": ""}, {"field": "occupied", "more": "-1"}]
)
def test_nonsense_is_refused_and_nothing_changes(counter, path, pool, fields):
    assert tap(counter, path, pool, **fields).status_code == 400
    assert not BedCount.objects.exists()


def test_what_nobody_sends_is_no_error_of_ours(counter, path, pool):
    assert counter.post(path + "confirm/", {"seen": "x:y"}).status_code == 400
    assert counter.post(path + "confirm/", {"seen": ["1", "2:3:4"]}).status_code == 400
    assert counter.post(path + "confirm/", {"seen": f"{10**30}:1"}).status_code == 400
    assert counter.post(path + "confirm/").status_code == 409
    assert counter.post(path + "undo/", {"count": "9" * 40}).status_code == 404
    assert counter.post(path, {"pool": "zzzzzz", "field": "occupied", "more": "1"}).status_code == 404
