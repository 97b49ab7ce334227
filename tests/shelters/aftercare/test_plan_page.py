"""The page of tonight's plan, and what every page says of hours: over HTTP, in three languages."""

import re
from datetime import datetime
from typing import Any

import pytest
import time_machine

from shelters.hours.clock import BAKU
from shelters.models import Hotline, OpeningHours, Place
from tests.support import loaded_directory, make
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
OFFICE = "mon-fri 09:00-17:00, sat-sun closed, holidays closed, working-weekends closed"


@pytest.fixture(scope="module")
def directory(once_for_the_file):
    loaded_directory.load()


@pytest.fixture
def novruz():
    with time_machine.travel(datetime(2026, 3, 20, 17, 30, tzinfo=BAKU), tick=False):
        yield


def seki(**fields):
    defaults: dict[str, Any] = {"confidential": False, "kind": "forensic_centre", "services": ["forensic_examination"]}
    return make.facility(Place.objects.get(name_az="Şəki"), **defaults | fields)


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_form_asks_where_when_and_whether_under_18(client, directory, novruz, language):
    page = client.get(f"/{language}/hours/").content.decode()
    names = set(re.findall(r'<(?:input|select)[^>]* name="([a-z_]+)"', page))
    assert names == {"place", "lat", "lon", "rayon", "date", "part", "minor"}
    assert "<title>Yaxın</title>" in page
    assert page.index("18") < page.index('name="minor"'), "the limits of secrecy come before the question"
    assert page.count("<option") >= 9 + 5 and 'value="2026-03-20"' in page and 'value="2026-03-12"' in page


def test_the_plan_names_the_holidays_and_says_when_it_opens(post, directory, novruz):
    seki(hours=OFFICE)
    response = post("/en/hours/", place="Şəki", date="2026-03-20", part="afternoon", minor="false")
    assert response.status_code == 200
    text = text_of(response)
    assert "Closed now. Opens: Tuesday 31 March, 09:00." in text
    assert "20–27 March (Ramazan; Novruz): closed." in text
    assert "That is later than helps most; asking is still worth it." in text
    assert "This country has no rape crisis centre" in text
    assert text.count("General information, not advice.") == 1
    assert "Counted from the earliest it can have been: today, 12:00." in text
    page = response.content.decode()
    assert 'value="2026-03-20" selected' in page and 'name="minor" value="false" checked' in page


def test_an_empty_directory_still_says_whom_to_ring_and_what_to_ask(post, directory, novruz):
    """The real directory knows of no such service: the launch case."""
    response = post("/en/hours/", place="Şəki", date="2026-03-20", part="afternoon")
    text = text_of(response)
    assert text.count("Where no place is named we know of none yet") == 1
    assert re.search(r'<a class="ring" href="tel:116123">', response.content.decode())
    assert "“Where is a doctor on duty who records injuries?”" in text and "at any pharmacy" in text


def test_112_is_for_danger_only(client, directory, novruz):
    page = client.get("/en/hours/").content.decode()
    danger, small = page.index('id="danger"'), page.index('id="contraception"')
    assert page.rindex("tel:112", 0, danger) < danger < page.rindex("tel:112") < small


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_plan_stands_before_its_questions(client, directory, novruz, language):
    page = client.get(f"/{language}/hours/").content.decode()
    ring, first, last = page.index('class="ring"'), page.index('<li id="danger"'), page.index('<li id="legal"')
    assert ring < first < last < page.index('id="change"') < page.index('name="date"')


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_no_sentence_stands_twice(post, directory, novruz, language):
    seki(services=["hiv_pep", "sti_care"], hours=OFFICE, phones=[{"number": "1234"}])
    page = post(f"/{language}/hours/", place="Şəki", date="2026-03-20", minor="true").content.decode()
    said = re.findall(r"<(?:p|summary)[^>]*>([^<\n]{25,})</", page[page.index("<main") :])
    sentences = [one.strip() for text in said for one in re.split(r"(?<=[.?!”»]) ", text) if len(one.strip()) > 24]
    sentences = [one for one in sentences if not one.startswith(("“", "«")) and not one.endswith(("”", "»"))]  # to say
    assert len(sentences) > 20
    assert [one for one in sentences if sentences.count(one) > 1] == []


def test_whom_a_doctor_must_tell_stands_at_the_first_doctor(client, directory, novruz):
    text = text_of(client.get("/en/hours/"))
    assert text.index("Medicine that prevents HIV") < text.index("may have to tell the police too")
    assert text.index("may have to tell the police too") < text.index("Other infections")
    assert text.count("may have to tell the police too") == 1


def test_under_18_the_childrens_line_leads(client, post, directory):
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=BAKU)):
        page = post("/en/hours/", minor="true")
        assert '<a class="ring" href="tel:116111">' in page.content.decode()
        assert "Ask first: “Whom will you tell?”" in text_of(page)
        assert '<a class="ring" href="tel:116123">' in client.get("/en/hours/").content.decode()


def test_what_a_place_reports_stands_beside_it(post, directory, novruz):
    facility = seki(hours=OFFICE)
    facility.facts.create(code="police_told", answer="yes", source="test")
    from shelters.published.refresh import refresh

    refresh([facility.pk])
    text = text_of(post("/en/hours/", place="Şəki"))
    assert "Tells the police: yes." in text and "Contacts a partner, parents or family: not known" not in text


def test_a_place_is_described_once(post, directory, novruz):
    seki(services=["forensic_examination", "hiv_pep"], hours="always", phones=[{"number": "1234"}])
    page = post("/en/hours/", place="Şəki").content.decode()
    assert page.count("tel:1234") == 1
    assert "More about it is under “Medicine that prevents HIV (PEP)”" in text_of(post("/en/hours/", place="Şəki"))


@pytest.mark.parametrize(
    "fields, status, said",
    [
        ({"place": "Qobustan"}, 422, "Which place is “Qobustan”?"),
        ({"place": "Bakı", "rayon": "AZ-NOWHERE"}, 400, "That is not on the list."),
        ({"place": "Bakı", "date": "2026-03-21"}, 400, "That day has not come yet."),
        ({"place": "Bakı", "part": "noon"}, 400, "is not on the list"),
    ],
)
def test_what_cannot_be_answered_keeps_what_was_entered(post, directory, novruz, fields, status, said):
    response = post("/en/hours/", minor="true", **fields)
    assert response.status_code == status
    assert said in text_of(response)
    assert 'name="minor" value="true" checked' in response.content.decode()


def test_without_a_place_the_plan_stands_and_says_no_where(post, directory, novruz):
    seki(services=["hiv_pep"])
    text = text_of(post("/en/hours/", date="2026-03-20"))
    assert "What helps now" in text and "Say where and when" not in text and "we know of none yet" not in text
    assert "km." not in text


def test_an_unclear_place_leads_on_to_the_plan(post, directory, novruz):
    page = post("/en/hours/", place="Qobustan", date="2026-03-20").content.decode()
    assert 'action="/en/hours/"' in page and 'name="place_id" value="585223"' in page
    assert 'name="date" value="2026-03-20"' in page
    assert "What helps now" in text_of(post("/en/hours/", place="Qobustan", place_id="585223"))


def test_the_way_back_from_a_place_leads_to_the_plan(post, directory, novruz):
    facility = seki(hours=OFFICE)
    fields = {"id": facility.public_id, "back": "hours", "place": "Şəki", "date": "2026-03-20", "minor": "true"}
    page = post("/en/site/", **fields).content.decode()
    assert '<form id="back" method="post" action="/en/hours/">' in page
    assert 'name="date" value="2026-03-20"' in page and 'name="minor" value="true"' in page
    assert (
        '<form id="back" method="post" action="/en/near/">' in post("/en/site/", id=facility.public_id).content.decode()
    )


def test_hours_stand_on_every_page(post, directory, novruz):
    facility = seki(services=["emergency_shelter"], hours=f"{OFFICE}, ring-first")
    assert "Opens 31 March." in text_of(post(place="Şəki"))
    text = text_of(post("/en/site/", id=facility.public_id))
    assert "Closed now. Opens: Tuesday 31 March, 09:00. Ring before you come." in text
    assert "31 March Closed" not in text and "31 March – 2 April" in text


def test_860_answers_from_nine_to_six_on_days_that_nobody_stated(near, directory):
    def state(hour):
        with time_machine.travel(datetime(2026, 11, 24, hour, tzinfo=BAKU)):
            lines = near(place="Bakı").json()["hotlines"]
        return {line["number"]: (line["open_now"], line["always_open"]) for line in lines}

    assert state(12)["(012) 860"] == (None, False)
    assert state(20)["(012) 860"] == (False, False)
    assert state(3)["112"] == (True, True)
    # Sources differ on the nights of the children's line; both say that it answers by day.
    assert state(3)["116 111"] == (None, False) and state(12)["116 111"] == (True, False)


def test_an_edit_of_a_lines_hours_shows_at_once(near, directory):
    line = Hotline.objects.get(key="103")
    opening = OpeningHours.objects.create(hotline=line, when="always", source="test")
    make.counting(line)
    shown = {one["number"]: one["open_now"] for one in near(place="Bakı").json()["hotlines"]}
    assert shown["103"] is True
    opening.delete()


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_pictures_have_numbers_that_a_picture_can_read(post, directory, novruz, language):
    """A decimal comma, as az and ru write it, would put a bar where it is not."""
    seki(hours="mon-fri 09:10-17:40, sat-sun closed, holidays as-usual")
    page = post(f"/{language}/hours/", place="Şəki").content.decode()
    numbers = re.findall(r' (?:x|y|width|height|cx|cy)="([^"]*)"', page)
    assert '<rect class="open"' in page and all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in numbers)
