"""Silence: the house is told again, then the coordinators. They learn which house it is, and no more."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from referrals.codes import ConsentMethod, DeclineReason
from referrals.models import Enquiry
from referrals.workflow import cases, crowds, escalation, needs, placing
from shelters.approvals import freeze
from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import FreezeScope, Role
from shelters.directory import pausing
from shelters.hours.clock import BAKU
from shelters.staff import outbox
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, offered, two_pools

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring", "everybody")]
NOON = datetime(2026, 5, 12, 12, tzinfo=BAKU)
HOST, LEYLA = ["host@example.org"], ["leyla@example.org"]
LATER = QUESTION | {"soon": "days"}


@pytest.fixture
def house():
    return make.facility(name_en="Nar house", takes_questions=True)


@pytest.fixture
def everybody(house, leyla):
    """A host of the house, and a coordinator; both with an address."""
    told = {"host": people.person(Role.HOST, house.organisation, "host"), "leyla": leyla.user}
    for name, user in told.items():
        user.email = f"{name}@example.org"
        user.save()


@pytest.fixture(autouse=True)
def after(monkeypatch, django_capture_on_commit_callbacks):
    """Whom the mails of some minutes tell, that many minutes after noon. Each goes at once."""
    monkeypatch.setattr(outbox.secrets, "randbelow", lambda _most: 0)

    def look(minutes):
        mail.outbox.clear()
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            with django_capture_on_commit_callbacks(execute=True):
                call_command("send_mail")
            call_command("send_mail")
        return [one.to for one in mail.outbox]

    return look


@pytest.fixture
def ask(house):
    def ask(question):
        with time_machine.travel(NOON, tick=False):
            return placing.ask(question, [house], once="a" * 24)[0].enquiries.get()

    return ask


@pytest.mark.parametrize("question, again, coordinators", [(QUESTION, 30, 60), (LATER, 60, 120)])
def test_the_house_again_then_the_coordinators_and_sooner_for_tonight(ask, after, question, again, coordinators):
    ask(question)
    assert after(again - 1) == [] and after(again) == [HOST] and after(again + 1) == []
    assert after(coordinators - 1) == [] and after(coordinators) == [LEYLA] and after(coordinators + 1) == []
    assert after(9 * coordinators) == [] and trail.verify() is None


ANSWERS = {
    "no": lambda one, pool: placing.refuse(one, DeclineReason.FULL, by=CONSOLE),
    "asked back": lambda one, pool: placing.write(one, "?", from_house=True, by=CONSOLE),
    "offered": lambda one, pool: offered(one, pool),
    "not real": lambda one, pool: crowds.doubt(one, doubted=True, by=CONSOLE),
    "withdrawn": lambda one, pool: cases.withdraw(one.referral.case, by=CONSOLE),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_ends_it(ask, after, house, answer):
    one, pool = ask(QUESTION), two_pools(house)[0]
    with time_machine.travel(NOON + timedelta(minutes=20)):
        ANSWERS[answer](one, pool)
    assert after(40) == [] and after(70) == []


def test_while_everything_is_frozen_nobody_is_told_and_after_the_thaw_it_goes_on(ask, after, house):
    ask(QUESTION)
    with time_machine.travel(NOON + timedelta(minutes=10)):
        freeze.freeze(FreezeScope.EVERYTHING, by=None)
    assert after(70) == []
    with time_machine.travel(NOON + timedelta(minutes=80)):
        freeze.thaw(by=None)
    assert sorted(after(81)) == [HOST, LEYLA]


def test_a_house_that_pauses_is_not_told_again_and_the_coordinators_are(ask, after, house):
    ask(QUESTION)
    with time_machine.travel(NOON + timedelta(minutes=10)):
        pausing.pause(house, True, by=CONSOLE)
    assert after(40) == [] and after(70) == [LEYLA]


def test_who_is_asked_later_has_as_long(ask, after, house, sevda, ngo):
    other = make.facility(takes_questions=True)
    with time_machine.travel(NOON - timedelta(hours=20), tick=False):
        client = placing.Client(sevda.user, ngo, "Nar")
        made, _code = placing.ask(QUESTION, [other], once="b" * 24, client=client)
    after(-1000)
    with time_machine.travel(NOON, tick=False):
        needs.ask_further(made, [house], QUESTION, how=ConsentMethod.VOICE, by=CONSOLE)
    assert after(29) == [] and after(30) == [HOST]


def test_the_first_pages_say_how_many_and_nothing_of_whom(ask, house, leyla):
    ask(QUESTION)
    with time_machine.travel(NOON + timedelta(minutes=70)):
        host, leyla = people.signed_in(house.organisation.members.get()), people.signed_in(leyla.user)
        assert "1 question waits for your answer." in text_of(host.get("/work/"))
        page = leyla.get("/work/")
        assert "1 centre has not answered for long: ring it." in text_of(page) and "Nar" not in text_of(page)
        assert "Nar house" in text_of(leyla.get("/work/requests/overdue/"))


def test_two_processes_tell_it_once(ask):
    one = ask(QUESTION)
    at = NOON + timedelta(minutes=40)
    with time_machine.travel(at):
        assert (escalation.escalate(at), escalation.escalate(at)) == (1, 0)
    assert Enquiry.objects.get(pk=one.pk).told == escalation.HOUSE
