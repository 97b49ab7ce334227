"""A code that opens nothing tells nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.models import Enquiry
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


def test_a_code_writes_three_messages_a_minute_and_twenty_a_day(post):
    """Else one code fills a house's page, and mails its people again and again."""
    house = make.facility(takes_questions=True)
    code = code_of(post("/en/ask/", **filled(house)))
    one, written = house.enquiries.get(), 0

    def write(text, minutes):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            return post("/en/answer/", code=code, do="reply", ask=one.public_id, text=text)

    for nth in range(3):
        assert write(f"Söz {nth}", 0).status_code == 200
    refused = write("Dördüncü söz", 0)
    assert refused.status_code == 429 and "Try again in a minute." in text_of(refused)
    assert "Dördüncü söz" in refused.content.decode(), "what she wrote is still there"
    for nth in range(3, 20):
        assert write(f"Söz {nth}", nth * 2).status_code == 200
    refused = write("Bir söz də", 60)
    written = one.messages.count()
    assert (refused.status_code, written) == (429, 20) and "please ring" in text_of(refused)
    assert write("Sabah", 60 * 25).status_code == 200


def test_at_most_ten_places_are_asked_at_once(post):
    ids = [make.facility(takes_questions=True).public_id for _nth in range(12)]
    silent = [make.facility().public_id for _nth in range(10)]
    page = post("/en/ask/", id=[*silent, *ids]).content.decode()
    assert [one for one in ids if f'name="to" value="{one}"' in page] == ids[:10]
    assert post("/en/ask/", **filled() | {"to": ids, "id": ids}).status_code == 200
    assert Enquiry.objects.count() == 10


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_titles_and_addresses_tell_nothing(post, language):
    code = code_of(post("/en/ask/", **filled(make.facility(takes_questions=True), once=key("t"))))
    page = post(f"/{language}/answer/", code=code).content.decode()
    assert re.search(r"<title>(.*?)</title>", page)[1] == "Yaxın"
    assert code not in " ".join(re.findall(r'(?:href|action|formaction)="[^"]*"', page))
