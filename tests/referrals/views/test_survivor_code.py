"""A code that opens nothing tells nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.support import make
from tests.support.pages import text_of
from tests.support.referrals import code_of, filled, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]


def test_wrong_expired_and_taken_back_look_the_same(post):
    house = make.facility(takes_questions=True)
    codes = [code_of(post("/en/ask/", **filled(house, once=key(letter)))) for letter in "uv"]
    wrong = post("/en/answer/", code="1234 5678 9012 3456")
    post("/en/answer/", code=codes[0], do="erase")
    taken_back = post("/en/answer/", code=codes[0], do="choose", ask="zzzzzz")
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        expired = post("/en/answer/", code=codes[1])
    assert {page.status_code for page in (wrong, taken_back, expired)} == {404}
    assert wrong.content == taken_back.content == expired.content


@pytest.mark.parametrize("typed, number", [("", 0), ("12 34", 4), ("1" * 17, 17), ("٣" * 16, 0), ("\0" * 16, 0)])
def test_what_is_no_code(post, typed, number):
    response = post("/en/answer/", code=typed)
    assert response.status_code == 400 and f"Here there are {number}." in text_of(response)
