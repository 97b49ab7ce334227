"""From an empty site to an open one: the first coordinator brings the second, and a checklist says what is missing."""

import pytest
from django.utils import timezone, translation

from shelters.codes.public import ConfirmationMethod
from shelters.codes.staff import Role
from shelters.desk import first_day
from shelters.directory.confirmations import confirm
from shelters.models import Facility, Heartbeat, Invitation, User
from shelters.operations import duties
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.people import come_in, digits_of, person, type_digits
from tests.support.proposals import opened

pytestmark = pytest.mark.django_db


def missing(must=False):
    with translation.override("en"):
        return [line.words for line in first_day.lines(timezone.now()) if not line.is_done and line.must >= must]


def test_the_first_brings_the_second_from_the_first_page(leyla):
    assert 'action="/work/first-day/second/"' in leyla.get("/work/").content.decode()
    newcomer = come_in(leyla.post("/work/first-day/second/"))
    assert newcomer.get("/work/")["Location"] == "/work/nearly-in/"
    type_digits(leyla, newcomer, digits_of(newcomer))
    assert newcomer.get("/work/people/").status_code == 200
    assert 'action="/work/first-day/second/"' not in leyla.get("/work/").content.decode()


def test_with_a_second_or_after_the_opening_two_people_decide(leyla, nigar):
    before = Invitation.objects.count()
    assert leyla.post("/work/first-day/second/").status_code == 403
    people.change(nigar.user, is_active=False)
    opened()
    assert leyla.post("/work/first-day/second/").status_code == 403
    assert Invitation.objects.count() == before


def test_an_empty_site_says_what_is_missing(leyla, house, settings):
    make.facility(make.place(), name_en="Mute")
    make.line(key="one", number="116 123", label_az="Xətt", source="test", published=True)
    settings.HTTPS = False
    said = text_of(leyla.get("/work/first-day/"))
    for words in (
        "1 coordinator",
        "2 places never confirmed",
        "1 line never confirmed",
        "1 place without a number",
        "0 organisations answer questions here",
        "The site answers without HTTPS",
        "The site is not opened",
        "Send nobody here yet.",
    ):
        assert words in said, words
    assert "steps until the site may face anybody" in text_of(leyla.get("/work/"))


def test_it_is_fit_once_all_that_is_needed_is_done(leyla, nigar, house, settings):
    settings.HTTPS = True
    now = timezone.now()
    Heartbeat.objects.bulk_create(Heartbeat(command=one.command, at=now) for one in duties.all_duties(now))
    assert missing(must=True) == ["1 place never confirmed", "The site is not opened"]
    confirm(Facility.objects.get(), by=leyla.user, how=ConfirmationMethod.PHONE)
    opened()
    assert missing(must=True) == []
    assert "0 organisations answer questions here" in missing()
    person(Role.HOST, house.organisation)
    User.objects.update(email="a@example.org")
    assert not any("organisation" in line or "mail address" in line for line in missing())
    settings.HTTPS = False
    leyla.defaults |= {"HTTP_ACCEPT_LANGUAGE": "en"}
    assert "Send nobody here yet." in text_of(leyla.get("/work/first-day/"))


def test_the_opening_stands_beside_the_list(leyla, nigar):
    assert 'action="/work/opening/"' in leyla.get("/work/first-day/").content.decode()
    opened()
    assert 'action="/work/opening/"' not in leyla.get("/work/first-day/").content.decode()
