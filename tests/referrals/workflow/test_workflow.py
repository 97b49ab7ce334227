"""A request from the question to the end, through its functions: what happens to beds, and what stays readable."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import ConsentMethod, DeclineReason, EndedBy, EnquiryStatus, ExitReason, ReferralState
from referrals.models import Consent, Enquiry, Message, Referral
from referrals.vault import contents, keyring, sealing
from referrals.workflow import cases, placing, retention, stay, transitions
from referrals.workflow.travel import offered_until
from shelters.audit import trail
from shelters.beds import counting, holds
from shelters.codes.staff import CountRoute
from shelters.hours.clock import BAKU
from shelters.models import Hold, TrailPayload
from tests.support.referrals import CONTACT, HOST, asked, free, offered

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("ring")]


def test_from_the_question_to_the_bed(pools):
    referral, code, (one, other) = asked(pools)
    assert len(code) == 16 and contents.by_code(f"{code[:4]} {code[4:]}") == referral
    offered(one, pools[0], words="Gəlin")
    offered(other, pools[1])
    assert (free(pools[0]), free(pools[1])) == (0, 0)
    placing.choose(one, by=transitions.HER)
    assert (free(pools[0]), free(pools[1])) == (0, 2), "the others are released at once"
    stay.set_out(referral, by=transitions.HER)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert free(pools[0]) == 0, "on the way, only a person ends it"
        stay.arrive(referral, by=HOST)
        pools[0].refresh_from_db()
        assert pools[0].occupied == 2 and free(pools[0]) == 0
        stay.leave(referral, ExitReason.MOVED_ON, EndedBy.SURVIVOR, by=HOST)
        referral.refresh_from_db()
        assert referral.state == ReferralState.LEFT and free(pools[0]) == 2 and trail.verify() is None


@pytest.mark.parametrize("hour, until", [(12, 33), (19, 33), (1, 9), (8, 10), (9, 33)])
def test_an_offer_is_kept_until_the_morning(hour, until):
    """And at least for the two hours in which she is told to look again. 33 is 9 o'clock of the next day."""
    midnight = datetime(2026, 11, 27, tzinfo=BAKU)
    assert offered_until(midnight + timedelta(hours=hour)) == midnight + timedelta(hours=until)


def test_an_offer_that_ran_out_must_be_won_again(pools):
    referral, _code, (one, _other) = asked(pools)
    offered(one, pools[0])
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        assert free(pools[0]) == 2
        held = holds.hold(pools[0], 1, until=None, by=counting.CountedBy(HOST, CountRoute.PAGE))
        with pytest.raises(placing.Gone):
            placing.choose(one, by=transitions.HER)
        referral.refresh_from_db()
        assert referral.state == ReferralState.OFFERED and free(pools[0]) == 1
        holds.release(held, by=counting.CountedBy(HOST, CountRoute.PAGE))
        placing.choose(one, by=transitions.HER)
        assert free(pools[0]) == 0


def test_a_no_needs_a_reason_and_all_of_them_end_it(pools):
    referral, _code, (one, other) = asked(pools)
    placing.refuse(one, DeclineReason.FULL, by=HOST)
    referral.refresh_from_db()
    assert referral.state == ReferralState.ASKED
    placing.refuse(other, DeclineReason.GENDER_OR_ORIENTATION, by=HOST)
    referral.refresh_from_db()
    assert referral.state == ReferralState.REFUSED
    with pytest.raises(transitions.Illegal):
        offered(one, pools[0])


def test_withdrawing_erases_and_frees(pools):
    referral, code, (one, _other) = asked(pools)
    offered(one, pools[0], words="Gəlin")
    cases.withdraw(referral.case, by=transitions.HER)
    assert contents.by_code(code) is None and free(pools[0]) == 2
    assert not any(model.objects.exists() for model in (Referral, Enquiry, Message, Consent))
    assert not Hold.objects.live(timezone.now()).exists() and not TrailPayload.objects.exists()
    assert trail.verify() is None


def test_what_is_due_is_shown_by_nothing_and_then_erased(pools):
    referral, code, _asks = asked(pools)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert contents.by_code(code) is None, "even if no cron runs"
        assert retention.purge() == 1 and retention.purge() == 0
        assert not Referral.objects.filter(pk=referral.pk).exists()
    assert trail.verify() is None


def test_rotation_keeps_all_readable_and_the_old_ring_opens_nothing_new(pools, ring, settings, tmp_path):
    import shutil

    referral, _code, _asks = asked(pools)
    old_dump = (referral.case.data_key, referral.case.wrapped_by)
    shutil.copytree(ring, tmp_path / "stolen")
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        retention.rotate()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        retention.rotate()
    referral.refresh_from_db()
    assert contents.get(referral, "question")["avoid"] == "Şəki"
    assert len(keyring.names()) == 1
    with pytest.raises(sealing.Unreadable):
        sealing.unwrap(referral.case.public_id, contents.owners(referral.case), *old_dump)
    settings.KEYRING = tmp_path / "stolen"
    with pytest.raises(sealing.Unreadable):
        contents.key_of(referral.case)


@pytest.mark.parametrize("spoil", ["altered", "moved", "other row", "other key"])
def test_what_was_tampered_with_does_not_open(pools, spoil):
    referral, _code, _asks = asked(pools)
    other, _code, _asks = asked(pools, once="b" * 24)
    if spoil == "altered":
        referral.question = referral.question[:-1] + bytes([referral.question[-1] ^ 1])
    elif spoil == "moved":
        referral.question, referral.contact = None, referral.question
    elif spoil == "other row":
        referral.question = other.question
    else:
        referral.case.data_key = other.case.data_key
    with pytest.raises(sealing.Unreadable):
        contents.get(referral, "contact" if spoil == "moved" else "question")


def test_sizes_tell_little_and_too_much_is_refused():
    ring_key = sealing.DataKey("abc234", ("", ""), b"k" * 32)
    sizes = {len(ring_key.seal("x" * length, "t", "c", 1)) for length in (0, 1, 100, 250)}
    assert len(sizes) == 1
    with pytest.raises(sealing.TooLong):
        ring_key.seal("x" * 5000, "t", "c", 1)


def test_sent_twice_it_is_asked_once(pools):
    first, code, _asks = asked(pools)
    again, same, _asks = asked(pools)
    assert (first, code) == (again, same) and Referral.objects.count() == 1


def test_a_contact_is_for_the_chosen_place(pools):
    referral, _code, (one, _other) = asked(pools)
    with pytest.raises(transitions.Illegal):
        stay.leave_contact(referral, CONTACT, how=ConsentMethod.SCREEN, by=transitions.HER)
    offered(one, pools[0])
    placing.choose(one, by=transitions.HER)
    stay.leave_contact(referral, CONTACT, how=ConsentMethod.SCREEN, by=transitions.HER)
    referral.refresh_from_db()
    assert contents.get(referral, "contact")["word"] == "Nar"
    assert referral.enquiries.get(status=EnquiryStatus.CHOSEN).pk == one.pk and Hold.objects.count() == 1
