"""The key of the form with which she asks: made here, good for an hour and for a single question."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.models import Referral
from shelters.models import Receipt
from tests.support import make
from tests.support.pages import text_of
from tests.support.referrals import code_of, filled, key
from tests.support.story import key_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
ASK = "/en/ask/"
STRANGE = ["s" * 24, "s" * 64, "", "ö" * 64, "\0", "s" * 24 + "0" * 40]


@pytest.fixture
def house():
    return make.facility(takes_questions=True)


def later(**by):
    return time_machine.travel(timezone.now() + timedelta(**by))


@pytest.mark.parametrize("chosen", STRANGE)
def test_a_key_that_somebody_chose_asks_nobody(post, house, chosen):
    """Whoever led her here with a key of their own would be shown her code for it."""
    response = post(ASK, **filled(house, once=chosen))
    assert response.status_code == 409 and not Referral.objects.exists()
    made = key_in(response.content.decode())
    assert made != chosen and code_of(post(ASK, **filled(house, once=made)))


@pytest.mark.parametrize("wrong", [{"yes": ""}, {"show": "form"}])
def test_each_form_has_a_key_of_its_own(post, house, wrong):
    sent = filled(house) | wrong
    assert key_in(post(ASK, **sent).content.decode()) != sent["once"]


def test_after_an_hour_the_form_comes_back_as_filled_in_and_one_tap_sends_it(post, house):
    old = filled(house, adults="3")
    with later(minutes=59):
        assert code_of(post(ASK, **filled(house, once=key("w"))))
    with later(minutes=61):
        response = post(ASK, **old)
        page = response.content.decode()
        assert response.status_code == 409 and Referral.objects.count() == 1
        assert "All that you wrote is still here" in text_of(response)
        for kept in ('name="adults" value="3"', 'value="Şəki"', 'value="yes" required', f'{house.public_id}" checked'):
            assert kept.replace(" required", "") in page
        assert 'name="yes" value="yes" id="id_yes" checked' in page or re.search(r'name="yes"[^>]* checked', page)
        assert code_of(post(ASK, **old | {"once": key_in(page)}))


def test_a_used_key_is_refused_for_its_hour_even_after_all_is_erased(post, house):
    """She takes it back, and presses Back: nobody is asked again."""
    sent = filled(house)
    code = code_of(post(ASK, **sent))
    assert post("/en/answer/", code=code, do="erase").status_code == 200
    for again in (sent, filled(house, once=sent["once"], rayon="AZ-SAK")):
        with later(minutes=58):
            response = post(ASK, **again)
        assert response.status_code == 409 and "This was asked already." in text_of(response)
    assert not Referral.objects.exclude(state="withdrawn").exists()
    kept = Receipt.objects.get()
    assert sent["once"] not in str(vars(kept)) and (kept.at.minute, kept.at.second) == (0, 0)
    with later(hours=3):
        post(ASK, **filled(house, once=key("t")))
        assert not Receipt.objects.filter(pk=kept.pk).exists()


def test_sent_twice_it_is_asked_once_and_shows_the_code_for_ten_minutes(post, house):
    sent = filled(house)
    first = post(ASK, **sent)
    assert code_of(post(ASK, **sent)) == code_of(first)
    words = re.search(r'name="words" value="(\w+)"', first.content.decode())[1]
    assert code_of(post("/ru/ask/", once=sent["once"], words=words)) == code_of(first), "the switch of language"
    with later(minutes=11):
        late = post(ASK, **sent)
    assert late.status_code == 409 and code_of(late) is None
    assert "This was asked already. Read the answers with your code." in text_of(late)
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("other", [{"rayon": "AZ-SAK"}, {"avoid": ""}, {"to": []}, {"words": "0" * 64}, {"words": ""}])
def test_the_same_key_with_other_words_shows_nobody_her_code(post, house, other):
    """Two people with one key: one form that was cached, or one that was planted to read what she is answered."""
    sent = filled(house)
    first = post(ASK, **sent)
    response = post(ASK, **sent | other)
    assert response.status_code == 409 and code_of(response) is None
    assert "Read the answers with your code" in text_of(response) and code_of(first) not in text_of(response)
    assert post("/ru/ask/", once=sent["once"]).status_code == 409, "the key alone"
    assert Referral.objects.count() == 1
