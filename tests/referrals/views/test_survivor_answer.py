"""The answers, by the code alone: what is told, what is never told, and each thing that she may do."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import ConsentPurpose, DeclineReason, EndedBy, ExitReason, ReferralState
from referrals.models import Consent, Message, Referral
from referrals.vault import contents, keyring
from referrals.workflow import placing, stay
from shelters.beds import counting
from shelters.codes.staff import CountRoute
from shelters.models import Hold, Place
from tests.support import make
from tests.support.pages import text_of
from tests.support.referrals import HOST, code_of, filled, free, key, offered, two_pools

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
BY = counting.CountedBy(HOST, CountRoute.PAGE)
CONTACT = {"do": "contact", "way": "voice", "reach": "050 000 00 00", "word": "Nar", "yes": "yes"}


@pytest.fixture
def pools():
    town = Place.objects.get(name_az="Gəncə")
    phones = [{"number": "+994 12 345 67 89"}]
    houses = [
        make.facility(town, name_en=name, takes_questions=True, phones=phones)
        for name in ("First house", "Second house")
    ]
    return two_pools(*houses)


@pytest.fixture
def code(post, pools):
    return code_of(post("/en/ask/", **filled(*(pool.facility for pool in pools))))


@pytest.fixture
def one(code, pools):
    return pools[0].facility.enquiries.get()


@pytest.fixture
def tell(post, code):
    """POST the code, and what is done with it."""
    return lambda **fields: post("/en/answer/", **{"code": code} | fields)


@pytest.fixture
def chosen(tell, one, pools):
    offered(one, pools[0])
    assert tell(do="choose", ask=one.public_id).status_code == 200
    return one.referral


def state():
    return Referral.objects.get().state


def test_no_answer_yet(tell, code):
    text = text_of(tell(code=f"{code[:4]}-{code[4:8]} {code[8:]}"))
    assert "Nobody has offered a place yet. They can answer until" in text and text.count("No answer yet.") == 2


def test_an_offer_a_question_and_a_no_in_kind_words(tell, one, pools):
    with time_machine.travel(timezone.now().replace(hour=6, minute=0)):
        offered(one, pools[0], words="Gələ bilərsiniz")
        placing.refuse(pools[1].facility.enquiries.get(), DeclineReason.GENDER_OR_ORIENTATION, by=HOST)
        text = text_of(tell())
    assert (
        "1 place can take you." in text and "kept for you until tomorrow, 09:00" in text and "Gələ bilərsiniz" in text
    )
    assert "That says something about them, not about you." in text and "refused" not in text


def test_choosing_holds_one_and_frees_the_others(tell, one, pools):
    offered(one, pools[0])
    offered(pools[1].facility.enquiries.get(), pools[1])
    text = text_of(tell(do="choose", ask=one.public_id))
    assert "You have chosen." in text and "First house" in text and "Second house" not in text
    assert (free(pools[0]), free(pools[1])) == (0, 2)
    assert text.count("345 67 89") == 1 and "They tell you the way and the time by voice, after the word." in text
    assert tell(do="choose", ask=one.public_id).status_code == 409


def test_an_offer_that_ran_out_may_be_won_again_or_is_gone(tell, one, pools):
    offered(one, pools[0])
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        assert "It is not kept any more, but it may still be free." in text_of(tell())
        counting.step(pools[0], by=BY, occupied=1)
        gone = tell(do="choose", ask=one.public_id)
        assert gone.status_code == 409 and "Somebody else has that place now." in text_of(gone)
        counting.step(pools[0], by=BY, occupied=-1)
        assert tell(do="choose", ask=one.public_id).status_code == 200 and state() == ReferralState.CHOSEN


def test_replies_are_sealed_and_the_same_twice_is_one(tell, one):
    placing.write(one, "Neçə nəfər?", from_house=True, by=HOST)
    for _twice in range(2):
        assert "Üç nəfər" in text_of(tell(do="reply", ask=one.public_id, text="Üç nəfər"))
    mine = Message.objects.get(from_house=False)
    assert "Üç nəfər".encode() not in bytes(mine.body)


@pytest.mark.parametrize("text", ["", "x" * 1001, "\x01" * 1000, "\0"])
def test_a_reply_that_cannot_be_sent_is_kept(tell, one, text):
    response = tell(do="reply", ask=one.public_id, text=text)
    assert response.status_code == 400 and not Message.objects.exists()
    assert "x" not in text or text in response.content.decode()


@pytest.mark.parametrize("fields", [{"do": "choose"}, {"do": "reply", "text": "?"}])
def test_somebody_elses_place_is_none_of_hers(tell, post, pools, fields):
    post("/en/ask/", **filled(pools[0].facility, once=key("t")))
    foreign = Referral.objects.first().enquiries.get()
    for ask in (foreign.public_id, "zzzzzz", "", "\0"):
        assert tell(ask=ask, **fields).status_code == 409
    assert not Message.objects.exists()


def test_a_contact_only_after_choosing_and_only_to_that_place(tell, one, pools):
    assert tell(**CONTACT).status_code == 409
    offered(one, pools[0])
    assert "How they can reach you" not in text_of(tell())
    tell(do="choose", ask=one.public_id)
    response = tell(**CONTACT)
    assert response.status_code == 200 and "050" not in text_of(response), "whoever finds the code must not read it"
    kept = contents.get(Referral.objects.get(), "contact")
    assert kept == {"way": "voice", "reach": "050 000 00 00", "hours": "", "word": "Nar", "others": ""}
    consent = Consent.objects.get(what=ConsentPurpose.CONTACT)
    assert consent.facility == one.facility and consent.withdrawn_at is None
    tell(do="forget")
    consent.refresh_from_db()
    assert Referral.objects.get().contact is None and consent.withdrawn_at is not None


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"yes": ""}, "They can read it only if you say yes."),
        ({"yes": "no"}, "They can read it only if you say yes."),
        ({"hours": "\0"}, "Null characters are not allowed."),
        ({"hours": "9" * 5000}, "That is too long: 100 letters at most."),
        ({"way": ""}, "Say how: by voice, or in writing."),
        ({"reach": " "}, "Write a number or an address."),
        ({"way": "pigeon"}, "is not on the list."),
        ({"others": "x" * 201}, "That is too long: 200 letters at most."),
    ],
)
def test_a_contact_that_is_not_whole_is_kept_on_the_page(tell, chosen, wrong, said):
    response = tell(**CONTACT | wrong)
    assert response.status_code == 400 and said in text_of(response) and 'value="Nar"' in response.content.decode()
    assert Referral.objects.get().contact is None


def test_on_the_way(tell, chosen, pools):
    assert "They know that you are on the way." in text_of(tell(do="set_out"))
    assert state() == ReferralState.ON_THE_WAY and Hold.objects.get().until is None
    assert tell(do="set_out").status_code == 409


def test_on_the_way_to_a_place_that_is_kept_no_longer(tell, chosen, pools):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        counting.step(pools[0], by=BY, occupied=2)
        response = tell(do="set_out")
    assert response.status_code == 409 and "The place is not kept any more." in text_of(response)


def test_no_page_tells_when_somebody_is_met(tell, one, pools):
    arrival = timezone.now() + timedelta(days=1, minutes=7)
    offered(one, pools[0], arrival=arrival)
    pages = [tell(), tell(do="choose", ask=one.public_id), tell(do="set_out")]
    told = timezone.localtime(arrival)
    assert not any(f"{told:%H:%M}" in text_of(page) for page in pages)


def test_after_it_one_sentence_for_all_ends(tell, chosen):
    """Whoever finds the code learns from it neither that she is there nor that she is not."""
    pages = set()
    stay.arrive(chosen, by=HOST)
    pages.add(tell().content)
    stay.leave(chosen, ExitReason.OWN_WISH, EndedBy.SURVIVOR, by=HOST)
    pages.add(tell().content)
    Referral.objects.update(state=ReferralState.NOT_ARRIVED)
    pages.add(tell().content)
    assert len(pages) == 1
    text = text_of(tell())
    assert "This question is over." in text and "First house" not in text


@pytest.mark.parametrize("end", [stay.arrive, stay.not_arrive])
def test_how_long_the_code_opens_does_not_say_that_somebody_is_there(tell, post, chosen, end):
    end(chosen, by=HOST)
    wrong = post("/en/answer/", code="1234 5678 9012 3456")
    for days, status in ((29, 200), (31, 404)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            page = tell()
        assert page.status_code == status
    assert page.content == wrong.content


def test_all_said_no(tell, pools):
    for pool in pools:
        placing.refuse(pool.facility.enquiries.get(), DeclineReason.FULL, by=HOST)
    assert "None of them can take you. That is not because of you." in text_of(tell())


@pytest.mark.parametrize("run", [False, True])
def test_nobody_answered_in_time(tell, one, run):
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        if run:
            stay.expire(one.referral)
        assert "The time for answers is over." in text_of(tell())
        assert tell(do="erase").status_code == 200


def test_taking_it_back_asks_once_and_erases_at_once(tell, chosen, pools):
    assert "Yes, erase everything" in text_of(tell(do="sure")) and state() == ReferralState.CHOSEN
    assert "It is erased" in text_of(tell(do="erase"))
    assert not Referral.objects.exists() and free(pools[0]) == 2 and tell().status_code == 404


def test_guesses_are_slowed_by_client_and_what_was_written_is_kept(tell, one, settings, client):
    settings.ANSWERS_PER_MINUTE = 0
    response = tell(do="reply", ask=one.public_id, text="Üç nəfər")
    page = response.content.decode()
    assert response.status_code == 429 and response.headers["Retry-After"]
    assert 'name="text" value="Üç nəfər"' in page and 'name="do" value="reply"' in page
    assert client.get("/en/answer/").status_code == 200


def test_without_the_keyring_nothing_opens(tell, ring):
    for name in keyring.names():
        (ring / name).unlink()
    assert {tell(do=do).status_code for do in ("", "reply", "choose", "set_out")} == {503}


def test_no_other_site_shows_her_a_code_of_its_own(client, code):
    body, form = urlencode({"code": code, "do": "erase"}), "application/x-www-form-urlencoded"
    response = client.post("/en/answer/", body, content_type=form, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 200 and code not in response.content.decode()
    assert state() == "asked"
