"""A caseworker's own clients: opened, kept, found, handed over and closed, without any other account."""

import random
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import CaseOutcome, Channel, ConsentMethod, Danger, DeclineReason, EnquiryStatus, StatisticalGroup
from referrals.forms import code_names
from referrals.models import Case, Note, Referral
from referrals.pages import caseload
from referrals.vault import contents
from referrals.workflow import calls, cases, needs, placing, retention, stay
from referrals.workflow.placing import Client
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import Role
from shelters.models import TrailEntry
from tests.support import people
from tests.support.clients import FORM, opened
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, hours_from_now, offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]


def path(case, *more):
    return f"/work/cases/{case.public_id}/" + "".join(f"{part}/" for part in more)


def listed(client):
    return text_of(client.get("/work/requests/"))


def test_a_new_client_takes_twelve_fields_at_most_and_no_typed_name(sevda):
    page = sevda.get("/work/cases/new/").content.decode()
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page))
    assert len(names - {"csrfmiddlewaretoken", "name", "once"}) <= 12
    assert sevda.post("/work/cases/new/", FORM | {"name": "Aysel Məmmədova"}).status_code == 400
    assert sevda.post("/work/cases/new/", FORM | {"needs": []}).status_code == 400
    case = opened(sevda)
    assert contents.get(case, "name") == "Durna Nar" and case.referrals.count() == 2
    opened(sevda)
    assert Case.objects.count() == 1, "sent twice, opened once"
    text = text_of(sevda.get(path(case)))
    assert "legal help" in text.lower() and "psychologist" in text and "High danger" in text
    assert "555 01" not in text and "555 01" in text_of(sevda.post(path(case, "contact")))
    assert TrailEntry.objects.filter(what="read.contact").count() == 1


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_a_proposed_name_is_two_words_that_the_form_takes(language):
    for _time in range(50):
        words = code_names.propose(language).split()
        assert len(set(words)) == 2 and set(words) <= code_names.ALL


def test_a_note_with_a_number_or_a_name_asks_really(sevda):
    case = opened(sevda)
    for text in ("zəng 050 555 01 02", "a@b.az", "Aysel gəldi", "Nizami küçəsi"):
        refused = sevda.post(path(case, "note"), {"text": text})
        assert refused.status_code == 400 and "Really keep it so?" in text_of(refused) and not Note.objects.exists()
    assert sevda.post(path(case, "note"), {"text": "x" * 281}).status_code == 400
    assert sevda.post(path(case, "note"), {"text": "Vəkil sabah cavab verir"}).status_code == 302
    assert sevda.post(path(case, "note"), {"text": "Aysel gəldi", "really": "on"}).status_code == 302
    assert "Vəkil sabah cavab verir" in text_of(sevda.get(path(case)))


def test_the_safe_way_is_asked_before_the_next_step_and_no_ring_reminds_of_nothing(sevda):
    case = opened(sevda)
    Case.objects.update(safe_way=None)
    step = {"step": "Vəkildən soruşmaq", "at": hours_from_now(2)}
    assert "First write down" in text_of(sevda.post(path(case, "plan"), step))
    assert sevda.post(path(case, "safe_way"), {"way": "voice", "spoken": "az"}).status_code == 302
    assert sevda.post(path(case, "plan"), step).status_code == 302
    assert "Nothing waits for you." in listed(sevda)
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        later = people.signed_in(sevda.user)
        assert "A next step is due." in listed(later)
        later.post(path(case, "safe_way"), {"way": "none", "spoken": "az"})
        assert "A next step is due." not in listed(later) and "nothing reminds you" in text_of(later.get(path(case)))


def test_an_open_next_step_keeps_a_case_for_a_year_at_most(sevda):
    case = opened(sevda)
    for month in range(1, 13):
        with time_machine.travel(timezone.now() + timedelta(days=29 * month)):
            cases.plan(case, "Soruşmaq", timezone.now() + timedelta(days=29), by=CONSOLE)
            retention.purge()
    with time_machine.travel(timezone.now() + timedelta(days=364)):
        retention.purge()
        assert Case.objects.filter(pk=case.pk).exists()
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        retention.purge()
        assert not Case.objects.exists() and not Note.objects.exists()


def test_it_is_closed_with_an_outcome_and_opened_again(sevda, answering):
    case = opened(sevda)
    one = case.referrals.earliest("pk")
    needs.ask_further(one, [answering[0].facility], QUESTION, how=ConsentMethod.VOICE, by=CONSOLE)
    offered(one.enquiries.get(), answering[0])
    assert sevda.post(path(case, "finish"), {"outcome": "x"}).status_code == 400
    assert sevda.post(path(case, "finish"), {"outcome": "partly"}).status_code == 302
    text = text_of(sevda.get(path(case)))
    assert "They got a part of it" in text and "Nothing waits for you." in listed(sevda)
    assert one.enquiries.get().hold.ended_at, "its bed is free"
    case.refresh_from_db()
    assert case.erase_at - case.closed_at == timedelta(days=30)
    assert sevda.post(path(case, "reopen")).status_code == 302 and Case.objects.get().closed_at is None
    silent = calls.PlaceAnswer(EnquiryStatus.NOT_REACHED)
    calls.log(one, answering[0].facility, Channel.PHONE, silent, caseworker=sevda.user, by=CONSOLE)
    assert Referral.objects.get(pk=one.pk).state == "asked"


@pytest.mark.parametrize("how", ["due", "at once"])
def test_what_was_closed_with_open_needs_is_erased_all_the_same(sevda, how):
    case = opened(sevda)
    assert sevda.post(path(case, "finish"), {"outcome": "partly"}).status_code == 302
    if how == "at once":
        assert sevda.post(path(case, "withdraw"), {"sure": "on"}).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        retention.purge()
    assert not Case.objects.exists()


def test_it_is_handed_over_with_a_word_and_the_notes_stay_behind(sevda, ngo):
    mate = people.signed_in(people.person(Role.CASEWORKER, ngo, "mate"))
    case = opened(sevda)
    for ticked, kept in (({}, 0), ({"with_notes": "on"}, 1)):
        sevda.post(path(case, "note"), {"text": "Sabah zəng"})
        sevda.post(path(case, "hand_over"), {"to": f"user {mate.user.pk}", "word": "Məzuniyyətdəyəm", **ticked})
        assert Note.objects.count() == kept
    assert "It was handed to you." in listed(mate) and "Məzuniyyətdəyəm" in text_of(mate.get(path(case)))
    assert mate.post(path(case, "seen")).status_code == 302 and "It was handed to you." not in listed(mate)


def test_a_search_finds_own_code_names_and_nothing_is_in_the_address(sevda, aynur):
    opened(sevda)
    found = sevda.post("/work/requests/search/", {"name": "durna"})
    assert "Durna Nar" in text_of(found) and "Durna" not in text_of(aynur.post("/work/requests/search/", {"name": "d"}))
    assert TrailEntry.objects.filter(what="read.names").count() == 2
    assert sevda.get("/work/requests/search/?name=durna").status_code == 405


def test_danger_stands_first_and_the_list_has_a_lid(sevda, ngo):
    for nth in range(9):
        danger = Danger.NOW if nth == 8 else Danger.HIGH
        case = needs.open_case(
            Client(sevda.user, ngo, f"Nar {nth}"),
            ["legal_aid"],
            group=StatisticalGroup.WOMEN,
            danger=danger,
            safe=None,
            by=CONSOLE,
        )
        Case.objects.filter(pk=case.pk).update(danger_on=timezone.localdate() - timedelta(days=8))
    text = listed(sevda)
    assert text.index("Nar 8") < text.index("Nar 0") and "Needs you now (9)" in text
    assert "Nar 7" not in text and "More: 2" in text
    assert sevda.post(path(Case.objects.latest("pk"), "danger"), {"danger": "not_now"}).status_code == 302
    assert "Needs you now (8)" in listed(sevda)


UNSOLVED = ["refused", "expired", "late", "not_arrived", "ran_out", "denied"]


def unsolved(what, keeper, ngo, pool, once):
    """A client with one need, of which this came."""
    made, _code = placing.ask(
        QUESTION, [pool.facility], once=once.rjust(24, "p"), client=Client(keeper, ngo, "Nar Nar")
    )
    one, soon = made.enquiries.get(), timezone.now() + timedelta(hours=1)
    if what == "refused":
        placing.refuse(one, DeclineReason.FULL, by=CONSOLE)
    elif what in ("late", "not_arrived"):
        offered(one, pool, 1, arrival=soon)
        placing.choose(one, by=CONSOLE)
    elif what in ("ran_out", "denied"):
        yes = calls.PlaceAnswer(EnquiryStatus.OFFERED, pool=pool, beds=1)
        with time_machine.travel(made.until):  # by telephone it is asked anew, for a year
            calls.log(made, pool.facility, Channel.PHONE, yes, caseworker=keeper, by=CONSOLE)
            if what == "denied":
                calls.not_so(one, by=CONSOLE)
    if what == "not_arrived":
        stay.not_arrive(made, by=CONSOLE)
    return made


@pytest.mark.parametrize("seed", range(3))
def test_the_list_never_says_nothing_waits_while_something_is_unsolved(sevda, ngo, answering, seed):
    """Random days: each thing that goes wrong; what somebody has seen waits no more."""
    chance = random.Random(seed)
    for nth, what in enumerate(chance.sample(UNSOLVED, len(UNSOLVED))):
        made = unsolved(what, sevda.user, ngo, answering[nth % 2], f"{seed}{nth}")
        days = timedelta(hours=chance.choice([72, 200]))
        with time_machine.travel(timezone.now() + days):
            if chance.random() < 0.5:
                retention.purge()
            now = timezone.now()
            row = next(row for row in caseload.of(sevda.user, now) if row.case.pk == made.case_id)
            assert row.needs and row.mine, what
            assert "Nothing waits for you." not in listed(people.signed_in(sevda.user))
            cases.see(made.case, by=CONSOLE)
            row = next(row for row in caseload.of(sevda.user, now) if row.case.pk == made.case_id)
            assert not row.needs, (what, row.needs)
        cases.finish(made.case, CaseOutcome.LOST, by=CONSOLE)


def test_each_role_reads_what_is_unsolved_of_its_own(sevda, aynur, ngo, answering):
    """Its caseworker; all of the organisation where nobody keeps it, or it was handed over; nobody else."""
    mate = people.signed_in(people.person(Role.CASEWORKER, ngo, "mate"))
    others = [aynur, people.coordinator("leyla"), people.signed_in(people.User.objects.get(username="host"))]
    for nth, what in enumerate(UNSOLVED):
        made = unsolved(what, sevda.user, ngo, answering[nth % 2], f"r{nth}")
        for keeper, urgent in ((sevda.user, [sevda]), (None, [sevda, mate]), (mate.user, [mate])):
            Case.objects.filter(pk=made.case_id).update(caseworker=keeper)
            with time_machine.travel(timezone.now() + timedelta(hours=72)):
                now = timezone.now()
                told = [
                    who for who in (sevda, mate, *others) if any(r.needs and r.mine for r in caseload.of(who.user, now))
                ]
                assert told == urgent, what
                for who in urgent:
                    line = caseload.waiting_line(who.user)
                    assert line and line.number == 1, what
        cases.withdraw(made.case, by=CONSOLE)


def test_the_first_page_and_the_title_say_how_many(sevda, ngo):
    case = opened(sevda, danger="now")
    for page in ("/work/", "/work/requests/"):
        assert "<title>(1) " in sevda.get(page).content.decode()
    assert "1 client needs you now." in text_of(sevda.get("/work/"))
    sevda.post(path(case, "danger"), {"danger": "not_now"})
    assert "needs you now" not in text_of(sevda.get("/work/"))
    assert "<title>(" not in sevda.get("/work/").content.decode()
