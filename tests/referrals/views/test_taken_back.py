"""What a house sees at a glance, takes back, and does after a no; and whom it asks after somebody who did not come."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import DeclineReason
from referrals.models import Message, WaitingCount
from referrals.vault import contents
from referrals.workflow import cases, placing, stay, transitions
from referrals.workflow.transitions import Illegal
from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.beds import counting, holds
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute, Role
from shelters.models import BedPool, Hold, Organisation
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, free

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
BY = CountedBy(CONSOLE, CountRoute.CONSOLE)


@pytest.fixture
def pool():
    house = make.facility(name_en="Nar house")
    counted = timezone.now() - timedelta(hours=10)
    return BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=2, observed_at=counted)


@pytest.fixture
def host(pool):
    return people.signed_in(people.person(Role.HOST, pool.facility.organisation, "host"))


@pytest.fixture
def one(pool, sevda, ngo):
    client = placing.Client(sevda.user, ngo, "Qaranquş")
    return placing.ask(QUESTION, [pool.facility], once="a" * 24, client=client)[0].enquiries.get()


@pytest.fixture
def chosen(one, pool):
    placing.offer(one, pool, 2, until=None, arrival=None, words="", by=CONSOLE)
    return placing.choose(one, by=transitions.HER)


def path(one, move=""):
    return f"/work/questions/{one.public_id}/" + (f"{move}/" if move else "")


def state(one):
    one.referral.refresh_from_db()
    return one.referral.state


def test_the_list_says_when_how_many_and_until_when(host, one):
    text = text_of(host.get("/work/questions/"))
    assert "Today or tonight: 1 adult, 1 child of 0–2 years" in text and "Waits until" in text
    assert "Şəki" not in text and "Zagatala" not in text and "woman with children" not in text


@pytest.mark.both
def test_arrived_is_taken_back_and_the_bed_is_held_again(host, chosen, pool):
    host.post(path(chosen, "arrive"))
    assert (state(chosen), free(pool), pool.counts.first().kind) == ("arrived", 0, "moved")
    assert host.post(path(chosen, "await_again")).status_code == 302
    pool.refresh_from_db()
    assert (state(chosen), free(pool), pool.occupied) == ("on_the_way", 0, 0)
    assert chosen.referral.arrived_at is None and Hold.objects.live(timezone.now()).count() == 1
    assert timezone.now() - pool.observed_at > timedelta(hours=9), "nobody counted"
    host.post(path(chosen, "arrive"))
    pool.refresh_from_db()
    assert (state(chosen), pool.occupied) == ("arrived", 2) and trail.verify() is None


@pytest.mark.both
@pytest.mark.parametrize("room", [True, False])
def test_she_came_after_all(host, chosen, pool, room):
    host.post(path(chosen, "not_arrive"))
    assert free(pool) == 2 and "Came after all" in text_of(host.get(path(chosen)))
    assert "Did not arrive" in text_of(host.get("/work/questions/"))
    if not room:
        holds.hold(pool, 1, until=None, by=BY)
        assert host.post(path(chosen, "await_again")).status_code == 409
    assert host.post(path(chosen, "arrive")).status_code == 302
    assert (state(chosen), free(pool)) == ("arrived", 0 if room else -1), "the truth is always recorded"


def test_it_is_taken_back_for_a_day(host, chosen):
    host.post(path(chosen, "not_arrive"))
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        people.sign_in(host, host.user)
        assert host.get(path(chosen)).status_code == 404
        for late in (stay.arrive, stay.await_again):
            with pytest.raises(Illegal):
                late(chosen.referral, by=CONSOLE)


def test_a_house_asks_the_caseworker_and_nobody_rings_her(host, chosen, sevda, mailoutbox):
    text = text_of(host.get(path(chosen)))
    assert "Ask their caseworker first. Do not ring them" in text
    assert host.post(path(chosen, "ask_after")).status_code == 302
    said = contents.text_of(Message.objects.get(), contents.key_of(chosen.referral.case))
    assert said.startswith("They have not come yet.") and state(chosen) == "chosen"
    assert "A centre wrote." in text_of(sevda.get("/work/requests/"))


def test_without_a_caseworker_nobody_is_asked(pool, host):
    referral, _code = placing.ask(QUESTION, [pool.facility], once="b" * 24)
    alone = referral.enquiries.get()
    placing.offer(alone, pool, 2, until=None, arrival=None, words="", by=CONSOLE)
    placing.choose(alone, by=transitions.HER)
    text = text_of(host.get(path(alone)))
    assert "They asked without a caseworker." in text and "Ask the caseworker" not in text
    assert host.post(path(alone, "ask_after")).status_code == 409 and not Message.objects.exists()


def test_above_every_answer_stands_who_may_be_asking(host, one, pool):
    warning = "Whoever asks may be the person they fled."
    assert warning in text_of(host.get(path(one)))
    placing.offer(one, pool, 2, until=None, arrival=None, words="", by=CONSOLE)
    placing.choose(one, by=transitions.HER)
    assert warning in text_of(host.get(path(one)))


def test_after_a_no_the_house_reads_whom_they_could_ring(host, one, pool):
    stranger = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    make.facility(name_en="Next house", organisation=stranger, phones=[{"number": "+994125550199"}])
    make.facility(name_en="Own house", phones=[{"number": "+994125550198"}])
    assert host.get(path(one, "next")).status_code == 404, "it has not said no"
    answer = host.post(path(one, "refuse"), {"reason": DeclineReason.FULL})
    assert answer.headers["Location"] == path(one, "next")
    page = host.get(path(one, "next"))
    assert "Next house" in text_of(page) and "Own house" not in text_of(page)
    assert 'href="tel:+994125550199"' in page.content.decode()
    cases.withdraw(one.referral.case, by=transitions.HER)
    assert host.get(path(one, "next")).status_code == 404 and WaitingCount.objects.count() == 1


def test_a_count_is_not_made_younger_by_who_comes_and_goes(chosen, pool):
    counted = pool.observed_at
    stay.arrive(chosen.referral, by=CONSOLE)
    pool.refresh_from_db()
    assert pool.observed_at == counted and counting.rooms(pool.facility)[0].free == 0


@pytest.mark.both
@pytest.mark.parametrize("taken", [False, True])
def test_two_offers_hold_beds_and_a_later_one_says_yes_without(post, taken):
    houses = [make.facility(name_en=f"House {number}", takes_questions=True) for number in range(3)]
    pools = [BedPool.objects.create(facility=house, name_az="Otaq", capacity=2) for house in houses]
    referral, code = placing.ask(QUESTION, houses, once="c" * 24)
    asks = list(referral.enquiries.order_by("pk"))
    for ask, pool in zip(asks, pools, strict=True):
        placing.offer(ask, pool, 2, until=None, arrival=None, words="", by=CONSOLE)
    assert [free(pool) for pool in pools] == [0, 0, 2] and Hold.objects.count() == 2
    page = text_of(post("/en/answer/", code=code))
    assert page.count("The place is kept for you until") == 2 and page.count("as soon as you choose it") == 1
    if taken:
        counting.move(pools[2], 1, by=BY)
        with pytest.raises(placing.Gone):
            placing.choose(asks[2], by=transitions.HER)
        return
    placing.choose(asks[2], by=transitions.HER)
    assert [free(pool) for pool in pools] == [2, 2, 0]


def test_nobody_says_yes_without_a_bed(pool):
    """A later yes needs room as well, or she would choose what is not there."""
    houses = [make.facility() for _number in range(2)]
    pools = [BedPool.objects.create(facility=house, name_az="Otaq", capacity=2) for house in houses]
    referral, _code = placing.ask(QUESTION, [*houses, pool.facility], once="d" * 24)
    asks = list(referral.enquiries.order_by("pk"))
    for ask, room in zip(asks[:2], pools, strict=True):
        placing.offer(ask, room, 2, until=None, arrival=None, words="", by=CONSOLE)
    with pytest.raises(holds.NoRoom):
        placing.offer(asks[2], pool, 3, until=None, arrival=None, words="", by=CONSOLE)
