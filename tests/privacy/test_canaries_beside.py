"""Marks in all that is kept beside the cases: the rota, letters, the paper, kept forms, and "this is wrong"."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from referrals.models import Referral
from shelters.codes.staff import Role
from shelters.desk import letters
from shelters.models import Letter, NightDuty, Organisation, Place, PlaceReport, TrailPayload
from tests.support import make, outlets, people, story
from tests.support.canaries import file_of_database, find_mark, holds
from tests.support.pages import text_of
from tests.support.story import SOUGHT, WORDS, told

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("ring")]
NUMBER, DIALLED = "(050) 555 77 31", "505557731"


@pytest.fixture
def house():
    return make.facility(Place.objects.get(name_az="Gəncə"), name_en="Nar house", takes_questions=True)


@pytest.fixture
def staff(house):
    ngo = Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")
    homes = {"host": (Role.HOST, house.organisation), "second": (Role.HOST, house.organisation)}
    homes |= {"sevda": (Role.CASEWORKER, ngo), "leyla": (Role.COORDINATOR, None)}
    clients = {name: people.signed_in(people.person(*home, name)) for name, home in homes.items()}
    for client in clients.values():
        client.defaults["HTTP_ORIGIN"] = "http://localhost"  # as a browser sends a form
    return {name: told(client) for name, client in clients.items()}


@pytest.fixture
def log(caplog):
    return outlets.everything_logged(caplog)


def kept(*marks):
    """The columns that hold a mark; SQLite's file holds what a column holds."""
    return set(find_mark(*marks)) - {"file"}


def gone(marks, people, log):
    """Nothing holds it any more, nor does anything say it."""
    assert find_mark(*marks) == []
    assert outlets.telling(marks, people, log=log(), command=outlets.printed()) == []
    return True


def test_the_rota_holds_a_number_until_noon_and_nothing_else_does(staff, log):
    host, duty = staff["host"], {"night": 0, "first": staff["host"].user.pk, "second": staff["second"].user.pk}
    for wrong in ({"number": WORDS}, {"first": WORDS, "number": NUMBER}, {"night": WORDS}, {"second": WORDS}):
        host("/work/night/duty/", 400, **duty | wrong)
    assert gone((*SOUGHT, DIALLED), staff.values(), log), "what is refused is not kept"
    host("/work/night/duty/", 302, **duty | {"number": "(050) 555 66 44"})
    host("/work/night/duty/", 302, **duty | {"number": NUMBER})
    assert find_mark("505556644") == [], "replaced, and not only unlinked"
    assert kept(DIALLED) == {"shelters_nightduty.number"}
    assert outlets.telling([DIALLED], staff.values(), log=log()) == []
    for name, path in (("sevda", "/work/near/"), ("sevda", "/work/requests/"), ("leyla", "/work/people/")):
        assert DIALLED not in staff[name](path).text, path
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        call_command("purge", clock_is_right=True)
        assert not NightDuty.objects.exists() and gone([DIALLED], staff.values(), log)


def test_a_letter_is_read_by_whoever_opens_it_and_is_nowhere_else(staff, log, client):
    stranger = told(client)
    stranger("/en/listing/", 400, kind=WORDS, text=WORDS)
    stranger("/en/listing/", kind="wrong", text=WORDS)
    stranger("/ru/listing/", kind="listed", text=WORDS)
    everybody = [stranger, *staff.values()]
    assert gone(SOUGHT, everybody, log) and Letter.objects.count() == 2, "sealed"
    first, second = Letter.objects.all()
    assert WORDS in staff["leyla"](f"/work/letters/{first.pk}/", method="POST").text
    assert not holds(staff["leyla"]("/work/letters/").text, SOUGHT)
    assert gone(SOUGHT, everybody, log), "that it was read is in the trail, and not what it says"
    staff["leyla"](f"/work/letters/{first.pk}/settled/", 302, method="POST")
    assert first.body.encode() not in file_of_database(), "erased, and not only unlinked"
    with time_machine.travel(timezone.now() + letters.KEPT):
        call_command("purge", clock_is_right=True)
    assert not Letter.objects.exists() and second.body.encode() not in file_of_database()


def test_of_a_paper_and_of_a_kept_form_nothing_is_kept(staff, house, log):
    sevda = staff["sevda"]
    at = story.begins_a_case(sevda, [house.public_id])
    paper = f"{at}{Referral.objects.get().enquiries.get().public_id}/paper/"
    typed = {"number": WORDS, "word": WORDS, "bring": WORDS}
    sevda(paper, 400, spoken=WORDS, **typed)
    assert sevda(paper, spoken="az", **typed).text.count(WORDS) == 3
    case = story.case_of(sevda, at)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        for path, fields in (
            (f"{case}note/", {"text": WORDS}),
            (paper, typed),
            ("/work/night/duty/", {"number": WORDS}),
        ):
            form = sevda(path, 403, **fields)
            assert form.text.count(WORDS) == len(fields) and "What you typed is still here" in form.text
    assert gone(SOUGHT, [sevda], log)


def test_a_place_that_is_wrong_names_nobody_and_goes_with_its_hour(staff, house, log):
    sevda, sent = staff["sevda"], {"id": house.public_id, "kind": "wrong_hours"}
    for wrong in ({"id": WORDS}, {"kind": WORDS}):
        sevda("/work/near/wrong/", 404, **sent | wrong)
    sevda("/work/near/wrong/", **sent | {"told": WORDS, "text": WORDS})
    assert gone(SOUGHT, [sevda], log) and PlaceReport.objects.get().by == sevda.user.organisation
    heard = TrailPayload.objects.get(subject__startswith="report ")
    assert heard.data["actor"] == f"user {sevda.user.pk}"
    assert "sevda" not in text_of(people.signed_in(staff["leyla"].user).get("/work/overdue/"))
    staff["leyla"](f"/work/overdue/{house.public_id}/settled/", 302, kind="wrong_hours")
    assert not TrailPayload.objects.filter(subject__startswith="report ").exists(), "who heard it, and when"
    assert heard.salt.encode() not in file_of_database()
