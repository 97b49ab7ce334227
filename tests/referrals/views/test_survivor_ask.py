"""Asking places without a name, over the pages: what is asked, of whom, and the code."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import ConsentPurpose
from referrals.models import Consent, Enquiry, Referral
from referrals.vault import contents, keyring
from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.codes.staff import Role
from shelters.directory import pausing
from shelters.models import Facility, Freeze, Organisation, Place, TrailEntry
from shelters.published.refresh import refresh
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, code_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
ASK = "/en/ask/"


@pytest.fixture
def house():
    return make.facility(Place.objects.get(name_az="Gəncə"), name_en="House", takes_questions=True)


@pytest.fixture
def state_house():
    run_by = Organisation.objects.create(key="state", name_az="Dövlət", type="state")
    town = Place.objects.get(name_az="Bakı")
    return make.facility(town, name_en="State house", takes_questions=True, organisation=run_by)


def ticked(response):
    return re.findall(r'name="to" value="(\w+)" checked', response.content.decode())


def test_offered_where_somebody_answers(post, house):
    silent = make.facility(Place.objects.get(name_az="Gəncə"), name_en="Silent")
    page = post(place="Gəncə").content.decode()
    asks = re.findall(r'form="ask" name="id" value="(\w+)"', page)
    assert asks == [house.public_id] and silent.public_id in page
    assert "Ask this place" in text_of(post("/en/site/", id=house.public_id))
    assert "Ask this place" not in text_of(post("/en/site/", id=silent.public_id))


def test_a_host_pauses_it_and_takes_it_up_again(post, house):
    before = post(place="Gəncə").content
    pausing.pause(house, True, by=Actor("user", 1))
    assert "Ask these places" not in text_of(post(place="Gəncə"))
    assert "Nobody is there to answer" in text_of(post(ASK, id=house.public_id))
    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=1)):
        pausing.pause(house, False, by=Actor("user", 1))
        pausing.pause(house, False, by=Actor("user", 1))
    assert post(place="Gəncə").content == before
    assert trail.verify() is None and trail.head().startswith("2:")


def test_a_rest_lasts_two_hours_at_least(post, house):
    """Whoever polls the search would read from short rests when somebody comes and goes."""
    host = people.signed_in(people.person(Role.HOST, house.organisation))
    again = {"facility": house.public_id, "paused": "0"}
    host.post("/work/questions/pause/", again | {"paused": "1"})
    paused = post(place="Gəncə").content
    with time_machine.travel(timezone.now() + timedelta(minutes=119)):
        host = people.signed_in(host.user)
        page = text_of(host.get("/work/questions/"))
        assert "Questions can be taken again from" in page and "Take questions again" not in page
        host.post("/work/questions/pause/", again)
        assert (
            not Facility.objects.asking().exists() and TrailEntry.objects.filter(what="questions.resumed").count() == 0
        )
    assert post(place="Gəncə").content == paused
    with time_machine.travel(timezone.now() + timedelta(minutes=121)):
        host = people.signed_in(host.user)
        assert "Take questions again" in text_of(host.get("/work/questions/"))
        host.post("/work/questions/pause/", again)
        assert Facility.objects.asking().get() == house


def test_the_form_knows_what_the_search_knew(post, house):
    page = post(
        ASK, id=house.public_id, place="Zaqatala", who=["woman", "deaf", "pregnant"], oldest_son="9", avoid="Şəki"
    ).content.decode()
    assert '<option value="AZ-ZAQ" selected>' in page
    for kept in (
        'value="woman" checked',
        'value="deaf" checked',
        'value="pregnant" checked',
        'value="9"',
        'value="Şəki"',
    ):
        assert kept in page
    back = re.search(r'<form id="back".*?</form>', page, re.S)[0]
    assert 'value="Zaqatala"' in back and 'value="deaf"' in back


def test_who_is_run_by_the_state_starts_unticked_and_says_so(post, house, state_house):
    response = post(ASK, id=[house.public_id, state_house.public_id])
    assert ticked(response) == [house.public_id]
    assert "State house Baku. Run by: the state. We have not ticked it for you" in text_of(response)


def test_what_is_asked_is_what_is_kept_and_nothing_else(post, house):
    response = post(ASK, **filled(house, name="Aysel", phone="050"))
    code = code_of(response)
    assert response.status_code == 200 and " ".join(re.findall("....", code)) in text_of(response)
    referral = Referral.objects.get()
    assert contents.by_code(code) == referral and contents.get(referral, "question") == QUESTION
    consent = Consent.objects.get()
    assert consent.facility == house and consent.what == ConsentPurpose.QUESTION
    assert consent.until == referral.case.erase_at
    assert referral.case.organisation is None
    assert response.headers["Cache-Control"] == "no-store" and not response.cookies


@pytest.mark.parametrize("adults, kept", [("", 1), ("0", 0), (" 2 ", 2)])
def test_how_many_adults(post, house, adults, kept):
    post(ASK, **filled(house, adults=adults))
    assert contents.get(Referral.objects.get(), "question")["adults"] == kept


def test_only_whom_she_ticked(post, house, state_house):
    post(ASK, **filled(house, state_house, to=house.public_id))
    assert [one.facility for one in Enquiry.objects.all()] == [house]


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"to": []}, "Tick at least one place."),
        ({"yes": ""}, "They can read it only if you say yes."),
        ({"yes": "no"}, "They can read it only if you say yes."),
        ({"adults": "0", "children_0_2": ""}, "Say how many come."),
        ({"adults": "eleven"}, "Write it as a number."),
        ({"children_0_2": "11"}, "Up to 10."),
        ({"oldest_son": "-1"}, "From 0 on."),
        ({"rayon": "AZ-XX"}, "That is not on the list."),
        ({"rayon": "\0"}, "That is not on the list."),
        ({"avoid": "\0"}, "Null characters are not allowed."),
        ({"adults": "9" * 5000}, "Write it as a number."),
        ({"oldest_son": "9" * 4000}, "Up to 120."),
        ({"rayon": ["AZ-ZAQ", "AZ-XX"]}, "That is not on the list."),
        ({"soon": "yesterday"}, "is not on the list."),
        ({"who": ["king"]}, "is not on the list."),
        ({"access": ["woman"]}, "is not on the list."),
        ({"avoid": "x" * 101}, "That is too long: 100 letters at most."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(post, house, wrong, said):
    response = post(ASK, **filled(house, adults="3", place="Zaqatala") | wrong)
    page = response.content.decode()
    assert response.status_code == 400 and said in text_of(response) and not Referral.objects.exists()
    assert 'name="place" value="Zaqatala"' in page
    assert "avoid" in wrong or 'value="Şəki"' in page
    assert "adults" in wrong or 'name="adults" value="3"' in page


def test_places_that_are_not_asked_here_are_passed_over(post, house):
    hidden = make.facility(listed=False, takes_questions=True)
    silent = make.facility()
    ids = [hidden.public_id, silent.public_id, "zzzzzz", "\0", "x" * 900]
    assert post(ASK, **filled(house, to=[*ids, house.public_id])).status_code == 200
    assert Enquiry.objects.get().facility == house
    response = post(ASK, id=ids)
    assert response.status_code == 409 and "Nobody is there to answer" in text_of(response)
    assert post(ASK).status_code == 409


def test_another_language_keeps_what_was_entered(post, house):
    page = post("/ru/ask/", **filled(house, show="form")).content.decode()
    assert '<html lang="ru">' in page and 'value="Şəki"' in page
    assert 'formaction="/en/ask/"' in page and not Referral.objects.exists()


def test_floods_are_slowed_by_client_and_lose_nothing(post, house, settings):
    settings.QUESTIONS_PER_MINUTE = 0
    response = post(ASK, **filled(house))
    assert response.status_code == 429 and response.headers["Retry-After"]
    assert 'value="Şəki"' in response.content.decode() and ticked(response) == [house.public_id]


def test_without_a_keyring_nothing_is_asked(post, house, ring):
    for name in keyring.names():
        (ring / name).unlink()
    response = post(ASK, **filled(house))
    assert response.status_code == 503 and "Please ring instead" in text_of(response)


def test_while_all_is_frozen_nobody_can_answer_and_nobody_is_asked(post, house):
    Freeze.objects.create(at=timezone.now())
    response = post(ASK, **filled(house))
    assert response.status_code == 409 and "Please ring instead" in text_of(response)
    assert not Referral.objects.exists()
    Freeze.objects.update(thawed_at=timezone.now())
    assert post(ASK, **filled(house)).status_code == 200 and Referral.objects.exists()


def test_with_get_the_form_of_the_search(client):
    assert client.get(ASK).content == client.get("/en/").content


def test_who_works_there_changes_no_byte(post, house):
    from shelters.codes.staff import Role
    from tests.support import people

    before = post(place="Gəncə").content
    people.person(Role.HOST, house.organisation)
    refresh([house.pk])
    assert post(place="Gəncə").content == before and Facility.objects.asking().count() == 1


@pytest.mark.parametrize("sender, asks", [("cross-site", 0), ("same-site", 0), ("same-origin", 1), ("none", 1)])
def test_no_other_site_asks_in_her_name(client, house, sender, asks):
    """Its code would open to whoever made that site, and with it what she writes to the places."""
    body = urlencode(filled(house), doseq=True)
    form = "application/x-www-form-urlencoded"
    response = client.post("/en/ask/", body, content_type=form, headers={"sec-fetch-site": sender})
    assert response.status_code == 200 and Referral.objects.count() == asks
    assert bool(code_of(response)) == bool(asks)
