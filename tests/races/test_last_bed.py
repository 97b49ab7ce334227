"""The last bed: whoever is first has it, all others are told so. On PostgreSQL 8 writers at once, on SQLite one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from referrals.codes import Channel, Danger, EnquiryStatus, StatisticalGroup
from referrals.models import Consent, Enquiry, Referral
from referrals.workflow import calls, needs, placing, transitions
from shelters.audit import trail
from shelters.beds import counting
from shelters.beds.holds import NoRoom
from shelters.codes.staff import Role
from shelters.models import BedPool, Hold
from tests.support import make, people
from tests.support.referrals import HOST, QUESTION
from tests.support.soak import TIMES

pytestmark = [pytest.mark.both, pytest.mark.usefixtures("ring"), pytest.mark.long]
ROUNDS, ASKED = 6 * TIMES, 40


@pytest.fixture
def pool(real_transactions):
    return BedPool.objects.create(facility=make.facility(), name_az="Otaq", capacity=1)


def at_once(act, over):
    """What each of them gave: the name of what was raised, else what came back."""
    writers = 8 if connection.vendor == "postgresql" else 1

    def one(what):
        try:
            return act(what)
        except (NoRoom, placing.Gone, transitions.Illegal) as error:
            return type(error).__name__
        finally:
            if writers > 1:
                connection.close()

    if writers == 1:
        return [one(what) for what in over]
    with ThreadPoolExecutor(writers) as crowd:
        return list(crowd.map(one, over))


def offer(one):
    return placing.offer(one, one.facility.pools.get(), 1, until=None, arrival=None, words="", by=HOST).status


def questions(pool, number=ASKED):
    """So many people ask the one house."""
    for nth in range(number):
        placing.ask(QUESTION, [pool.facility], once=f"{nth}".zfill(24))
    return list(Enquiry.objects.select_related("referral", "facility"))


def everybody_answered(answers, won, lost):
    assert sorted(set(map(str, answers))) == sorted({won, lost})
    assert answers.count(won) == 1 and answers.count(lost) == len(answers) - 1


def test_forty_offers_of_one_bed_make_one_hold(pool):
    asks = questions(pool)
    for _round in range(ROUNDS):
        everybody_answered(at_once(offer, asks), "offered", "NoRoom")
        live = Hold.objects.live(timezone.now())
        assert live.count() == 1 and counting.rooms(pool.facility)[0].free == 0
        live.update(ended_at=timezone.now())
    assert trail.verify() is None


def test_forty_answers_from_the_site_and_the_telephone_make_one_hold(pool):
    asks = questions(pool, ASKED // 2)
    workers = [people.person(Role.CASEWORKER, pool.facility.organisation, f"worker-{nth}") for nth in range(4)]
    for nth in range(ASKED // 2):
        client = placing.Client(workers[nth % 4], pool.facility.organisation, "Nar")
        group, danger = StatisticalGroup.WOMEN, Danger.NOT_NOW
        needs.open_case(client, ["emergency_shelter"], group=group, danger=danger, safe=None, by=HOST)
    told = list(Referral.objects.exclude(case__caseworker=None).select_related("case__caseworker"))
    both = [one for pair in zip(asks, told, strict=True) for one in pair]
    yes = calls.PlaceAnswer(EnquiryStatus.OFFERED, pool=pool, beds=1)

    def answer(one):
        if isinstance(one, Enquiry):
            return offer(one)
        return calls.log(one, pool.facility, Channel.PHONE, yes, caseworker=one.case.caseworker, by=HOST).status

    for _round in range(ROUNDS // 3):
        everybody_answered(at_once(answer, both), "offered", "NoRoom")
        live = Hold.objects.live(timezone.now())
        assert live.count() == 1 and counting.rooms(pool.facility)[0].free == 0
        live.update(ended_at=timezone.now())
    assert trail.verify() is None


def test_of_expired_offers_that_are_chosen_at_once_one_wins(pool):
    asks, moment = questions(pool, 8), timezone.now()
    for round_ in range(ROUNDS):
        with time_machine.travel(moment + timedelta(minutes=round_ * 10)) as clock:
            Enquiry.objects.update(hold=None, status="waiting", offered_until=None)
            Referral.objects.update(state="asked")
            Hold.objects.all().update(ended_at=timezone.now() - timedelta(seconds=1))
            for one in asks:
                soon = timezone.now() + timedelta(seconds=30)
                placing.offer(one, pool, 1, until=soon, arrival=None, words="", by=HOST)
                clock.shift(timedelta(seconds=31))
            answers = at_once(lambda one: placing.choose(one, by=transitions.HER).status, asks)
            everybody_answered(answers, "chosen", "Gone")
            assert Hold.objects.live(timezone.now()).count() == 1
    assert trail.verify() is None


def test_the_same_form_sent_ten_times_at_once_is_one_request_and_ten_equal_codes(pool):
    for nth in range(ROUNDS):
        replies = at_once(lambda once: placing.ask(QUESTION, [pool.facility], once=once), [f"form {nth}"] * 10)
        assert len(set(replies)) == 1
    assert Referral.objects.count() == Enquiry.objects.count() == Consent.objects.count() == ROUNDS
    assert trail.verify() is None


def test_one_request_takes_one_place_whoever_taps_at_once(pool):
    """She taps on two offers, and both houses renew theirs: one is chosen, and nothing is held for nobody."""
    other = BedPool.objects.create(facility=make.facility(), name_az="Otaq", capacity=1)
    for nth in range(ROUNDS):
        referral, _code = placing.ask(QUESTION, [pool.facility, other.facility], once=f"{nth}")
        asks = list(referral.enquiries.select_related("referral", "facility"))
        for one in asks:
            offer(one)
        taps = [*asks, *asks, *asks, *asks]
        answers = at_once(
            lambda tap: placing.choose(tap[1], by=transitions.HER).status if tap[0] % 4 > 1 else offer(tap[1]),
            list(enumerate(taps)),
        )
        assert answers.count("chosen") == 1 and set(answers) <= {"chosen", "offered", "Illegal"}
        live = Hold.objects.live(timezone.now())
        assert live.count() == 1 and live.get().enquiry.status == "chosen"
        live.update(ended_at=timezone.now())
    assert trail.verify() is None
