"""The bed feed: a shelter's own system counts, once a message, and over nobody's head."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from shelters.api import bed_feed_tokens
from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.beds import counting, holds
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute
from shelters.models import BedCount, BedPool, FeedToken, Freeze, Receipt, TrailEntry
from tests.support.feed import House

pytestmark = pytest.mark.both

OTHER = CountedBy(CONSOLE, CountRoute.PAGE)


def test_what_is_counted_is_there_at_once(house):
    before = house.get()
    assert before.json()["observed_at"] is None and before.json()["pools"][0]["confirmed_at"] is None
    holds.hold(house.pool, 2, until=None, by=OTHER)
    message = house.message(ago=timedelta(minutes=7))
    answer = house.put(message, If_Match=before["ETag"])
    assert answer.status_code == 200 and answer["ETag"] not in ("", before["ETag"])
    assert answer["ETag"].startswith('"') and answer["ETag"] == house.get()["ETag"]
    state = answer.json()
    assert state == house.get().json()
    assert state["pools"] == [house.row() | {"held": 2, "free": 3, "confirmed_at": state["observed_at"]}]
    counted, entry = BedCount.objects.get(), TrailEntry.objects.last()
    assert counted.observed_at.isoformat() == message["observed_at"] and counted.way == "feed" and counted.by is None
    assert entry.payload.data["actor"] == f"feed {FeedToken.objects.get().pk}" and trail.verify() is None


def test_some_pools_or_all_and_the_oldest_moment_of_all(house):
    other = house.add("Ailə")
    assert house.put().json()["observed_at"] is None, "one was never counted"
    old = house.message(house.row(other), ago=timedelta(hours=1))
    state = house.put(old).json()
    assert state["observed_at"] == state["pools"][1]["confirmed_at"] < state["pools"][0]["confirmed_at"]
    wrong = house.message(house.row(occupied=9), house.row(other, occupied=1_001))
    assert house.put(wrong).status_code == 400 and house.occupied() == 4, "all or none"


def test_who_has_no_token_gets_nothing(house, client):
    revoked, frozen = house.token, bed_feed_tokens.make_token(house.facility, by=None)
    bed_feed_tokens.revoke_token(FeedToken.objects.latest("pk"), by=None)
    Freeze.objects.create(at=timezone.now(), thawed_at=timezone.now())
    ended = [f"Bearer {revoked}", f"Bearer {frozen}"]
    for said in (None, "", "Bearer", "Bearer ", "Bearer x", "Bearer é", "Basic x", *ended):
        for answer in (house.put(Authorization=said), client.get(house.path, headers={"Authorization": said or ""})):
            assert answer.status_code == 401 and answer["WWW-Authenticate"] == "Bearer"
            assert answer.json()["code"] == "unauthorized"
    assert not BedCount.objects.exists()
    house.token = bed_feed_tokens.make_token(house.facility, by=None)
    assert house.put(Authorization=f"bearer {house.token}").status_code == 200


def test_another_house_is_not_there(house, client):
    theirs = House(client)
    for path in (theirs.path, "/api/v1/beds/zzzzzz/"):
        house.path = path
        for answer in (house.get(), house.put(Idempotency_Key="1"), house.put(If_Match=None)):
            assert answer.status_code == 404 and answer.json()["code"] == "not_found"
    assert theirs.occupied() == 0 and not Receipt.objects.exists()


def test_who_sends_says_which_counts_they_saw(house):
    for nothing in (None, "", " "):
        answer = house.put(If_Match=nothing)
        assert answer.status_code == 428 and answer.json()["code"] == "precondition_required"
    seen = house.get()["ETag"]
    counting.step(house.pool, by=OTHER, occupied=3)
    for old in (seen, "x", '"', seen.strip('"')):
        answer = house.put(If_Match=old)
        assert answer.status_code == 412 and answer.json()["code"] == "lost_race"
    assert answer["ETag"] == house.get()["ETag"]
    assert {"detail": answer.json()["detail"], "code": "lost_race"} | house.get().json() == answer.json()
    assert house.occupied() == 3
    assert house.put(If_Match=f"{seen}, {answer['ETag']}").status_code == 200


def test_a_tag_that_was_weakened_on_the_way_still_stands_for_its_counts(house):
    for _more in range(3):
        house.add("Ailə")
    packed = house.get(**{"Accept-Encoding": "gzip"})
    assert packed["ETag"].startswith("W/")
    assert house.put(If_Match=packed["ETag"]).status_code == 200


def test_a_count_between_looking_and_writing_is_not_written_over(house, monkeypatch):
    other, read = house.add("Ailə"), counting.count

    def late(*args, **kwargs):
        monkeypatch.setattr(counting, "count", read)
        counting.step(other, by=OTHER, occupied=1)
        return read(*args, **kwargs)

    monkeypatch.setattr(counting, "count", late)
    answer = house.put(If_Match=house.get()["ETag"])
    assert answer.status_code == 412 and answer.json()["pools"][1]["occupied"] == 1 and house.occupied() == 0


def test_an_older_look_changes_nothing(house):
    other = house.add("Ailə")
    house.put()
    answer = house.put(house.message(ago=timedelta(minutes=1)))
    assert answer.status_code == 409 and answer.json()["code"] == "older"
    assert answer["ETag"] == house.get()["ETag"] and answer.json()["pools"] == house.get().json()["pools"]
    assert house.put(house.message(house.row(other), ago=timedelta(minutes=1))).status_code == 200
    again = {"observed_at": house.get().json()["pools"][0]["confirmed_at"], "pools": [house.row(occupied=5)]}
    assert house.put(again).status_code == 200, "the same moment is not older"


def test_a_replay_gets_the_first_reply_even_after_later_changes(house):
    message, key = house.message(), {"Idempotency_Key": "a key ~"}
    first = house.put(message, If_Match=house.get()["ETag"], **key)
    counting.step(house.pool, by=OTHER, occupied=2)
    for answer in (house.put(message, **key), house.put({}, If_Match=None, **key)):
        assert (answer.status_code, answer.json(), answer["ETag"]) == (200, first.json(), first["ETag"])
    assert house.occupied() == 6
    assert house.put(message, Idempotency_Key="another").status_code == 409


@pytest.mark.parametrize("wrong", [{"If_Match": None}, {"If_Match": '"old"'}, {"message": b"{"}, {"message": b"[]"}])
def test_a_replay_repeats_a_refusal_too(house, wrong):
    first = house.put(**wrong, Idempotency_Key="k")
    assert 400 <= first.status_code < 500
    again = house.put(Idempotency_Key="k")
    assert (again.status_code, again.json(), again.get("ETag")) == (first.status_code, first.json(), first.get("ETag"))
    assert house.put(Idempotency_Key="new").status_code == 200


def test_a_key_is_ones_own(house, client):
    house.put(Idempotency_Key="k")
    house.token = bed_feed_tokens.make_token(house.facility, by=None)
    assert house.put(house.message(house.row(occupied=7)), Idempotency_Key="k").json()["pools"][0]["occupied"] == 7


@pytest.mark.parametrize("key", ["", "k" * 201, "açar", "a\tb"])
def test_a_key_that_cannot_be(house, key):
    answer = house.put(Idempotency_Key=key)
    assert answer.status_code == 400 and list(answer.json()["fields"]) == ["Idempotency-Key"]
    assert not Receipt.objects.exists()


def test_ten_identical_messages_at_once_take_effect_once(real_transactions, client):
    """On PostgreSQL really at once; SQLite's test database has one connection."""
    house = House(client)
    message, tag = house.message(), house.get()["ETag"]

    def send(key):
        try:
            return house.put(message, client=Client(), If_Match=tag, Idempotency_Key=key)
        finally:
            if writers > 1:
                connection.close()

    writers = 10 if connection.vendor == "postgresql" else 1
    first, *others = [(one.status_code, one.json(), one["ETag"]) for one in crowd(writers, send, ["k"] * 10)]
    assert first[0] == 200 and others == [first] * 9
    assert BedCount.objects.count() == BedPool.objects.get().version == 1
    tag = house.get()["ETag"]
    message = house.message()
    without = sorted(one.status_code for one in crowd(writers, send, [None] * 10))
    assert without == [200] + [412] * 9 and BedCount.objects.count() == 2 and trail.verify() is None


def crowd(writers, work, turns):
    if writers == 1:
        return list(map(work, turns))
    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(work, turns))


def test_nothing_of_a_token_or_a_key_is_stored_but_a_hash(house):
    house.put(Idempotency_Key="a key of theirs")
    for model in (FeedToken, Receipt, TrailEntry):
        assert model.objects.exists()
        stored = str(list(model.objects.values()))
        assert house.token not in stored and "a key of theirs" not in stored


def test_the_docs_say_how(client, db):
    page = client.get("/api/v1/docs/").content.decode()
    for word in ("GET /api/v1/beds/{public_id}/", "PUT /api/v1/beds/{public_id}/", "Authorization: Bearer", "If-Match"):
        assert word in page
    assert "Idempotency-Key" in page and "pools[].out_of_service" in page and "ETag" in page
