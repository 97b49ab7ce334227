"""A copy of the database signs nobody in; everybody sees their own sessions, and ends them one by one."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import Invitation, Place, PlaceName, Rayon, Receipt, Session, TrailEntry
from shelters.staff import team
from tests.support import make, people

pytestmark = pytest.mark.django_db
COOKIE = "__Host-session"


def texts():
    """Each text of the tables, but for the names of towns, that could be a cookie."""
    for model in set(apps.get_models()) - {Place, PlaceName, Rayon}:
        columns = [one.name for one in model._meta.fields if isinstance(one, models.CharField | models.TextField)]
        if not columns:
            continue
        found = {text for row in model._base_manager.values_list(*columns) for text in row if text}
        yield from (text for text in found if text.isascii() and len(text) >= 8)


def test_no_text_of_the_database_is_a_cookie(leyla):
    """Of 40 rows read from a file, 7 signed somebody in."""
    assert leyla.get("/work/people/").status_code == 200
    for text in texts():
        thief = Client(SERVER_NAME="localhost")
        thief.cookies[COOKIE] = text
        assert thief.get("/work/people/")["Location"].startswith("/work/sign-in/")
    row = Session.objects.get(user=leyla.user)
    assert leyla.cookies[COOKIE].value not in " ".join(texts())
    assert row.began_at.second == row.used_at.second == 0


def test_contents_of_a_session_open_in_no_other_row(leyla, house):
    """Somebody who writes into the database copies a coordinator's session into the row of a host."""
    host = people.signed_in(people.person(Role.HOST, house.organisation))
    theirs = Session.objects.get(user=leyla.user).session_data
    Session.objects.filter(user=host.user).update(session_data=theirs, user=leyla.user)
    assert host.get("/work/people/")["Location"].startswith("/work/sign-in/")
    assert "webauthn" not in theirs


def test_sessions_are_listed_and_ended_one_by_one(leyla, nigar):
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        other = people.signed_in(leyla.user)
        assert other.get("/work/").status_code == 200
        page = leyla.get("/work/sessions/")
        assert len(page.context["sessions"]) == 2 and page.content.decode().count("This session") == 1
        rows = {row.pk for row in page.context["sessions"]}
        ended = (rows - {page.context["this"]}).pop()
        assert nigar.post("/work/sessions/end/", {"session": ended}).status_code == 404
        assert leyla.post("/work/sessions/end/", {"session": ended})["Location"] == "/work/sessions/"
        assert other.get("/work/").status_code == 302 and leyla.get("/work/").status_code == 200
        assert TrailEntry.objects.latest("number").what == "team.session_ended"
        mine = {"session": page.context["this"]}
        assert leyla.post("/work/sessions/end/", mine)["Location"] == "/work/sign-in/"
        assert leyla.get("/work/").status_code == 302
    assert {row.user for row in Session.objects.all()} == {nigar.user}


def test_a_session_that_rested_is_not_listed(leyla):
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        again = people.signed_in(leyla.user)
        assert len(again.get("/work/sessions/").context["sessions"]) == 1


def test_what_is_over_goes_with_purge(leyla, ring):
    team.invite(Role.HOST, make.facility().organisation, by=None)
    Receipt.objects.create(scope="feed 3", digest="x", at=timezone.now(), status=200)
    call_command("purge")
    assert Session.objects.count() == Receipt.objects.count() == Invitation.objects.count() == 1
    for days in (2, 4):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            call_command("purge")
    assert not Session.objects.exists() and not Invitation.objects.exists() and not Receipt.objects.exists()
