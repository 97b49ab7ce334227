"""What could send people to the wrong door waits for a second person."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from shelters.audit import trail
from shelters.codes.staff import Decision, Role
from shelters.models import Facility, Proposal, TrailEntry
from shelters.staff import outbox
from tests.support import lists, make
from tests.support.keeping import SOURCE, fill
from tests.support.pages import change, fields_of, text_of
from tests.support.people import coordinator, person, sign_in
from tests.support.proposals import url, wish

pytestmark = pytest.mark.django_db
NONE = timedelta()


def told(near):
    first = near(place="Gəncə", lang="en").json()["results"][0]
    return first["name"], first["place"], [phone["number"] for phone in first["phones"]]


WISHES = [
    {"phones-0-number": "(012) 404 99 99"},
    {"phones-0-DELETE": "on"},
    {"phones-1-number": "(012) 404 99 99", "phones-1-source": "x", "phones-1-visible_to": "public"},
    {"phones-0-visible_to": "caseworkers"},
    {"name_en": "Other"},
    {"place": "Bakı"},
]


@pytest.mark.parametrize("fields", WISHES, ids=lambda fields: "+".join(fields))
def test_nothing_shows_until_another_confirms(leyla, nigar, house, near, fields):
    before = told(near)
    proposal = wish(leyla, house, **fields)
    assert told(near) == before
    assert leyla.post(url(proposal, "confirm")).status_code == 403
    assert told(near) == before
    page = text_of(nigar.get(url(proposal)))
    assert (
        "Now" in page
        and "Then" in page
        and any(str(value) in page for value in [*fields.values(), "404 12 34", "Baku"])
    )
    assert nigar.post(url(proposal, "confirm")).status_code == 200
    assert near(place="Bakı", lang="en").json()["results"] and told(near) != before
    assert nigar.post(url(proposal, "confirm")).status_code == 409
    written = str(list(TrailEntry.objects.values("actor", "numbers", "subject")))
    assert trail.verify() is None
    assert not any(words in written for words in ("404 12 34", "404 99 99", "4041234", "4049999", "Other", "Bakı"))


def test_questions_are_taken_where_somebody_answers(leyla, house):
    before = fields_of(leyla.get(change(house)))
    refused = leyla.post(change(house), before | {"takes_questions": "on"})
    assert "Nobody answers there yet" in text_of(refused) and not Proposal.objects.exists()


@pytest.mark.parametrize("field", ["listed", "takes_questions", "public_rooms"])
def test_who_may_see_it_waits_too(leyla, nigar, house, field):
    person(Role.HOST, house.organisation, "host")
    Facility.objects.filter(pk=house.pk).update(listed=False)
    make.refresh([house.pk])
    leyla.post(change(house), fields_of(leyla.get(change(house))) | {field: "on"})
    was = getattr(Facility.objects.get(pk=house.pk), field)
    nigar.post(url(Proposal.objects.get(), "confirm"))
    assert getattr(Facility.objects.get(pk=house.pk), field) is not was


def test_a_rule_for_whose_sake_a_place_is_attacked_is_not_shown_by_one_alone(leyla, nigar):
    house = make.facility(rules={"trans_woman": {"verdict": "yes", "visible_to": "caseworkers"}})
    fill(leyla, house, "takes", **{"trans_woman-visible_to": "public", "same": None, **SOURCE})
    assert house.rules.get().visible_to == "caseworkers"
    nigar.post(url(Proposal.objects.get(), "confirm"))
    assert house.rules.get().visible_to == "public"


def test_what_caseworkers_read_waits_too(leyla, nigar, house):
    wish(leyla, house, notes="ring twice", fresh_hours=6)
    house.refresh_from_db()
    assert (house.notes, house.fresh_hours) == ("", 4)
    nigar.post(url(Proposal.objects.get(), "confirm"))
    house.refresh_from_db()
    assert (house.notes, house.fresh_hours) == ("ring twice", 6)


def test_who_came_after_it_cannot_confirm_it(leyla, house):
    proposal = wish(leyla, house, name_en="Other")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        helper = coordinator("helper", NONE)
        assert helper.post(url(proposal, "confirm")).status_code == 403


def test_who_is_alone_waits_three_days_in_plain_sight(leyla, house, near):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        proposal = wish(leyla, house, name_en="Other")
        assert "waits for three days" in text_of(leyla.get(url(proposal)))
        clock.move_to(now + timedelta(hours=71, minutes=59))
        sign_in(leyla, leyla.user)
        assert leyla.post(url(proposal, "confirm")).status_code == 403 and told(near)[0] == "House"
        clock.move_to(now + timedelta(hours=72))
        sign_in(leyla, leyla.user)
        assert leyla.post(url(proposal, "confirm")).status_code == 200 and told(near)[0] == "Other"


@pytest.mark.both
def test_what_changed_in_between_overtakes_it(leyla, nigar, house, near):
    proposal = wish(leyla, house, name_en="Other")
    Facility.objects.filter(pk=house.pk).update(name_ru="По-другому")
    make.refresh([house.pk])
    assert "Overtaken" in text_of(nigar.post(url(proposal, "confirm")))
    assert told(near)[0] == "House"


def test_it_stands_under_its_name_or_where_there_is_none_its_key(leyla, house):
    assert "House" in text_of(leyla.get(url(wish(leyla, house, name_az="Başqa"))))
    nameless = make.facility(key="no-name", name_az="", basis="reported")
    assert "no-name" in text_of(leyla.get(url(wish(leyla, nameless, public_rooms="on"))))


@pytest.mark.both
def test_one_at_a_time_and_recalled_or_refused(leyla, nigar, house):
    proposal = wish(leyla, house, name_en="Other")
    again = leyla.post(change(house), fields_of(leyla.get(change(house))) | {"name_en": "Third"})
    assert "waits for a second person" in text_of(again)
    for who, decision in ((leyla, Decision.RECALLED), (nigar, Decision.REFUSED)):
        assert who.post(url(proposal, "withdraw")).status_code == 302
        proposal.refresh_from_db()
        assert proposal.decision == decision
        assert nigar.post(url(proposal, "confirm")).status_code == 409
        proposal = wish(leyla, house, name_en="Other")


def test_peers_are_told_until_they_looked(leyla, nigar, house, django_capture_on_commit_callbacks):
    leyla.post("/work/mail/", {"email": "leyla@example.org"})
    assert nigar.post("/work/mail/", {"email": "nobody"}).status_code == 400
    nigar.post("/work/mail/", {"email": "nigar@example.org"})
    with django_capture_on_commit_callbacks(execute=True):
        proposal = wish(leyla, house, name_en="Other")
    assert mail.outbox == [] and outbox.send_due(timezone.now() + timedelta(minutes=5)) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == ["nigar@example.org"]
    assert not re.search("House|Other|http|number|place", f"{sent.subject}{sent.body}")
    notice = "Something waits for a second person"
    assert notice not in text_of(leyla.get("/work/"))
    assert notice in text_of(nigar.get("/work/")) and notice in text_of(nigar.get("/work/"))
    nigar.get(url(proposal))
    assert notice not in text_of(nigar.get("/work/"))


def handed_in(client, text):
    page = lists.look(client, text)
    return lists.hand_in(client, page) if page.status_code == 200 else page


def test_a_list_is_taken_in_by_two(leyla, nigar, house, near):
    out = io.StringIO()
    from shelters.directory.csv_file import export_directory

    export_directory(out)
    text = out.getvalue().replace("404 12 34", "404 99 99").replace("0124041234", "0124049999")
    assert handed_in(leyla, text).status_code == 302
    assert "1234" in told(near)[2][0].replace(" ", "")
    proposal = Proposal.objects.get()
    assert "99" in text_of(nigar.get(url(proposal)))
    nigar.post(url(proposal, "confirm"))
    assert "9999" in told(near)[2][0].replace(" ", "")
    proposal.refresh_from_db()
    assert "csv" not in proposal.after


@pytest.mark.parametrize("text", ["", "x", "key;name", "key,town\n1,Bakı"])
def test_a_list_with_mistakes_is_refused_at_once(leyla, text):
    assert handed_in(leyla, text).status_code == 400 and not Proposal.objects.exists()
    assert lists.look(leyla, b"\xff\xfe").status_code == 400


def test_the_console_is_trusted(leyla, house, tmp_path):
    out = tmp_path / "list.csv"
    call_command("export_directory", str(out), stdout=io.StringIO())
    call_command("import_directory", str(out), stdout=io.StringIO())
    assert TrailEntry.objects.filter(what="directory.imported", actor="console").exists()
