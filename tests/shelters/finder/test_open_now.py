"""The filter "open now": the nearest that are surely open, whatever is nearer."""

from datetime import datetime

import pytest
import time_machine

from shelters.hours.clock import BAKU
from tests.support import make
from tests.support.plans import OFFICE

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_the_filter_open_now(near):
    """The nearest that are surely open, however many nearer ones are closed or not known."""
    town = make.place(39.0, 48.0)
    with make.many():
        for number in range(120):
            make.facility(town, hours=OFFICE if number % 2 else {})
    far = make.facility(make.place(39.5, 48.0), hours="always")
    unknown = make.facility(make.place(39.4, 48.0), hours="daily 00:00-24:00?")
    visits = make.facility(make.place(39.3, 48.0), hours="always, appointment")
    with time_machine.travel(datetime(2026, 3, 20, 17, 30, tzinfo=BAKU)):
        answer = near(place_id=town.pk, open_now=True).json()
        assert [result["id"] for result in answer["results"]] == [far.public_id]
        assert answer["results"][0]["open_now"] is True and answer["results"][0]["always_open"] is True
        every = {result["id"]: result["open_now"] for result in near(lat=39.35, lon=48.0, limit=5).json()["results"]}
        assert every[unknown.public_id] is None and every[visits.public_id] is None
    with time_machine.travel(datetime(2026, 5, 12, 12, tzinfo=BAKU)):
        answer = near(place_id=town.pk, open_now=True, limit=50).json()
    assert len(answer["results"]) == 50
    assert all(result["open_now"] is True for result in answer["results"])


def test_open_now_looks_at_the_service_that_is_needed(near):
    town = make.place()
    services = ["hiv_pep", "legal_aid"]
    make.facility(town, kind="clinic", services=services, hours={"": OFFICE, "hiv_pep": "always"})
    with time_machine.travel(datetime(2026, 3, 20, 17, 30, tzinfo=BAKU)):
        for need, opened in (("hiv_pep", True), ("legal_aid", False)):
            assert near(place_id=town.pk, need=[need]).json()["results"][0]["open_now"] is opened
            assert len(near(place_id=town.pk, need=[need], open_now=True).json()["results"]) == opened
        closed = near(place_id=town.pk, need=["legal_aid"]).json()["results"][0]
    assert closed["opens_at"] == "2026-03-31T09:00:00+04:00" and closed["closes_at"] is None
