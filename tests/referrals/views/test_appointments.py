"""A place without beds says "yes, come": what its caseworker reads, what her code never tells, and how it ends."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import CaseOutcome, ConsentMethod, Danger, ReferralState, StatisticalGroup
from referrals.models import Case, Enquiry, Referral
from referrals.vault import contents, enquiries
from referrals.workflow import appointments, cases, needs, placing, stay, transitions
from referrals.workflow.appointments import Appointment
from referrals.workflow.transitions import Illegal
from shelters.codes.public import Kind
from shelters.codes.staff import Role
from shelters.models import Hold, Organisation
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import HOST, QUESTION, code_of, filled, hours_from_now, two_pools

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
YES = {"way_in": "Second door", "bring": "Water", "words": "Gəlin"}


@pytest.fixture
def clinic():
    there = Organisation.objects.create(key="clinic", type="state", name_az="Klinika")
    services, phones = ["medical_care", "sti_care"], [{"number": "+994 12 345 67 89"}]
    about: dict[str, Any] = {"name_en": "Clinic One", "takes_questions": True, "services": services, "phones": phones}
    return make.facility(organisation=there, kind=Kind.CLINIC, **about)


@pytest.fixture
def host(clinic):
    return people.signed_in(people.person(Role.HOST, clinic.organisation, "host"))


def path(one, move=""):
    return f"/work/questions/{one.public_id}/" + (f"{move}/" if move else "")


def agreed(one, hours=30, **fields):
    when = timezone.now() + timedelta(hours=hours)
    return appointments.come(one, Appointment(when, "Second door", "Water"), words="", by=HOST, **fields)


def test_a_survivor_asks_a_clinic_and_rings_it(post, clinic, host):
    page = post("/en/ask/", id=[clinic.public_id], need=["sti_care"]).content.decode()
    assert re.search(r'<input type="hidden" name="service" value="sti_care"', page), "what she searched for"
    assert "bed for each" not in page and "When do you need it?" in page
    code = code_of(post("/en/ask/", **filled(clinic, service="sti_care")))
    one = Enquiry.objects.get()
    shown = text_of(host.get(path(one)))
    assert "Can they come to you?" in shown and "tests and treatment for infections" in shown
    assert "no beds here yet" not in shown
    assert host.post(path(one, "come"), YES | {"when": hours_from_now(30)}).status_code == 302
    assert "You said: yes, come." in text_of(host.get("/work/questions/")) and not Hold.objects.exists()
    told = text_of(post("/en/answer/", code=code))
    assert "1 place says yes." in told and "345 67 89" in told and "What to bring: Water" in told
    moment = enquiries.arrival(Enquiry.objects.get(), contents.key_of(one.referral.case))
    for secret in ("Second door", timezone.localtime(moment).strftime("%H:%M")):
        assert secret not in told, "nothing shown to a code tells where or when"
    chosen = text_of(post("/en/answer/", code=code, do="choose", ask=one.public_id))
    assert "They know that you come." in chosen and "after the word" in chosen and "on the way" not in chosen
    assert host.post(path(one, "arrive")).status_code == 302
    shown = text_of(host.get(path(one)))
    assert "They came" in shown and "Has left" not in shown and "Who stays" in text_of(host.get("/work/questions/"))


def test_after_the_appointment_nothing_is_kept_for_half_a_year(post, clinic):
    post("/en/ask/", **filled(clinic, service="medical_care"))
    one = placing.choose(agreed(Enquiry.objects.get()), by=transitions.HER)
    stay.arrive(one.referral, by=HOST)
    case = Case.objects.get()
    assert case.erase_at - timezone.now() <= timedelta(days=case.keep_days)


def test_a_caseworker_reads_the_moment_the_way_in_and_what_to_bring(sevda, ngo, clinic):
    question = QUESTION | {"need": "medical_care"}
    client = placing.Client(sevda.user, ngo, "Nar")
    referral, _code = placing.ask(question, [clinic], once="a" * 24, client=client)
    one = agreed(referral.enquiries.get())
    at = f"/work/requests/{referral.public_id}/"
    text = text_of(sevda.get(at))
    assert "They say: yes, come." in text and "Second door" in text and "Water" in text and "Agreed:" in text
    assert "bed" not in text.lower()
    assert sevda.post(f"{at}{one.public_id}/choose/").status_code == 302
    assert "A yes is in." not in text_of(sevda.get("/work/requests/"))
    stay.arrive(Referral.objects.get(), by=HOST)
    cases.finish(referral.case, CaseOutcome.SERVED, by=HOST)
    assert Case.objects.get().erase_at <= timezone.now() + timedelta(days=31), "no bed waits to be freed"


def test_what_stands_in_the_clear_does_not_tell_the_moment(post, clinic):
    post("/en/ask/", **filled(clinic, service="medical_care"))
    one = agreed(Enquiry.objects.get(), hours=31)
    assert timezone.localtime(one.offered_until).hour % 6 == 0 and one.offered_until.minute == 0
    with time_machine.travel(timezone.now() + timedelta(hours=31, minutes=1)), pytest.raises(Illegal):
        placing.choose(one, by=transitions.HER)


def test_a_centre_with_beds_holds_them_and_says_yes_in_no_other_way(post):
    house = make.facility(takes_questions=True)
    post("/en/ask/", **filled(house))
    one = Enquiry.objects.get()
    host = people.signed_in(people.person(Role.HOST, house.organisation, "host"))
    uncounted = host.get(path(one)).content.decode()
    assert 'name="when"' in uncounted and 'name="way_in"' not in uncounted, "the way to a house is told by voice"
    two_pools(house)
    assert 'name="pool"' in host.get(path(one)).content.decode()
    assert host.post(path(one, "come"), YES).status_code == 409
    assert Referral.objects.get().state == ReferralState.ASKED


def test_a_house_that_is_asked_later_reads_when_it_was_asked(sevda, ngo, clinic, host):
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        client = placing.Client(sevda.user, ngo, "Nar")
        case = needs.open_case(
            client, ["medical_care"], group=StatisticalGroup.WOMEN, danger=Danger.NOT_NOW, safe=None, by=HOST
        )
    referral = case.referrals.get()
    needs.ask_further(referral, [clinic], contents.get(referral, "question"), how=ConsentMethod.VOICE, by=HOST)
    assert "Asked today" in text_of(host.get("/work/questions/")) and "Asked today" in text_of(
        host.get(path(referral.enquiries.get()))
    )


def test_the_need_of_a_search_goes_with_the_question(sevda, clinic, host):
    page = sevda.post("/work/requests/new/", {"id": [clinic.public_id], "need": ["legal_aid"]}).content.decode()
    assert '<option value="legal_aid" selected>' in page
