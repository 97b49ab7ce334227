"""The page on which beds are counted, without JavaScript: taps, confirmations, undo, and two people at once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.utils import timezone

from shelters.audit.trail import CONSOLE
from shelters.beds import counting
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute, Role
from shelters.models import BedCount, BedPool, TrailEntry, TrailPayload
from shelters.staff import team
from tests.support import make
from tests.support.pages import text_of
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db
ROOMS = {"name_az": "Otaqlar", "name_en": "Rooms", "capacity": 5}
OTHER = CountedBy(CONSOLE, CountRoute.PHONE)


@pytest.fixture
def pool():
    return BedPool.objects.create(facility=make.facility(), **ROOMS, observed_at=timezone.now() - timedelta(hours=5))


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
    details = TrailPayload.objects.get(entry__what="beds.changed").data
    assert details["occupied"] == 1 and details["actor"].startswith("user ")


def test_two_at_once_the_later_one_sees_it_and_nothing_is_lost(counter, path, pool):
    counting.step(pool, by=OTHER, occupied=2)
    text = text_of(tap(counter, path, pool, seen=0))
    assert "Somebody else counted in Rooms in between" in text and "Free: 2" in text


def test_over_by_one_is_said(counter, path, pool):
    counting.step(pool, by=OTHER, occupied=5)
    assert "Over by 1" in text_of(tap(counter, path, pool))


def test_still_correct_only_of_what_was_seen(counter, path, pool):
    assert "Counted 5 hours ago." in text_of(counter.get(path))
    seen = f"{pool.pk}:0"
    assert counter.post(path + "confirm/", {"seen": seen}).status_code == 302
    assert "Counted just now." in text_of(counter.get(path))
    refused = counter.post(path + "confirm/", {"seen": seen})
    assert refused.status_code == 409 and "Somebody counted in between" in text_of(refused)
    assert BedCount.objects.count() == 1


def test_undo_for_a_minute(counter, path, pool):
    counting.step(pool, by=OTHER, occupied=1)
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
    for unknown in ("zzzzzz", "", "\0"):
        response = counter.post(path, {"pool": unknown, "field": "occupied", "more": "1"})
        assert response.status_code == 404 and "not counted here any more" in text_of(response)


def test_where_the_session_cannot_be_written_the_phone_keeps_its_tap(counter, path, pool, monkeypatch):
    """The database died behind the tap: a 4xx would tell the phone that it was refused."""

    def dies(*_args, **_options):
        raise UpdateError

    with monkeypatch.context() as broken:
        broken.setattr("django.contrib.sessions.backends.db.SessionStore.save", dies)
        assert tap(counter, path, pool, tap="k1").status_code == 500
    assert tap(counter, path, pool, tap="k1").status_code == 200
    assert BedCount.objects.count() == 1


@pytest.mark.both
def test_a_tap_sent_again_counts_once_and_gets_the_same_answer(counter, path, pool):
    counting.step(pool, by=OTHER, occupied=1)
    pages = [text_of(tap(counter, path, pool, tap="k1", seen=0)) for _time in range(3)]
    assert pages[0] == pages[1] == pages[2] and "in between" in pages[0] and "Take it back" in pages[0]
    assert "Free: 2" in text_of(tap(counter, path, pool, tap="k2", seen=2))
    assert BedCount.objects.count() == 3


def test_what_was_refused_can_be_sent_again(counter, path, pool):
    assert tap(counter, path, pool, more="-1", tap="k1").status_code == 400
    counting.step(pool, by=OTHER, occupied=1)
    assert tap(counter, path, pool, more="-1", tap="k1").status_code == 200


def test_still_correct_and_take_it_back_sent_again_are_no_lost_race(counter, path, pool):
    sent = {"seen": f"{pool.pk}:0", "tap": "k1", "ago": "60"}
    assert [counter.post(path + "confirm/", sent).status_code for _time in range(2)] == [302, 302]
    assert BedCount.objects.get().observed_at < timezone.now() - timedelta(seconds=59)
    mine = tap(counter, path, pool, seen=1).context["undo"]
    sent = {"count": mine.pk, "tap": "k2"}
    assert [counter.post(path + "undo/", sent).status_code for _time in range(2)] == [302, 302]
    assert BedCount.objects.count() == 3


def test_a_late_tap_was_seen_when_it_was_tapped(counter, path, pool):
    tap(counter, path, pool, ago="600")
    pool.refresh_from_db()
    assert timedelta(seconds=599) < timezone.now() - pool.observed_at < timedelta(seconds=660)


def test_a_late_tap_makes_nothing_older_that_somebody_looked_at_since(counter, path, pool):
    counting.step(pool, by=OTHER, occupied=1)
    pool.refresh_from_db()
    newest = pool.observed_at
    late = tap(counter, path, pool, ago="600").context["undo"]
    pool.refresh_from_db()
    assert pool.observed_at == late.observed_at == newest and pool.occupied == 2


@pytest.mark.parametrize("where", ["", "confirm/", "undo/"])
@pytest.mark.parametrize(
    "wrong", [{"tap": "a b"}, {"tap": "x" * 65}, {"tap": "ə"}, {"ago": "-1"}, {"ago": "86401"}, {"ago": "x"}]
)
def test_a_key_or_an_age_that_cannot_be_is_refused(counter, path, pool, where, wrong):
    counting.step(pool, by=OTHER, occupied=1)
    sent = {"pool": pool.public_id, "field": "occupied", "more": "1", "count": BedCount.objects.get().pk} | wrong
    assert counter.post(path + where, sent).status_code == 400
    assert BedCount.objects.count() == 1


def test_why_beds_are_out_of_service(counter, path, pool):
    why = {"field": "reason", "more": "", "reason": "repair"}
    refused = tap(counter, path, pool, **why)
    assert refused.status_code == 400 and "No bed is out of service." in text_of(refused)
    tap(counter, path, pool, field="out_of_service")
    assert "<small>repair</small>" in tap(counter, path, pool, **why).content.decode()
    assert TrailPayload.objects.get(entry__what="beds.reason").data["reason"] == "repair"
    assert tap(counter, path, pool, **why | {"reason": "ghosts"}).status_code == 400
    pool.refresh_from_db()
    assert pool.reason == "repair"
    tap(counter, path, pool, field="out_of_service", more="-1")
    pool.refresh_from_db()
    assert pool.reason == ""


def test_a_reason_can_be_taken_away(counter, path, pool):
    tap(counter, path, pool, field="out_of_service")
    for reason in ("illness", ""):
        assert tap(counter, path, pool, field="reason", more="", reason=reason).status_code == 200
    pool.refresh_from_db()
    assert pool.reason == "" and TrailEntry.objects.filter(what="beds.reason").count() == 2
