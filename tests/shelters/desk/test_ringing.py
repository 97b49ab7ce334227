"""Whom to ring, what a call changes, many confirmed at once, and what share was confirmed when."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.codes.public import ConfirmationMethod
from shelters.desk import ringing, shares
from shelters.directory.confirmations import confirm
from shelters.models import AdmissionRule, Confirmation, Facility, Place, PracticeFact, Proposal, TrailEntry
from tests.support import make
from tests.support.pages import text_of
from tests.support.proposals import url

pytestmark = pytest.mark.django_db
PHONE = [{"number": "(012) 404 12 34"}]


def town(name):
    return Place.objects.get(name_az=name)


def ring_path(facility):
    return f"/work/ring/facility/{facility.pk}/"


def confirmed(near):
    return near(place="Gəncə").json()["results"][0]["confirmed"]


@pytest.fixture
def line(db):
    return make.line(key="one", number="116 123", label_en="Line", source="test", published=True)


def test_never_confirmed_comes_first_then_where_most_people_live(leyla, line):
    few, many, old = (make.facility(town(name), key=name) for name in ("Zaqatala", "Bakı", "Gəncə"))
    fresh = make.facility(town("Bakı"), key="fresh")
    today = timezone.localdate()
    for one, days in ((old, 91), (fresh, 90)):
        confirm(one, by=None, how=ConfirmationMethod.PHONE, on=today - timedelta(days=days))
    make.line(key="112", number="112", label_en="Rescue", source="test", published=True, emergency=True)
    assert [one.thing for one in ringing.due(today)] == [line, many, few, old]


def test_nobody_to_ring_is_said_only_when_it_is_so(leyla, house):
    mute = make.facility(town("Bakı"), name_en="Mute")
    said = "There is nobody to ring."
    assert said not in text_of(leyla.get("/work/ring/")) and said not in text_of(leyla.get("/work/overdue/"))
    confirm(house, by=None, how=ConfirmationMethod.PHONE)
    page = text_of(leyla.get("/work/ring/"))
    assert said not in page and "No number is known" in page
    confirm(mute, by=None, how=ConfirmationMethod.VISIT)
    assert said in text_of(leyla.get("/work/ring/")) and said in text_of(leyla.get("/work/overdue/"))


def test_a_call_begins_with_safety_and_asks_eight_questions(leyla, house):
    page = leyla.get(ring_path(house)).content.decode()
    assert page.index("is it safe to talk?") < page.index("Up to which age may sons come")
    assert page.count("<legend>") == 8 and "tel:+994124041234" in page


def test_what_was_said_is_confirmed_at_once_and_changed_by_two(leyla, nigar, house, near):
    answers = {"police_told": "yes", "sons": "12", "trans_woman": "yes", "family_told": "unknown"}
    assert leyla.post(ring_path(house), {"outcome": "confirmed"} | answers)["Location"] == "/work/proposals/"
    assert confirmed(near) == "today" and not PracticeFact.objects.exists()
    assert nigar.post(url(Proposal.objects.get(), "confirm")).status_code == 200
    fact, rules = PracticeFact.objects.get(), {rule.group: rule for rule in AdmissionRule.objects.all()}
    assert (fact.code, fact.answer, fact.source_kind) == ("police_told", "yes", "itself")
    assert rules["woman_with_children"].sons_up_to == 12 and rules["trans_woman"].visible_to == "caseworkers"
    assert fact.stated_on == timezone.localdate()


def test_answers_that_change_nothing_make_no_proposal(leyla, house):
    page = leyla.get(ring_path(house))
    form = {field.name: field.value() for field in page.context["form"]}
    assert leyla.post(ring_path(house), form | {"outcome": "confirmed"})["Location"] == "/work/ring/"
    assert Confirmation.objects.count() == 1 and not Proposal.objects.exists()


def test_who_cannot_talk_is_rung_again(leyla, house, near):
    assert leyla.post(ring_path(house), {"outcome": "not_reached"}).status_code == 302
    assert "Not reached: today" in text_of(leyla.get("/work/ring/"))
    later = {"outcome": "later", "day": str(timezone.localdate() + timedelta(days=9))}
    assert leyla.post(ring_path(house), later).status_code == 400
    for day in ("0001-01-01", "2026-01-02", "9999-12-31"):
        page = leyla.post(ring_path(house), later | {"day": day, "hour": "10:30"})
        assert page.status_code == 400 and "to come" in text_of(page) and f'value="{day}"' in page.content.decode()
    assert leyla.post(ring_path(house), later | {"hour": "10:30"}).status_code == 302
    assert "10:30" in text_of(leyla.get("/work/ring/")) and confirmed(near) == "never"
    assert (
        list(TrailEntry.objects.filter(what__startswith="ring.").values_list("subject", flat=True))
        == [f"facility {house.pk}"] * 2
    )


def test_only_the_word_for_it_confirms(leyla, house):
    assert leyla.post(ring_path(house), {"outcome": "Zzz"}).status_code == 400
    assert not Confirmation.objects.exists()


def test_without_a_number_nobody_confirms_by_telephone(leyla, line):
    mute = make.facility(town("Bakı"), name_en="Mute")
    assert leyla.post(ring_path(mute), {"outcome": "confirmed"}).status_code == 409
    sent = {"entry": [f"facility {mute.pk}", f"hotline {line.pk}"], "how": "phone"}
    page = text_of(leyla.post("/work/ring/many/", sent))
    assert "1 entry, by phone" in page and page.index("They are left out") < page.index("Mute")
    leyla.post("/work/ring/many/", sent | {"sure": "yes"})
    assert Confirmation.objects.get().hotline == line


def test_many_are_asked_first_and_taken_back_by_anybody(leyla, nigar, house, line, near):
    sent = {"entry": [f"facility {house.pk}", f"hotline {line.pk}"], "how": "phone"}
    page = leyla.post("/work/ring/many/", sent)
    assert "Really confirm them?" in text_of(page) and confirmed(near) == "never"
    assert leyla.post("/work/ring/many/", sent | {"sure": "yes"}).status_code == 302 and confirmed(near) == "today"
    ids = [record.pk for record in Confirmation.objects.all()]
    assert nigar.post("/work/ring/take-back/", {"confirmation": ids}).status_code == 302
    assert confirmed(near) == "never" and not Confirmation.objects.exists()
    assert TrailEntry.objects.filter(what="directory.unconfirmed", actor=f"user {nigar.user.pk}").count() == 2


def test_after_a_day_nothing_is_taken_back(leyla, house):
    record = confirm(house, by=leyla.user, how=ConfirmationMethod.PHONE)
    Confirmation.objects.update(made_at=timezone.now() - timedelta(hours=25))
    leyla.post("/work/ring/take-back/", {"confirmation": [record.pk]})
    assert Confirmation.objects.filter(pk=record.pk).exists()


def test_one_person_confirms_twenty_a_day(leyla):
    place = town("Bakı")
    ids = [f"facility {make.facility(place).pk}" for _one in range(21)]
    sent = {"how": "visit", "sure": "yes"}
    assert leyla.post("/work/ring/many/", sent | {"entry": ids}).status_code == 409
    assert "Tick fewer" in text_of(leyla.post("/work/ring/many/", {"how": "visit", "entry": ids}))
    assert not Confirmation.objects.exists()
    leyla.post("/work/ring/many/", sent | {"entry": ids[:20]})
    assert leyla.post("/work/ring/many/", sent | {"entry": ids[20:]}).status_code == 409
    Confirmation.objects.update(made_at=timezone.now() - timedelta(hours=24))
    leyla.post("/work/ring/many/", sent | {"entry": ids[20:]})
    assert Confirmation.objects.count() == 21


@pytest.mark.parametrize("nonsense", ["", "x", "facility 0", "facility \0", "9" * 30])
def test_nonsense_is_no_fault_of_the_server(leyla, house, nonsense):
    assert leyla.post("/work/ring/many/", {"entry": nonsense, "how": nonsense}).status_code == 400
    assert leyla.post("/work/ring/take-back/", {"confirmation": nonsense}).status_code == 302
    assert leyla.post(ring_path(house), {"outcome": "confirmed", "sons": nonsense}).status_code == (
        400 if nonsense else 302
    )


def test_what_share_was_confirmed_when(leyla, house, line):
    for day in ("2025-12-31", "2026-01-01", "2026-02-01"):
        confirm(house, by=None, how=ConfirmationMethod.PHONE, on=date.fromisoformat(day))
    confirm(line, by=None, how=ConfirmationMethod.PHONE, on=date(2026, 3, 31))
    Facility.objects.filter(pk=make.facility(town("Bakı")).pk).update(listed=False)
    found = {(one.year, one.quarter): one for one in shares.shares(date(2026, 4, 1))}
    assert {key: one.confirmed for key, one in found.items() if one.confirmed} == {
        (2026, 1): 2,
        (2025, 4): 1,
        (2026, None): 2,
        (2025, None): 1,
    }
    assert found[2026, 1].percent == 100 and found[2025, 4].percent == 50 and (2024, 3) in found
    with time_machine.travel("2026-04-01 12:00"):
        assert "2 of 2" in text_of(leyla.get("/work/ring/when/"))
