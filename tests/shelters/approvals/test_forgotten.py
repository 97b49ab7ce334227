"""Where a hidden place is leaves every table, and each change of the directory stands in the trail."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from shelters.approvals import record
from shelters.audit import trail
from shelters.directory.csv_file import export_directory
from shelters.models import DayOverride, Facility, Proposal, TrailEntry
from shelters.models.trail import TrailPayload
from tests.support import lists, make
from tests.support.canaries import find_in, find_mark
from tests.support.pages import change, fields_of
from tests.support.proposals import url, wish

pytestmark = [pytest.mark.django_db, pytest.mark.both]
STREET, LAT, NUMBER = "Zqkanar küçəsi 19", "40.372617", "(012) 404 77 31"
KEPT = "4047731"  # of the number as it is kept
WHERE = (STREET, LAT, NUMBER, KEPT)


@pytest.fixture
def house(db):
    """A place with an address that everybody may read, and another of its region."""
    made = make.facility(make.place(40.37, 49.1), confidential=False, name_en="House")
    make.facility(made.place)
    return made


def confirm(client, proposal):
    assert client.post(url(proposal, "confirm")).status_code == 200


def told(leyla, nigar, house):
    """Two people make the address and a number public, and one hands in a list that holds them."""
    row = {"phones-0-number": NUMBER, "phones-0-source": "x", "phones-0-visible_to": "public"}
    confirm(nigar, wish(leyla, house, address=STREET, lat=LAT, lon="49.1", **row))
    out = StringIO()
    export_directory(out)
    assert lists.hand_in(leyla, lists.look(leyla, out.getvalue().replace("House", "Manor"))).status_code == 302
    confirm(nigar, wish(leyla, house, name_en="Home"))
    return find_mark(*WHERE)


def test_a_place_that_becomes_hidden_leaves_no_trace(leyla, nigar, house):
    assert {"shelters_proposal.after", "shelters_trailpayload.data"} <= set(told(leyla, nigar, house))
    fields = fields_of(leyla.get(change(house))) | {"address": "", "lat": "", "lon": "", "phones-0-DELETE": "on"}
    leyla.post(change(house), fields | {"confidential": "on"})
    confirm(nigar, Proposal.objects.filter(kind="facility").first())
    house.refresh_from_db()
    assert house.confidential and find_mark(*WHERE) == []
    assert not Proposal.objects.waiting().exists(), "the list that holds its address is overtaken"
    assert trail.verify() is None


FACE = {"file", "shelters_boundface.face"}  # it says what the rows say, no more
PAGE = "https://zqpage.example/behind-the-station"


def test_the_pages_that_lead_there_leave_too(leyla, nigar, house):
    """They stay in the rows that staff read, and nowhere else."""
    confirm(nigar, wish(leyla, house, basis_url=PAGE, **{"provisions-0-source_url": PAGE}))
    confirm(nigar, wish(leyla, house, **{"provisions-0-source": "somebody"}))
    out = StringIO()
    export_directory(out)
    assert lists.hand_in(leyla, lists.look(leyla, out.getvalue().replace("House", "Manor"))).status_code == 302
    assert "shelters_trailpayload.data" in find_mark("zqpage")
    confirm(nigar, wish(leyla, house, confidential="on", **{"provisions-0-source": "somebody else"}))
    assert set(find_mark("zqpage")) - FACE == {"shelters_facility.basis_url", "shelters_provision.source_url"}
    assert trail.verify() is None


@pytest.mark.parametrize("fields", [{"phones-0-DELETE": "on"}, {"phones-0-visible_to": "caseworkers"}])
def test_a_number_that_is_withdrawn_leaves_all_but_its_row(leyla, nigar, house, fields):
    told(leyla, nigar, house)
    confirm(nigar, wish(leyla, house, **fields))
    where = set(find_mark(KEPT)) - FACE
    assert where == ({"shelters_phone.number"} if "visible_to" in str(fields) else set())


def test_notes_leave_what_is_decided(leyla, nigar, house):
    confirm(nigar, wish(leyla, house, notes="Zqonce first"))
    assert set(find_mark("Zqonce")) - FACE == {"shelters_facility.notes"}
    waiting = wish(leyla, house, notes="Zqtwice")
    nigar.post(url(waiting, "withdraw"))
    assert find_mark("Zqtwice") == []


def payloads():
    return [
        (one.entry.what, one.data["before"], one.data["after"]) for one in TrailPayload.objects.select_related("entry")
    ]


def test_before_and_after_stand_in_the_trail_for_two_years(leyla, nigar, house):
    confirm(nigar, wish(leyla, house, name_en="Home", notes="secret"))
    changed = {"name_en": "House", "notes": ""}, {"name_en": "Home", "notes": record.CHANGED}
    assert payloads() == [("facility.changed", *changed)]
    entry = TrailEntry.objects.get(what="facility.changed")
    assert (entry.actor, entry.subject) == (f"user {nigar.user.pk}", f"facility {house.pk}")
    assert record.purge(timezone.now() + record.KEPT - timedelta(days=1)) == 0
    with time_machine.travel(timezone.now() + record.KEPT + timedelta(days=1)):
        call_command("purge", "--clock-is-right", stdout=StringIO())
    assert payloads() == [] and Proposal.objects.get().before == {} and trail.verify() is None


def test_what_one_person_saves_stands_there_too(leyla, house):
    free = make.facility(house.place, listed=False, name_en="Free")
    leyla.post(change(free), fields_of(leyla.get(change(free))) | {"name_en": "Freer"})
    assert payloads() == [("facility.changed", {"name_en": "Free"}, {"name_en": "Freer"})]
    row = {"day": "2026-03-20", "working": "on", "source": "Cabinet", "source_kind": "state"}
    leyla.post("/admin/shelters/dayoverride/add/", row)
    assert not DayOverride.objects.exists() and TrailEntry.objects.filter(what="proposal.made").count() == 1


def test_the_console_writes_it_too(house, tmp_path):
    out = tmp_path / "list.csv"
    call_command("export_directory", str(out), stdout=StringIO())
    out.write_text(out.read_text().replace("House", "Manor"))
    call_command("import_directory", str(out), stdout=StringIO())
    assert payloads() == [("facility.changed", {"name_en": "House"}, {"name_en": "Manor"})]
    assert Facility.objects.get(pk=house.pk).name_en == "Manor"
    assert find_in(tmp_path, "Manor")
