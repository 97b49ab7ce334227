"""Everything that somebody can tell us is marked, then everything is done with it: the mark must be nowhere."""

import io
import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from referrals.codes import ConsentMethod, DeclineReason, EndedBy, ExitReason
from referrals.models import Message, Referral
from referrals.vault import contents, sealing
from referrals.workflow import cases, placing, retention, stay, transitions
from referrals.workflow.placing import Client
from shelters.audit.trail import Actor
from shelters.beds import counting
from shelters.beds.holds import NoRoom
from shelters.codes.staff import CountRoute, Role
from shelters.models import Facility
from shelters.staff import outbox
from tests.support import people
from tests.support.canaries import SEALED, file_of_database, find_mark
from tests.support.referrals import HOST, QUESTION

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("ring")]
MARK = "Kanareyka7f3a91"
CONTACT: Any = {"way": "voice", "reach": f"+{MARK}", "hours": MARK, "word": MARK, "others": f"{MARK} – heç nə"}
COMMANDS = ["purge", "rotate_keys", "verify_trail", "coverage_hours", "refresh_listings"]


@pytest.fixture
def staff(pools):
    """A host and a caseworker who want mail."""
    organisation = pools[0].facility.organisation
    made = [people.person(role, organisation, role) for role in (Role.HOST, Role.CASEWORKER)]
    for person in made:
        person.email = f"{person.username}@example.org"
        person.save()
    return made


def marked(pools, caseworker=None, once=f"{MARK}-once"):
    client = Client(caseworker, pools[0].facility.organisation, MARK) if caseworker else None
    question = QUESTION | {"avoid": MARK, "rayon": "AZ-ZAQ", "access": [MARK], "who": [MARK, "woman"]}
    referral, code = placing.ask(question, [pool.facility for pool in pools], once=once, client=client)
    return referral, code, list(referral.enquiries.all())


def filled(pools, caseworker=None, once=f"{MARK}-once"):
    """Every field, and every word of either side, up to the choice."""
    referral, code, (one, other) = marked(pools, caseworker, once)
    placing.write(other, f"{MARK}?", from_house=True, by=HOST)
    placing.write(other, f"{MARK}!", from_house=False, by=transitions.HER)
    placing.refuse(other, DeclineReason.OTHER, words=f"{MARK}, bağışlayın", by=HOST)
    placing.offer(one, pools[0], 1, until=None, arrival=None, words=MARK * 20, by=HOST)
    placing.choose(one, by=transitions.HER)
    stay.leave_contact(referral, CONTACT, how=ConsentMethod.SCREEN, by=transitions.HER)
    return Referral.objects.get(pk=referral.pk), code


def told(failure, act):
    """What a failure says of itself."""
    with pytest.raises(failure) as raised:
        act()
    logging.getLogger("referrals").error("failed", exc_info=raised.value)
    return f"{raised.value!r} {raised.value}"


def everything_else(caseworker):
    """What commands print, and what the directory is exported as."""
    printed = io.StringIO()
    for command in COMMANDS:
        call_command(command, stdout=printed, stderr=printed)
    call_command("export_directory", stdout=printed)
    return printed.getvalue() + repr(list(Referral.objects.all())) + repr(list(Message.objects.all()))


def test_the_search_finds_what_is_there(pools):
    for written in (MARK, MARK.upper(), MARK.encode().hex(), f"..{MARK}"):
        Facility.objects.filter(pk=pools[0].facility_id).update(notes=written)
        assert "shelters_facility.notes" in find_mark(MARK), written
    Facility.objects.update(notes="")
    referral, _code, _asks = marked(pools)
    Referral.objects.filter(pk=referral.pk).update(question=f"x{MARK}".encode())
    assert "referrals_referral.question" in find_mark(MARK)


@pytest.mark.parametrize("end", ["withdrawn", "purged", "left"])
def test_the_mark_is_nowhere(pools, staff, end, caplog, django_capture_on_commit_callbacks):
    host, caseworker = staff
    caplog.set_level(logging.DEBUG, "referrals")
    with django_capture_on_commit_callbacks(execute=True):
        referral, code = filled(pools)
        cased, _code = filled([pools[1], pools[0]], caseworker, once=f"{MARK}-cased")
    key = contents.key_of(referral.case)
    assert contents.get(referral, "contact", key) == CONTACT and contents.get(cased.case, "name") == MARK
    for what in ("question", "contact", "messages"):
        contents.note_reading(referral.case, what, Actor("user", host.pk))
    assert outbox.send_due(timezone.now() + timedelta(minutes=5)) == (2, 0)
    assert len(mail.outbox) == 2 and nowhere(code, everything_else(caseworker), caplog)
    sealed = sealed_values(referral)
    ended(referral, end)
    to = {"caseworker": caseworker, "organisation": pools[0].facility.organisation}
    cases.hand_over(cased.case, **to, how=ConsentMethod.VOICE, by=HOST)
    assert nowhere(code, everything_else(caseworker), caplog)
    if end != "left":
        assert [part for part in sealed if part in file_of_database()] == [], "erased, and not only unlinked"


def nowhere(code, printed, caplog):
    mails = "".join(f"{sent.subject} {sent.body} {sent.extra_headers} {sent.from_email}" for sent in mail.outbox)
    assert find_mark(MARK) == [] and find_mark(code) == []
    assert MARK.lower() not in (mails + printed + caplog.text).lower()
    assert code not in mails + printed + caplog.text
    return True


def sealed_values(referral):
    """Each sealed value of a request as it lies in the database."""
    rows = [referral, referral.case, *referral.enquiries.all(), *Message.objects.filter(enquiry__referral=referral)]
    values = [getattr(row, column) for row in rows for column in SEALED[type(row)]]
    return [bytes(value) for value in [*values, referral.case.data_key] if value]


def ended(referral, end):
    stay.set_out(referral, by=transitions.HER)
    stay.arrive(referral, by=HOST)
    if end == "withdrawn":
        cases.withdraw(referral.case, by=transitions.HER)
        return
    stay.leave(referral, ExitReason.DISCRIMINATION, EndedBy.SHELTER, by=HOST)
    if end == "purged":
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            assert retention.purge() >= 1
            retention.rotate()


def test_failures_tell_nothing(pools, caplog):
    referral, code, (one, other) = marked(pools)
    long, hers = MARK * 400, transitions.HER
    counting.step(pools[0], by=counting.CountedBy(HOST, CountRoute.PAGE), occupied=2)
    offer: dict[str, Any] = {"until": None, "arrival": None, "by": HOST}
    said = [
        told(sealing.TooLong, lambda: placing.write(one, long, from_house=True, by=HOST)),
        told(sealing.TooLong, lambda: placing.refuse(one, DeclineReason.OTHER, words=long, by=HOST)),
        told(NoRoom, lambda: placing.offer(one, pools[0], 1, words=MARK, **offer)),
        told(transitions.Illegal, lambda: placing.offer(one, pools[1], 1, words=MARK, **offer)),
        told(transitions.Illegal, lambda: placing.choose(other, by=hers)),
        told(transitions.Illegal, lambda: stay.leave_contact(referral, CONTACT, how=ConsentMethod.SCREEN, by=hers)),
        told(sealing.TooLong, lambda: placing.ask(QUESTION | {"avoid": long}, [pools[0].facility], once=MARK)),
        told(
            sealing.Unreadable, lambda: contents.key_of(referral.case).open(referral.question, MARK, "question", MARK)
        ),
    ]
    referral.question = referral.question[:-1] + bytes([referral.question[-1] ^ 1])
    said.append(told(sealing.Unreadable, lambda: contents.get(referral, "question")))
    assert contents.by_code(MARK) is None and nowhere(code, "".join(said), caplog)
