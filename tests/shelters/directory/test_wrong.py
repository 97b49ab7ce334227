"""A caseworker says that something of a place is wrong: two taps, and nothing changes but the coordinators' list."""

import pytest
from django.core import serializers

from shelters.codes.staff import Role
from shelters.models import Facility, Organisation, PlaceReport, Proposal
from tests.support import make, people
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
WRONG = "/work/near/wrong/"


@pytest.fixture
def sevda(db):
    ngo = Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")
    return people.signed_in(people.person(Role.CASEWORKER, ngo, "sevda"))


@pytest.fixture
def place(db):
    return make.facility(name_en="Nar house", phones=[{"number": "+994125551020"}])


def test_two_taps_from_a_result_to_the_coordinators(sevda, place):
    page = sevda.post("/work/near/", {}).content.decode()
    assert page.count(f'action="{WRONG}"') == 2 and 'value="wrong_hours"' in page and 'value="full"' not in page
    before = serializers.serialize("json", [Facility.objects.get()])
    for kind in ("wrong_hours", "wrong_hours", "wrong_number"):
        assert "nothing on the list changes" in text_of(sevda.post(WRONG, {"id": place.public_id, "kind": kind}))
    assert before == serializers.serialize("json", [Facility.objects.get()]) and not Proposal.objects.exists()
    assert PlaceReport.objects.count() == 2, "said again it takes the place of the earlier"
    leyla = people.coordinator("leyla")
    text = text_of(leyla.get("/work/overdue/"))
    assert "The hours are wrong." in text and "Kömək" in text and "sevda" not in text and "555 10 20" in text
    assert leyla.post(f"/work/overdue/{place.public_id}/settled/", {"kind": "wrong_hours"}).status_code == 302
    assert PlaceReport.objects.get().kind == "wrong_number"


def test_nobody_else_and_nothing_else(sevda, place):
    hidden = make.facility(listed=False)
    for sent in (
        {"id": place.public_id, "kind": "full"},
        {"id": place.public_id},
        {"id": hidden.public_id, "kind": "wrong_else"},
    ):
        assert sevda.post(WRONG, sent).status_code == 404, sent
    host = people.signed_in(people.person(Role.HOST, place.organisation, "host"))
    assert host.post(WRONG, {"id": place.public_id, "kind": "wrong_else"}).status_code == 403
    assert WRONG not in host.post("/work/near/", {}).content.decode() and not PlaceReport.objects.exists()
