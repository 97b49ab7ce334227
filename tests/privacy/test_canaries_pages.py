"""Everything that anybody can type is marked, over HTTP, and everything is done with it: no mark is anywhere."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django import forms as plain
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.utils import timezone
from rest_framework import serializers

from config.logs import ERROR_MAIL
from referrals.forms import question
from referrals.forms import staff as staff_forms
from referrals.models import Case, Enquiry, Message, Note, Referral, ShiftNote
from referrals.pages import survivor_answers
from referrals.vault import contents, enquiries, keyring, shift_notes
from referrals.workflow import retention
from shelters.codes.staff import Role
from shelters.models import BedPool, Organisation, Place, User
from shelters.staff import outbox
from tests.support import make, outlets, people, story
from tests.support.canaries import find_mark, holds
from tests.support.referrals import key
from tests.support.story import MARKS, ONCE, SOUGHT, WORDS, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
SEALED_OF_REQUESTS = ("question", "contact")


@pytest.fixture
def pools():
    """Two houses of one organisation."""
    town = Place.objects.get(name_az="Gəncə")
    houses = [make.facility(town, name_en=name, takes_questions=True) for name in ("First house", "Second house")]
    return [BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=9) for house in houses]


@pytest.fixture
def ids(pools):
    return [pool.facility.public_id for pool in pools]


@pytest.fixture
def staff(pools):
    """Who works here, each at work, and each wants mail."""
    ngo = Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")
    there = Organisation.objects.create(key="there", type="ngo", name_az="Başqa")
    homes = {"host": (Role.HOST, pools[0].facility.organisation), "sevda": (Role.CASEWORKER, ngo)}
    homes |= {"mate": (Role.CASEWORKER, ngo), "aynur": (Role.CASEWORKER, there), "leyla": (Role.COORDINATOR, None)}
    made = {name: people.person(*home, name) for name, home in homes.items()}
    for user in made.values():
        user.email = f"{user.username}@example.org"
        user.save()
    return {name: told(people.signed_in(user)) for name, user in made.items()}


@pytest.fixture
def her(client):
    return told(client)


@pytest.fixture
def log(caplog):
    return outlets.everything_logged(caplog)


def nowhere(log, code, *people):
    """No mark, no code: in the database, a session, the cache, a mail, a log, an output, an address or a header."""
    written = " ".join(code[at : at + 4] for at in range(0, 16, 4))
    marks = (*SOUGHT, *(one.key for one in people if one.key), code, written, written.replace(" ", "-"))
    assert find_mark(*marks) == []
    assert outlets.telling(marks, people, log=log(), command=outlets.printed()) == []
    return True


def of(referral):
    """The two places that were asked."""
    return list(referral.enquiries.order_by("facility__pk").values_list("public_id", flat=True))


def test_no_mark_is_anywhere(her, staff, pools, ids, log, settings, django_capture_on_commit_callbacks):
    settings.ADMINS = [("", "errors@example.org")]
    everybody = [her, *staff.values()]
    with django_capture_on_commit_callbacks(execute=True):
        code = story.asks(her, ids)
        one, other = of(Referral.objects.get())
        story.answers(staff["host"], one, other, pools[0].public_id)
        story.reads(her, code, one, other)
        at = story.begins_a_case(staff["sevda"], ids)
        first, second = of(Referral.objects.latest("pk"))
        story.answers(staff["host"], first, second, pools[0].public_id)
        staff["host"](f"/work/questions/{second}/refuse/", 302, reason="other", words=WORDS)
        story.chooses(staff["sevda"], at, first, second, f"user {staff['mate'].user.pk}")
    outbox.send_due(timezone.now() + timedelta(minutes=5))
    assert len(mail.outbox) > 2 and nowhere(log, code, *everybody), "while it lives"
    assert unfilled() == [] and untold(everybody) == set()
    story.houses(staff["host"], one)
    staff["mate"](f"{story.case_of(staff['mate'], at)}withdraw/", 302, sure="on")
    assert nowhere(log, code, *everybody), "when it is over"
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        retention.purge()
        assert her.send(story.ANSWER, code=code).status == 404 and nowhere(log, code, *everybody), "when it is purged"


def unfilled():
    """Sealed columns that hold no mark, if they are opened."""
    read: Any = contents.get
    opened = {f"Referral.{name}": [read(one, name) for one in Referral.objects.all()] for name in SEALED_OF_REQUESTS}
    for name in ("safe_way", "safety_plan", "minor", "next_step", "given_word"):
        opened[f"Case.{name}"] = [read(one, name) for one in Case.objects.all()]
    opened["Note.body"] = [contents.text_of_note(one, contents.key_of(one.case)) for one in Note.objects.all()]
    opened["ShiftNote.content"] = [shift_notes.content_of(one) for one in ShiftNote.objects.all()]
    opened["Enquiry.details"] = [
        enquiries.details(one, contents.key_of(one.referral.case)) for one in Enquiry.objects.all()
    ]
    opened["Message.body"] = [
        contents.text_of(one, contents.key_of(one.enquiry.referral.case)) for one in Message.objects.all()
    ]
    return [column for column, values in opened.items() if not any(WORDS in str(value) for value in values)]


def untold(everybody):
    """Fields of forms that take text, in which nobody put a mark."""
    found = set()
    for form in vars(question).values():
        if isinstance(form, type) and issubclass(form, serializers.Serializer):
            found |= {name for name, one in form._declared_fields.items() if isinstance(one, serializers.CharField)}
    for form in vars(staff_forms).values():
        if isinstance(form, type) and issubclass(form, plain.Form):
            found |= {name for name, one in form.base_fields.items() if type(one) in (plain.CharField, plain.SlugField)}
    return (found | {"place", "code", "once"}) - set().union(*(one.marked for one in everybody))


def test_failures_tell_nothing(her, staff, ids, ring, log, settings, monkeypatch):
    settings.ADMINS = [("", "errors@example.org")]
    code = story.asks(her, ids)
    at = story.begins_a_case(staff["sevda"], ids)
    case = story.case_of(staff["sevda"], at)
    her(f"/en/{MARKS[0]}/", 404)
    her("/en/answer/", 405, method="PUT", code=code, text=WORDS)
    her("/en/ask/", 413, avoid=WORDS * 900)
    forged = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    people.sign_in(forged, staff["sevda"].user)
    refused = told(forged)
    refused(f"{case}keep/", 403, days=WORDS, words=WORDS)
    staff["host"](f"{case}keep/", 403, days=WORDS)
    staff["aynur"](f"{case}keep/", 404, days=WORDS)
    with monkeypatch.context() as broken:
        broken.setattr(survivor_answers, "read", breaks)
        broken.setattr(keyring, "current", breaks)
        broken.setattr(contents, "key_of", breaks)
        her(story.ANSWER, 500, code=code, do="x", text=WORDS)
        her(story.ASK, 500, **story.question(ids, once=her.key))
        staff["sevda"](at, 500)
    settings.KEYRING = ring / "lost"
    for do in ("", "reply", "contact", "choose"):
        her(story.ANSWER, 503, **story.REACHED | {"code": code, "do": do, "ask": WORDS, "text": WORDS})
    her(story.ASK, 503, **story.question(ids, once=key("c")))
    staff["sevda"](at, 503)
    staff["sevda"](f"{at}leave_contact/", 503, way=WORDS, reach=WORDS)
    settings.KEYRING = ring
    for thread in threading.enumerate():
        if thread.name == ERROR_MAIL:
            thread.join()
    assert "RuntimeError" in log() and "RuntimeError" in "".join(str(one.body) for one in mail.outbox)
    assert nowhere(log, code, her, refused, *staff.values())


def breaks(*_args, **_kwargs):
    raise RuntimeError(f"could not read {WORDS} of {ONCE}")


def test_coordinators_read_of_nobody(her, staff, ids):
    story.asks(her, ids)
    at, tell = story.begins_a_case(staff["sevda"], ids), staff["leyla"]
    told_of = [*SOUGHT, *(one.public_id for one in Referral.objects.all())]
    person = f"people/{User.objects.get(username='sevda').pk}/"
    for path in (
        *("", "requests/overdue/", "proposals/", "overdue/", "people/", person, "first-day/", "ring/", "ring/when/"),
        *("seen/", "done/", "places/", "freeze/?scope=everything", f"beds/{ids[0]}/", f"beds/{ids[0]}/history/"),
    ):
        assert not holds(tell(f"/work/{path}").text, told_of), path
    case = story.case_of(staff["sevda"], at)
    for path in (
        at,
        case,
        "/work/requests/",
        "/work/requests/new/",
        "/work/requests/calls/",
        "/work/cases/new/",
        "/work/questions/",
    ):
        tell(path, 403)
    for model in apps.get_app_config("referrals").get_models():
        assert model not in admin.site._registry
        tell(f"/admin/referrals/{model._meta.model_name}/", 404)
    house = Place.objects.get(name_az="Gəncə").facilities.first()
    for path in (f"facility/{house.pk}", f"organisation/{house.organisation_id}"):
        tell(f"/admin/shelters/{path}/delete/", 403)


def test_public_addresses_name_no_case(her, staff, pools, ids):
    code = story.asks(her, ids)
    (one, other), referral = of(Referral.objects.get()), Referral.objects.get()
    story.answers(staff["host"], one, other, pools[0].public_id)
    story.reads(her, code, one, other)
    for page in her.pages:
        links = [*re.findall(r'(?:href|action|formaction)="([^"]*)"', page.text), page.headers]
        assert not holds(" ".join(links), [one, other, referral.public_id]), page.path
        assert "Set-Cookie" not in page.headers and "'no-referrer'" in page.headers and "'no-store'" in page.headers
