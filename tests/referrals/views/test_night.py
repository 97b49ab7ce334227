"""The night at a house: a page that says when something waits and no more, the door, and that nobody is to be sent."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from referrals.workflow import placing
from shelters.approvals import freeze
from shelters.beds import availability, snapshots
from shelters.codes.staff import FreezeScope, Role
from shelters.hours.clock import BAKU
from shelters.models import BedPool, NightWatch, Organisation, Session, WalkIn
from shelters.night import walk_ins
from shelters.staff import expired, team
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, free
from tests.support.story import key_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
EVENING = datetime(2026, 5, 12, 21, tzinfo=BAKU)


@pytest.fixture
def house():
    return make.facility(name_en="Nar house", takes_questions=True, public_rooms=True)


@pytest.fixture
def pool(house):
    return BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=3, observed_at=timezone.now())


@pytest.fixture
def host(house):
    return people.signed_in(people.person(Role.HOST, house.organisation, "host"))


def open_watch(host):
    """The address of a new page, and somebody who has it and nothing else."""
    answer = host.post("/work/night/begin/")
    assert answer.status_code == 302
    return answer.headers["Location"], Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")


def test_the_page_learns_how_many_wait_and_opens_nothing(host, house):
    path, page = open_watch(host)
    assert "Nothing waits" in text_of(page.get(path))
    placing.ask(QUESTION, [house], once="a" * 24)
    shown = page.get(path)
    text = text_of(shown)
    assert "Something waits for you" in text and "1 question" in text
    assert "<title>(1) " in shown.content.decode() and 'http-equiv="refresh" content="60"' in shown.content.decode()
    assert "adult" not in text and "Nar" not in text and not shown.cookies
    assert page.get("/work/questions/").status_code == 302


def test_refreshing_prolongs_no_session(host):
    with time_machine.travel(EVENING, tick=False) as clock:
        people.sign_in(host, host.user)
        path, _page = open_watch(host)
        before = list(Session.objects.values())
        clock.move_to(EVENING + timedelta(minutes=20))
        assert host.get(path).status_code == 200
        assert list(Session.objects.values()) == before
        clock.move_to(EVENING + timedelta(minutes=40))
        assert host.get(path).status_code == 200
        assert host.get("/work/questions/").status_code == 302, "signed out, and the page goes on"


@pytest.mark.parametrize("begins, ends", [(EVENING, 12), (EVENING.replace(hour=8), 4), (EVENING.replace(hour=12), 12)])
def test_it_ends_after_twelve_hours_or_at_noon(host, begins, ends):
    with time_machine.travel(begins, tick=False) as clock:
        people.sign_in(host, host.user)
        path, page = open_watch(host)
        clock.move_to(begins + timedelta(hours=ends, seconds=-1))
        assert page.get(path).status_code == 200
        clock.move_to(begins + timedelta(hours=ends))
        over = page.get(path)
        assert over.status_code == 410 and "does not watch any more" in text_of(over)
        assert "refresh" not in over.content.decode()
        expired.erase(timezone.now())
        assert not NightWatch.objects.exists()


@pytest.mark.parametrize("how", ["freeze", "signed out", "left", "begun anew", "no such"])
def test_it_ends_with_whatever_ends_a_session(host, how):
    path, page = open_watch(host)
    if how == "freeze":
        freeze.freeze(FreezeScope.EVERYTHING, by=None)
    elif how == "signed out":
        team.sign_out_everywhere(host.user)
    elif how == "left":
        team.leave(host.user, by=None)
    elif how == "begun anew":
        open_watch(host)
    else:
        path = path.replace("watch/", "watch/x")
    assert page.get(path).status_code == 410


def test_who_comes_to_the_door_is_written_down_in_two_taps(host, pool):
    sent = {"pool": pool.public_id, "people": "2", "until": "8"}
    assert host.post("/work/night/come/", sent).status_code == 302
    counted = pool.observed_at
    pool.refresh_from_db()
    one = WalkIn.objects.get()
    assert (pool.occupied, free(pool), pool.observed_at) == (2, 1, counted) and one.until.astimezone(BAKU).hour == 8
    assert "2 people" in text_of(host.get("/work/night/"))
    host.post(f"/work/night/{one.pk}/gone/")
    assert host.post(f"/work/night/{one.pk}/gone/").status_code == 404
    assert free(pool) == 3 and not WalkIn.objects.exists()
    host.post("/work/night/come/", sent | {"until": "", "people": "6"})
    assert free(pool) == -3, "the truth is always recorded"
    host.post(f"/work/night/{WalkIn.objects.get().pk}/gone/", {"stays": "1"})
    assert free(pool) == -3 and not WalkIn.objects.exists()


@pytest.mark.parametrize("wrong", [{"people": "0"}, {"people": ""}, {"until": "25"}, {"pool": ""}])
def test_what_cannot_be_is_refused_at_the_door(host, pool, wrong):
    sent = {"pool": pool.public_id, "people": "2", "until": "8"} | wrong
    assert host.post("/work/night/come/", sent).status_code == 400 and free(pool) == 3


def test_nobody_writes_down_who_came_to_another_house(host):
    stranger = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    other = people.signed_in(people.person(Role.HOST, make.facility(organisation=stranger).organisation))
    pool = BedPool.objects.create(facility=host.user.organisation.facilities.get(), name_az="Otaqlar", capacity=3)
    assert other.post("/work/night/come/", {"pool": pool.public_id, "people": "2"}).status_code == 404
    nobody = {"facility": pool.facility.public_id, "stopped": "1"}
    assert other.post("/work/night/nobody/", nobody).status_code == 404
    one = walk_ins.WalkIn.objects.create(pool=pool, people=1, came_at=timezone.now())
    assert other.post(f"/work/night/{one.pk}/gone/").status_code == 404


def test_rows_of_the_door_go_after_two_days(pool):
    one = WalkIn.objects.create(pool=pool, people=1, came_at=timezone.now() - timedelta(hours=47))
    walk_ins.forget(timezone.now())
    assert WalkIn.objects.filter(pk=one.pk).exists()
    walk_ins.forget(timezone.now() + timedelta(hours=1, minutes=1))
    assert not WalkIn.objects.exists()


def test_nobody_is_sent_caseworkers_read_it_at_once_and_the_public_at_the_next_hour(host, house, pool, sevda):
    at = timezone.now()
    pool.counts.create(at=at, observed_at=at, version=1, capacity=3, kind="changed", way="page").bind()
    sent = {"facility": house.public_id, "stopped": "1"}
    hour = availability.next_hour(at)
    first = dict(snapshots.take(at))
    assert host.post("/work/night/nobody/", sent).status_code == 302
    assert "Do not send anybody there until" in text_of(sevda.post("/work/near/", {"place": house.place.name}))
    assert dict(snapshots.take(timezone.now())) == first, "nothing changes before the hour"
    known = availability.snapshot(hour)[house.public_id]
    assert availability.availability(known, "1", ()) == "ask"
    assert host.post("/work/night/nobody/", sent | {"stopped": "0"}).status_code == 302
    assert "Do not send" not in text_of(sevda.post("/work/near/", {"place": house.place.name}))
    assert availability.availability(availability.snapshot(hour)[house.public_id], "1", ()) == "likely"


def test_who_came_counts_once_however_often_the_form_is_sent(host, pool):
    page = host.get("/work/night/").content.decode()
    sent = {"pool": pool.public_id, "people": "2", "until": "8", "once": key_in(page)}
    for _time in range(2):
        assert host.post("/work/night/come/", sent).status_code == 302
    assert free(pool) == 1 and WalkIn.objects.count() == 1
    again = sent | {"once": key_in(host.get("/work/night/").content.decode())}
    assert host.post("/work/night/come/", again).status_code == 302
    assert free(pool) == -1, "the next to come are counted"
