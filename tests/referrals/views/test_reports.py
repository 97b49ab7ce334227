"""A caseworker hands "full until Monday" or "the number is wrong" to the coordinators, and changes nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import Danger, StatisticalGroup
from referrals.workflow import needs, retention
from referrals.workflow.placing import Client
from shelters.audit.trail import CONSOLE
from shelters.models import BedPool, Card, Phone, PlaceReport, TrailEntry, TrailPayload
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import hours_from_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]


@pytest.fixture
def pool():
    house = make.facility(name_en="Nar house", phones=[{"number": "+994 12 345 67 89"}])
    return BedPool.objects.create(facility=house, name_az="Otaq", capacity=4, observed_at=timezone.now())


@pytest.fixture
def call(sevda, ngo, pool):
    client, women, calm = Client(sevda.user, ngo, "Nar Heyva"), StatisticalGroup.WOMEN, Danger.NOT_NOW
    case = needs.open_case(client, ["emergency_shelter"], group=women, danger=calm, safe=None, by=CONSOLE)
    sent = {"sent": "1", "need": case.referrals.get().public_id, "channel": "phone", "id": pool.facility.public_id}
    return lambda **fields: sevda.post("/work/requests/calls/", sent | {"result": "refused", "reason": "full"} | fields)


@pytest.fixture
def leyla(db):
    return people.coordinator("leyla")


def test_full_until_monday_reaches_the_coordinator_as_a_count_to_make(call, leyla, pool):
    before = list(BedPool.objects.values()), list(Card.objects.values_list("digest"))
    assert call(full_until=hours_from_now(40)).status_code == 400, "who said it?"
    assert call(full_until=hours_from_now(40), told="duty").status_code == 302
    assert before == (list(BedPool.objects.values()), list(Card.objects.values_list("digest"))), "it changes nothing"
    assert "1 word from caseworkers." in text_of(leyla.get("/work/"))
    text = text_of(leyla.get("/work/overdue/"))
    assert (
        "No bed is free." in text and "Until" in text and "Said by: who is on duty" in text and "Nar Heyva" not in text
    )
    assert "sevda" not in text, "the organisation, not the person"
    page = leyla.get(f"/work/overdue/{pool.facility.public_id}/").content.decode()
    key = pool.public_id
    assert f'name="occupied-{key}" value="4"' in page and 'value="duty" required checked' in page
    count = {"answer": "new", "told": "duty", f"seen-{key}": pool.version, f"occupied-{key}": 4, f"capacity-{key}": 4}
    count |= {f"out_of_service-{key}": 0, f"family_places-{key}": 0}
    assert leyla.post(f"/work/overdue/{pool.facility.public_id}/", count).status_code == 302
    pool.refresh_from_db()
    assert pool.occupied == 4 and not PlaceReport.objects.exists()


def test_a_wrong_number_is_looked_at_and_changes_nothing_by_itself(call, leyla, pool):
    phones = list(Phone.objects.values())
    assert call(result="not_reached", reason="", wrong_number="on", told="duty").status_code == 302
    assert [one.kind for one in PlaceReport.objects.all()] == ["wrong_number"]
    assert list(Phone.objects.values()) == phones
    path = f"/work/overdue/{pool.facility.public_id}/settled/"
    assert "The number is wrong." in text_of(leyla.get("/work/overdue/"))
    assert leyla.post(path, {"kind": "x"}).status_code == 404
    assert leyla.post(path, {"kind": "wrong_number"}).status_code == 302 and not PlaceReport.objects.exists()


def test_a_call_that_says_nothing_of_it_tells_nobody(call):
    assert call().status_code == 302 and not PlaceReport.objects.exists()


def test_what_nobody_looks_at_goes_after_a_month_with_its_hour(call):
    call(told="duty")
    entry = TrailEntry.objects.get(what="report.full")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        retention.purge()
    assert not PlaceReport.objects.exists() and not TrailPayload.objects.filter(subject__startswith="report").exists()
    assert entry.at.minute == 0
