"""Opening hours in the admin: a form that says what is wrong, shows the coming days, and waits for a second person."""

from datetime import datetime

import pytest
import time_machine

from shelters.hours.clock import BAKU
from shelters.models import Card, DayOverride, Hotline, OpeningHours, Proposal
from tests.support import make
from tests.support.pages import text_of
from tests.support.proposals import confirm_as_another

pytestmark = pytest.mark.django_db
ADD = "/admin/shelters/openinghours/add/"
NO_DATED = {"dated-TOTAL_FORMS": "0", "dated-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def novruz():
    with time_machine.travel(datetime(2026, 3, 20, 17, 30, tzinfo=BAKU), tick=False):
        yield


@pytest.fixture
def staff(admin_client):
    admin_client.defaults |= {"HTTP_ACCEPT_LANGUAGE": "en", "SERVER_NAME": "localhost"}
    return admin_client


def filled(of, **fields):
    weekdays = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9-13, 14-18")
    weekend = {"saturday": "closed", "sunday": "closed"}
    others = {
        "on_holidays": "closed",
        "holiday_hours": "",
        "on_working_weekends": "unknown",
        "working_weekend_hours": "",
    }
    whose = {
        "facility": of.pk,
        "hotline": "",
        "service": "",
        "when": "weekly",
        "entry": "walk_in",
        "source": "a call",
        "source_kind": "unnamed",
    }
    return whose | weekdays | weekend | others | NO_DATED | fields


def test_hours_are_typed_looked_at_and_saved(staff, near):
    facility = make.facility()
    looked = staff.post(ADD, filled(facility, look="1"))
    assert looked.status_code == 200 and not OpeningHours.objects.exists()
    text = text_of(looked)
    assert "Nothing is saved yet" in text
    assert "20–30 March Ramazan; Novruz Closed" in text and "31 March – 2 April 09:00–13:00, 14:00–18:00" in text
    assert 'value="9-13, 14-18"' in looked.content.decode()
    assert staff.post(ADD, filled(facility)).status_code == 302
    assert not OpeningHours.objects.exists()
    confirm_as_another(Proposal.objects.get())
    saved = OpeningHours.objects.get()
    assert (saved.monday, saved.sunday) == ("09:00-13:00 14:00-18:00", "closed")
    assert Card.objects.get(facility=facility).hours[""]["text"] == (
        "mon-fri 09:00-13:00 14:00-18:00, sat-sun closed, holidays closed, walk-in"
    )
    result = near(place_id=facility.place_id).json()["results"][0]
    assert result["open_now"] is False and result["opens_at"] == "2026-03-31T09:00:00+04:00"


def test_a_closure_counts_at_once(staff, near):
    facility = make.facility(hours="always")
    make.facility(facility.place)  # it is not the last of its region
    opening = OpeningHours.objects.get()
    row = {"dated-0-first": "2026-03-19", "dated-0-last": "2026-03-21", "dated-0-hours": "closed"}
    sent = (
        filled(facility, when="always", entry="unknown", on_holidays="unknown", **row)
        | dict.fromkeys(DAYS, "")
        | {"dated-TOTAL_FORMS": "1", "source": "test"}
    )
    assert staff.post(f"/admin/shelters/openinghours/{opening.pk}/change/", sent).status_code == 302
    assert shown(near, facility)["opens_at"] == "2026-03-22T00:00:00+04:00"
    opening = OpeningHours.objects.get()
    assert staff.post(f"/admin/shelters/openinghours/{opening.pk}/delete/", {"post": "yes"}).status_code == 302
    assert shown(near, facility)["open_now"] is None and not Proposal.objects.waiting().exists()


def shown(near, facility):
    results = near(place_id=facility.place_id).json()["results"]
    return next(one for one in results if one["id"] == facility.public_id)


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"monday": "nine to five"}, "“nine to five” cannot be read"),
        ({"monday": "09:00-12:00 11:00-14:00"}, "“11:00-14:00” cannot be read"),
        ({"when": "always"}, "Times count only with “by days of the week”"),
        ({"on_holidays": "other"}, "Write times here with “other hours”"),
        ({"holiday_hours": "10-14"}, "Write times here with “other hours”"),
        ({"facility": ""}, "Choose whose hours they are"),
    ],
)
def test_what_cannot_stand_is_said_and_kept(staff, fields, said):
    response = staff.post(ADD, filled(make.facility(), **fields))
    assert response.status_code == 200
    assert said in text_of(response).replace("&quot;", '"')
    assert not OpeningHours.objects.exists()


def test_the_hours_of_a_hotline(staff, near, directory):
    line = Hotline.objects.get(key="103")
    sent = filled(make.facility(), facility="", hotline=line.pk, when="always") | dict.fromkeys(DAYS, "")
    assert staff.post(ADD, sent | {"on_holidays": "unknown"}).status_code == 302
    confirm_as_another(Proposal.objects.get())
    shown = {one["number"]: one["open_now"] for one in near(place="Bakı").json()["hotlines"]}
    assert shown["103"] is True


def test_lists_say_what_is_open_now(staff, directory):
    make.facility(hours="always")
    for path in ("facility", "hotline", "openinghours"):
        assert "Open day and night." in text_of(staff.get(f"/admin/shelters/{path}/"))


def test_a_moved_day_counts_once_confirmed_and_until_it_is_taken_back(staff, near):
    facility = make.facility(hours="mon-fri 09:00-18:00, sat-sun closed, holidays closed, working-weekends closed")
    row = {"day": "2026-03-20", "working": "on", "source": "Cabinet", "source_kind": "state"}
    assert staff.post("/admin/shelters/dayoverride/add/", row).status_code == 302
    assert near(place_id=facility.place_id).json()["results"][0]["open_now"] is False
    confirm_as_another(Proposal.objects.get())
    assert near(place_id=facility.place_id).json()["results"][0]["open_now"] is True
    path = f"/admin/shelters/dayoverride/{DayOverride.objects.get().pk}/delete/"
    assert staff.post(path, {"post": "yes"}).status_code == 302 and DayOverride.objects.exists()
    confirm_as_another(Proposal.objects.waiting().get())
    assert near(place_id=facility.place_id).json()["results"][0]["open_now"] is False
