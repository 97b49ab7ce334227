"""What only takes away counts at once, is told, has a ceiling, and comes back by one tap of another."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.audit import trail
from shelters.codes.staff import Decision
from shelters.models import Facility, Proposal
from tests.support import make
from tests.support.keeping import SOURCE, fill
from tests.support.pages import change, fields_of, text_of
from tests.support.proposals import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses(db):
    """Five places for the same need in one region."""
    town = make.place()
    rules = {"woman": "yes", "man": {"verdict": "conditional", "condition_az": "with a letter"}}
    return [make.facility(town, key=f"house-{n}", name_en=f"House {n}", rules=rules) for n in range(5)]


def take_off(client, house, **others):
    fields = fields_of(client.get(change(house))) | others
    fields.pop("listed")
    return client.post(change(house), fields)


def listed():
    return Facility.objects.filter(listed=True).count()


def test_off_the_list_at_once_told_and_back_with_one_tap(leyla, nigar, houses, near):
    before = near(place_id=houses[0].place_id).json()
    take_off(leyla, houses[0])
    assert listed() == 4 and len(near(place_id=houses[0].place_id).json()["results"]) == 4
    assert "Something waits for a second person" in text_of(nigar.get("/work/"))
    page = text_of(nigar.get("/work/proposals/"))
    assert "House 0" in page and "leyla" in page and "Put it back" in page
    assert "Put it back" not in text_of(leyla.get("/work/proposals/"))
    lowered = Proposal.objects.get()
    assert leyla.post(url(lowered, "put-back")).status_code == 409 and listed() == 4
    assert nigar.post(url(lowered, "put-back")).status_code == 302
    assert near(place_id=houses[0].place_id).json() == before
    assert nigar.post(url(lowered, "put-back")).status_code == 409
    assert trail.verify() is None


def test_the_rest_of_the_same_form_waits(leyla, houses):
    take_off(leyla, houses[0], name_en="Attack")
    houses[0].refresh_from_db()
    assert (houses[0].listed, houses[0].name_en) == (False, "House 0")
    assert Proposal.objects.waiting().get().after["name_en"] == "Attack"


def test_three_places_a_day_and_a_fourth_waits(leyla, nigar, houses):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        for house in houses[:4]:
            take_off(leyla, house)
        assert listed() == 2 and Proposal.objects.waiting().get().target == houses[3].pk
        for lowered in Proposal.objects.filter(decision=Decision.LOWERED):
            nigar.post(url(lowered, "put-back"))
        take_off(leyla, houses[4])
        assert listed() == 5, "what was put back counts all the same"
        Proposal.objects.waiting().delete()
        clock.shift(timedelta(minutes=15))
        take_off(nigar, houses[4])
        assert listed() == 4


def test_the_last_of_a_need_in_a_region_waits(leyla, houses):
    houses[0].provisions.create(service="legal_aid", source="test")
    make.refresh([houses[0].pk])
    take_off(leyla, houses[0])
    assert listed() == 5 and Proposal.objects.waiting().exists()


@pytest.mark.parametrize("verdict", ["unknown", "no"])
def test_a_yes_taken_back_reads_as_not_known_and_a_no_waits(leyla, nigar, houses, near, verdict):
    fill(leyla, houses[0], "takes", man=verdict, **{"man-condition_az": ""}, **SOURCE)
    assert {rule.verdict for rule in houses[0].rules.filter(group="man")} <= {"unknown"}
    assert Proposal.objects.waiting().exists() is (verdict == "no")
    assert near(place_id=houses[0].place_id, who=["man"]).json()["excluded"]["refuses"] == 0
    assert nigar.post(url(Proposal.objects.get(decision=Decision.LOWERED), "put-back")).status_code == 302
    assert houses[0].rules.get(group="man").condition_az == "with a letter"


def test_a_warning_is_not_taken_away_alone(leyla, houses):
    houses[0].facts.create(code="police_told", answer="yes", source="call")
    make.refresh([houses[0].pk])
    fill(leyla, houses[0], "expect", police_told="unknown", **SOURCE)
    assert houses[0].facts.get().answer == "yes" and Proposal.objects.waiting().exists()


def test_what_was_changed_since_is_not_put_back_over_it(leyla, nigar, houses):
    take_off(leyla, houses[0])
    Facility.objects.get(pk=houses[0].pk).save()
    lowered = Proposal.objects.get()
    Facility.objects.filter(pk=houses[0].pk).update(listed=True)
    make.refresh([houses[0].pk])
    assert nigar.post(url(lowered, "put-back")).status_code == 409
    nigar.post("/work/freeze/")
    assert nigar.post(url(lowered, "put-back")).status_code == 302, "everything is frozen: away to that page"
