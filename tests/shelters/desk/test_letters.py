"""Letters about the list: strangers write, nothing changes, and only coordinators read."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.core import serializers
from django.test import Client, override_settings
from django.utils import timezone

from shelters.codes.staff import LetterKind, Role
from shelters.desk import letters
from shelters.models import Facility, Letter, LettersOfDay, Proposal, TrailEntry
from tests.support import make, people
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
TEXT = "Zəng edin: (012) 555 66 77, <a href='tel:1'>Nar evi</a>"


@pytest.fixture
def stranger():
    return Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")


def write(stranger, text=TEXT, kind="wrong", **more):
    sent = urlencode({"kind": kind, "text": text})
    return stranger.post("/en/listing/", sent, content_type="application/x-www-form-urlencoded", **more)


def test_the_page_says_how_a_place_comes_to_be_listed(stranger):
    page = stranger.get("/en/listing/")
    text = text_of(page)
    for said in ("Does it cost anything?", "Do they keep secret who came?", "This is not read at night.", "112"):
        assert said in text, said
    assert "/en/listing/" in stranger.get("/en/safety/").content.decode()
    assert stranger.get("/en/listing/?text=Nar&kind=wrong").content.decode().count("Nar") == 0, "never prefilled"


def test_it_changes_nothing_is_sealed_and_gets_the_same_words(stranger):
    place = make.facility(name_en="Nar house")
    before = serializers.serialize("json", [place, *Proposal.objects.all()])
    answers = {text_of(write(stranger, kind=kind)) for kind in ("wrong", "listed")}
    assert len(answers) == 1 and "It has arrived. Nobody writes back." in answers.pop()
    assert before == serializers.serialize("json", [Facility.objects.get(), *Proposal.objects.all()])
    assert "555" not in serializers.serialize("json", Letter.objects.all()) and Letter.objects.count() == 2
    with override_settings(FACTOR_KEY="another", FACTOR_KEY_FALLBACKS=[]):
        assert letters.read(Letter.objects.all()[0], by=people.team.actor(None)) == ""


def test_what_is_refused_keeps_nothing(stranger):
    assert write(stranger, text="").status_code == write(stranger, kind="x").status_code == 400
    too_long = write(stranger, text="ə" * (letters.LONGEST + 1))
    assert too_long.status_code == 400 and "1,000 letters" in text_of(too_long)
    assert write(stranger, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    with override_settings(QUESTIONS_PER_MINUTE=1):
        busy = [write(stranger, text="Nar") for _again in range(2)][-1]
        assert (
            busy.status_code == 429 and "Try again in a minute." in text_of(busy) and ">Nar<" in busy.content.decode()
        )
    assert Letter.objects.count() <= 1


def test_fifty_a_day_are_kept_and_the_rest_is_counted(stranger):
    for nth in range(letters.MOST + 2):
        letters.put(LetterKind.WRONG, f"{nth}", timezone.now())
    assert Letter.objects.count() == letters.MOST and letters.not_kept(timezone.now()) == 2
    assert "Nobody writes back" in text_of(write(stranger)) and Letter.objects.count() == letters.MOST
    assert "3 more came beyond 50 of a day" in text_of(people.coordinator("leyla").get("/work/letters/"))


def test_a_coordinator_opens_it_with_an_entry_and_no_number_can_be_tapped(stranger):
    write(stranger)
    leyla, letter = people.coordinator("leyla"), Letter.objects.get()
    assert "1 letter about the list." in text_of(leyla.get("/work/"))
    assert "555" not in text_of(leyla.get("/work/letters/"))
    page = leyla.post(f"/work/letters/{letter.pk}/").content.decode()
    assert (
        "(012) 555 66 77" in page and "tel:" not in page.replace("tel:1&#x27;", "") and "Do not ring from here" in page
    )
    assert TrailEntry.objects.filter(what="letter.read", actor=f"user {leyla.user.pk}").count() == 1
    house = make.facility()
    for role in (Role.HOST, Role.CASEWORKER, Role.COUNTER):
        other = people.signed_in(people.person(role, house.organisation, str(role)))
        assert other.post(f"/work/letters/{letter.pk}/").status_code == 403
        assert other.post(f"/work/letters/{letter.pk}/settled/").status_code == 403
    assert leyla.post(f"/work/letters/{letter.pk}/settled/").status_code == 302 and not Letter.objects.exists()


def test_after_thirty_days_nothing_is_left(stranger):
    write(stranger)
    with time_machine.travel(timezone.now() + letters.KEPT - timedelta(days=1)):
        letters.forget(timezone.now())
        assert Letter.objects.exists()
    with time_machine.travel(timezone.now() + letters.KEPT):
        letters.forget(timezone.now())
    assert not Letter.objects.exists() and not LettersOfDay.objects.exists()


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_page_fits_the_padded_size(language, stranger):
    answer = stranger.get(f"/{language}/listing/", HTTP_ACCEPT_ENCODING="gzip")
    whole = len(answer.content) + sum(len(f"{name}: {value}\r\n") for name, value in answer.items()) + 17
    assert whole <= 11 * 1024
