"""The freeze: one press ends all sessions and tokens; two people, or the console, open again."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from shelters.api import bed_feed_tokens
from shelters.codes.staff import Decision, Role
from shelters.models import FeedToken, Freeze, Proposal
from shelters.staff import team
from tests.support.pages import text_of
from tests.support.people import coordinator, person, sign_in, sign_in_with_key
from tests.support.proposals import opened, url, wish

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def frozen(leyla, nigar, house, clock):
    """Everything, frozen a moment ago by Leyla; Sevda counts beds."""
    user = person(Role.COUNTER, house.organisation)
    FeedToken.make(house, user, timezone.now())
    proposal = wish(leyla, house, name_en="Other")
    link = team.invite(Role.COUNTER, house.organisation, by=None)
    assert nigar.get("/work/").status_code == 200
    assert leyla.post("/work/freeze/").status_code == 302
    clock.shift(timedelta(seconds=2))
    return user, proposal, link


def test_everything_ends(leyla, nigar, frozen, client):
    _user, proposal, link = frozen
    for one in (leyla, nigar):
        assert one.get("/work/")["Location"].startswith("/work/sign-in/")
    assert not bed_feed_tokens.live().exists()
    client.defaults |= {"SERVER_NAME": "localhost"}
    assert client.get(f"/work/join/{link}/").status_code == 410
    proposal.refresh_from_db()
    assert proposal.decision == Decision.STOPPED
    assert client.get("/az/").status_code == 200


def test_staff_pages_stay_shut(nigar, frozen, client, house):
    user, proposal, _link = frozen
    sign_in(nigar, nigar.user)
    sign_in(client, user)
    client.defaults |= {"SERVER_NAME": "localhost"}
    for one in (nigar, client):
        for path in ("/work/", "/admin/", "/work/people/", f"/work/beds/{house.public_id}/", url(proposal)):
            assert one.get(path)["Location"] == "/work/frozen/"
            assert one.post(path)["Location"] == "/work/frozen/"
        assert one.get("/work/frozen/").status_code == 200
    assert client.post("/work/frozen/").status_code == 403
    assert Freeze.objects.running().first_thaw_by is None


WEEK = timedelta(days=7, seconds=1)


def test_two_from_before_open_again(leyla, nigar, frozen, clock):
    lates = [coordinator("late", timedelta()), coordinator("later", timedelta(days=6))]
    for one in (leyla, nigar, *lates):
        sign_in_with_key(one, timedelta(days=30))
    for late in lates:
        assert late.post("/work/frozen/").status_code == 403
    assert leyla.post("/work/frozen/").status_code == 302
    assert leyla.post("/work/frozen/").status_code == 403, "the same person is no second one"
    assert nigar.get("/work/people/")["Location"] == "/work/frozen/"
    assert nigar.post("/work/frozen/").status_code == 302
    assert nigar.get("/work/people/").status_code == 200
    assert leyla.get("/work/frozen/")["Location"] == "/work/"
    assert not bed_feed_tokens.live().exists() and not Proposal.objects.waiting().exists()


def test_a_key_that_was_made_yesterday_thaws_nothing(leyla, nigar, house, clock):
    """A thief who came in by one session makes a key, waits a day, freezes and thaws."""
    opened()
    assert leyla.post("/work/freeze/").status_code == 302
    clock.shift(timedelta(seconds=2))
    for age in (timedelta(), timedelta(days=1), WEEK - timedelta(seconds=2)):
        sign_in_with_key(nigar, age)
        assert nigar.post("/work/frozen/").status_code == 403
        assert b"Open it again" not in nigar.get("/work/frozen/").content
    sign_in(nigar, nigar.user)
    assert nigar.post("/work/frozen/").status_code == 403, "no key at all"
    sign_in_with_key(nigar, WEEK + timedelta(seconds=2))
    assert nigar.post("/work/frozen/").status_code == 302
    assert Freeze.objects.running().first_thaw_by == nigar.user


def test_the_console_opens_again(leyla, frozen):
    call_command("thaw")
    assert leyla.get("/work/")["Location"].startswith("/work/sign-in/"), "what ended stays ended"
    sign_in(leyla, leyla.user)
    assert leyla.get("/work/").status_code == 200


def test_no_single_press_freezes_and_the_last_page_says_what_stops(leyla):
    """The first page has a link alone, the next a choice; only the third has the button, below what it ends."""
    team.invite(Role.COORDINATOR, None, by=None)
    for path in ("/work/", "/work/freeze/"):
        page = leyla.get(path).content.decode()
        assert 'action="/work/freeze/"' not in page and "Freeze" in page
    for scope in ("changes", "everything"):
        page = leyla.get(f"/work/freeze/?scope={scope}")
        assert page.content.decode().count('action="/work/freeze/"') == 1
        assert "Links that nobody has used end: 1." in text_of(page)
        assert ("All sessions end, yours too" in text_of(page)) is (scope == "everything")
    assert not Freeze.objects.exists()


def test_others_cannot_freeze(frozen, client):
    call_command("thaw")
    client.defaults |= {"SERVER_NAME": "localhost"}
    sign_in(client, frozen[0])
    assert client.post("/work/freeze/").status_code == 403 and not Freeze.objects.running()
