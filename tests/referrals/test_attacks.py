"""What an attacker, a crash or plain bad luck could do to a request: each of these was wrong once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import ConsentMethod, DeclineReason, EnquiryStatus, ReferralState
from referrals.models import Consent, Enquiry, Message, Referral
from referrals.vault import contents, enquiries, sealing
from referrals.workflow import cases, placing, retention, stay, transitions
from referrals.workflow.placing import Client
from shelters.beds import counting
from shelters.beds.availability import next_hour
from shelters.codes.staff import CountRoute, Role
from shelters.models import Hold, TrailPayload
from tests.support import people
from tests.support.canaries import find_mark
from tests.support.referrals import CONTACT, HOST, QUESTION, asked, free, offered

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("ring")]
BY = counting.CountedBy(HOST, CountRoute.PAGE)


def later(**by):
    return time_machine.travel(timezone.now() + timedelta(**by))


def test_what_nobody_answered_is_gone_after_its_days_even_where_it_lapsed_earlier(pools):
    referral, code, _asks = asked(pools)
    with later(days=3):
        retention.purge()
        referral.refresh_from_db()
        assert referral.state == ReferralState.EXPIRED and contents.by_code(code) == referral
    with later(days=14, minutes=1):
        assert contents.by_code(code) is None and retention.purge() == 1


def test_what_lapsed_can_be_withdrawn(pools):
    referral, code, _asks = asked(pools)
    with later(days=3):
        retention.purge()
        cases.withdraw(referral.case, by=transitions.HER)
        assert contents.by_code(code) is None


def test_where_contents_are_kept_shorter_than_a_question_waits_they_still_go(pools, settings):
    settings.UNANSWERED_DAYS = 3
    referral, _code, _asks = asked(pools, soon="later")
    with later(days=3, minutes=1):
        assert retention.purge() == 1
        assert not Referral.objects.filter(pk=referral.pk).exists()


def test_what_is_due_opens_nothing_even_with_the_row_in_hand(pools):
    referral, _code, _asks = asked(pools)
    with later(days=14, minutes=1), pytest.raises(sealing.Unreadable):
        contents.get(referral, "question")


def test_erasing_leaves_no_row_of_the_case(pools):
    caseworker = people.person(Role.CASEWORKER, pools[0].facility.organisation)
    referral, _code = placing.ask(
        QUESTION, [pools[0].facility], once="c" * 24, client=Client(caseworker, pools[0].facility.organisation, "Nar")
    )
    offered(referral.enquiries.get(), pools[0])
    placing.choose(referral.enquiries.get(), by=transitions.HER)
    stay.leave_contact(referral, CONTACT, how=ConsentMethod.VOICE, by=transitions.HER)
    cases.withdraw(referral.case, by=transitions.HER)
    assert not any(model.objects.exists() for model in (Referral, Enquiry, Message, Consent, TrailPayload))
    with later(hours=6, minutes=1):
        retention.purge()
        assert not Hold.objects.exists(), "it went after the next snapshot"


def test_an_offer_can_be_chosen_as_long_as_it_is_offered(pools):
    _referral, _code, (one, _other) = asked(pools)
    with later(days=1, hours=23, minutes=50):
        offered(one, pools[0])
    with later(days=2, minutes=30):
        assert retention.purge() == 0 and free(pools[0]) == 0
        placing.choose(one, by=transitions.HER)


@pytest.mark.parametrize("move", ["set_out", "move_arrival"])
def test_who_is_late_wins_the_bed_again_while_it_is_free(pools, move):
    referral, _code, (one, _other) = asked(pools)
    offered(one, pools[0])
    placing.choose(one, by=transitions.HER)
    with later(days=3):
        assert free(pools[0]) == 2
        if move == "set_out":
            stay.set_out(referral, by=transitions.HER)
        else:
            stay.move_arrival(referral, timezone.now() + timedelta(hours=3), by=HOST)
        assert free(pools[0]) == 0
        stay.arrive(referral, by=HOST)
        assert free(pools[0]) == 0 and not Hold.objects.live(timezone.now()).exists()


def test_nothing_in_the_clear_tells_the_journey_to_a_chosen_house(pools):
    """The agreed arrival is sealed. A hold shows one of four hours of a day, at least three hours later."""
    referral, _code, (one, _other) = asked(pools)
    offered(one, pools[0])
    chosen = placing.choose(one, by=transitions.HER)
    proposed: Any = enquiries.arrival(chosen, contents.key_of(referral.case))
    for arrival in (proposed, timezone.now() + timedelta(hours=31)):
        stay.move_arrival(referral, arrival, by=HOST)
        until: Any = Hold.objects.get().until
        assert until == next_hour(until - timedelta(seconds=1)) and timedelta(hours=3) <= until - arrival
        assert until - arrival <= timedelta(hours=9)
        row = Enquiry.objects.filter(pk=one.pk).values().get()
        moments = {value for name, value in row.items() if isinstance(value, datetime)}
        assert not [at for at in moments if abs(at - arrival) < timedelta(minutes=1)]


def test_the_reason_of_a_no_stands_nowhere_in_the_clear(pools):
    _referral, _code, (one, _other) = asked(pools)
    placing.refuse(one, DeclineReason.GENDER_OR_ORIENTATION, by=HOST)
    assert find_mark("gender_or_orientation") == []


def test_nobody_is_sent_to_a_bed_in_which_somebody_sleeps(pools):
    _referral, _code, (one, _other) = asked(pools)
    offered(one, pools[0])
    counting.step(pools[0], by=BY, occupied=1)
    with pytest.raises(placing.Gone):
        placing.choose(one, by=transitions.HER)
    counting.step(pools[0], by=BY, occupied=-1)
    assert placing.choose(one, by=transitions.HER).status == EnquiryStatus.CHOSEN


def test_forms_without_a_key_are_strangers_to_each_other(pools):
    first, code, _asks = asked(pools, once="")
    other, other_code, _asks = asked(pools, once="")
    assert first != other and contents.by_code(code) == first and contents.by_code(other_code) == other


def test_a_place_ticked_twice_is_asked_once(pools):
    referral, _code, asks = asked([pools[0], pools[0]])
    assert len(asks) == 1 and referral.enquiries.count() == 1


@pytest.mark.parametrize("spoil", ["other place", "other side", "other message"])
def test_a_message_cannot_be_put_in_another_mouth(pools, spoil):
    referral, _code, (one, other) = asked(pools)
    message = placing.write(one, "Gəlirəm", from_house=False, by=transitions.HER)
    second = placing.write(one, "Yox", from_house=False, by=transitions.HER)
    if spoil == "other place":
        message.enquiry = other
    elif spoil == "other side":
        message.from_house = True
    else:
        message.body = second.body
    message.save()
    with pytest.raises(sealing.Unreadable):
        contents.text_of(Message.objects.get(pk=message.pk), contents.key_of(referral.case))
