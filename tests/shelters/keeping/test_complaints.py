"""A client was treated badly: a coordinator takes the place off the list, or proposes that its card says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shelters.codes.staff import ReportKind, Role
from shelters.directory import pausing
from shelters.directory.reports import COMPLAINTS
from shelters.keeping import complaints
from shelters.models import Facility, Organisation, PlaceReport, PracticeFact, Proposal
from shelters.staff.team import actor
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.proposals import confirm_as_another

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    make.facility(name_en="Another house")  # so that this is not the last of its region
    return make.facility(name_en="Nar house", takes_questions=True)


@pytest.fixture
def leyla(place):
    return people.coordinator("leyla")


@pytest.fixture
def complain(place):
    ngo = Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")
    sevda = people.signed_in(people.person(Role.CASEWORKER, ngo, "sevda"))
    return lambda kind: sevda.post("/work/near/wrong/", {"id": place.public_id, "kind": kind})


def test_six_kinds_change_nothing_by_themselves_and_say_nothing_of_a_client(complain, place, leyla):
    assert len(COMPLAINTS) == 6
    for kind in COMPLAINTS:
        assert "Nothing says of whom" in text_of(complain(kind))
    assert Facility.objects.get(pk=place.pk).listed and not Proposal.objects.exists()
    page = leyla.get("/work/overdue/")
    text = text_of(page)
    assert "Send nobody there this week" in text and "sevda" not in text
    assert all(str(ReportKind(kind).label) in text for kind in COMPLAINTS)
    assert page.content.decode().count('value="propose"') == 3 and page.content.decode().count('value="pause"') == 6


def test_one_tap_takes_it_off_the_list_and_another_coordinator_puts_it_back(complain, place, leyla):
    complain("unsafe")
    path = f"/work/overdue/{place.public_id}/complaint/"
    for wrong in ({"act": "pause"}, {"act": "propose", "kind": "unsafe"}, {"act": "x", "kind": "unsafe"}):
        assert leyla.post(path, wrong).status_code == 404, wrong
    assert leyla.post(path, {"act": "pause", "kind": "unsafe"}).status_code == 302
    assert not Facility.objects.get(pk=place.pk).listed and "It is off the list." in text_of(
        leyla.get("/work/overdue/")
    )
    nigar = people.coordinator("nigar")
    assert nigar.post(f"/work/proposals/{Proposal.objects.get().public_id}/put-back/").status_code == 302
    assert Facility.objects.get(pk=place.pk).listed


def test_the_last_of_a_region_waits_for_a_second_person(complain, place, leyla):
    complain("money")
    Facility.objects.exclude(pk=place.pk).update(listed=False)
    answer = leyla.post(f"/work/overdue/{place.public_id}/complaint/", {"act": "pause", "kind": "money"})
    assert answer.status_code == 409 and "waits for a second person" in text_of(answer)
    assert Facility.objects.get(pk=place.pk).listed and Proposal.objects.waiting().count() == 1


def test_that_it_tells_the_family_is_proposed_for_its_card(complain, place, leyla):
    complain("family")
    path = f"/work/overdue/{place.public_id}/complaint/"
    assert leyla.post(path, {"act": "propose", "kind": "family"}).status_code == 302
    assert not PracticeFact.objects.exists(), "it waits"
    confirm_as_another(Proposal.objects.get())
    fact = PracticeFact.objects.get(facility=place)
    assert (fact.code, fact.answer, fact.source_kind) == ("family_told", "yes", "organisation")
    assert leyla.post(path, {"act": "propose", "kind": "family"}).status_code == 302, "said again it is nothing new"


def test_where_a_house_wants_nobody_stands_with_it(place, leyla):
    pausing.send_nobody(place, True, by=actor(leyla.user))
    (one,) = complaints.avoided(timezone.now())
    assert one.facility == place and one.until and one.complaints == []
    assert "the centre asks for it until" in text_of(leyla.get("/work/overdue/"))
    assert complaints.avoided(timezone.now() + timedelta(days=2)) == [] and not PlaceReport.objects.exists()
