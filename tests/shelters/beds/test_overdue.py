"""The coordinator's list of whom to ring, and what was said on the phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shelters.audit.trail import CONSOLE
from shelters.beds import counting
from shelters.beds.counting import CountedBy
from shelters.beds.overdue import overdue
from shelters.codes.staff import CountRoute, Role
from shelters.models import BedCount, BedPool, TrailPayload
from shelters.staff import team
from tests.support import make
from tests.support.pages import text_of
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db
PRIVATE = {"number": "055 123 45 67", "label_az": "duty phone", "visible_to": "caseworkers"}


def house(name, *hours, **fields):
    """A facility with a pool for each of these ages, in hours; None: never counted."""
    facility = make.facility(name_az=name, **fields)
    for age in hours:
        counted = timezone.now() - timedelta(hours=age) if age is not None else None
        BedPool.objects.create(facility=facility, name_az="Otaqlar", capacity=5, occupied=2, observed_at=counted)
    return facility


@pytest.fixture
def coordinator(client):
    client.defaults |= {"SERVER_NAME": "localhost"}
    token = team.invite(Role.COORDINATOR, None, by=None)
    sign_in(client, team.join(token, username="leyla", password="a-long-password-1", language="en"))
    return client


@pytest.fixture
def home():
    return house("Ev", 30, phones=[PRIVATE])


def said(home, answer, **fields):
    """What the page sends, as if its numbers had been left alone; `occupied=3` is typed."""
    pool = home.pools.get()
    typed = {field: getattr(pool, field) for field in counting.FIELDS} | {"seen": pool.version}
    told = {"answer": answer, "told": fields.pop("told", "duty")}
    return told | {f"{name}-{pool.public_id}": value for name, value in (typed | fields).items()}


def test_never_counted_first_then_the_oldest(db):
    counted: dict[str, list[int | None]] = {"B": [13, 1], "fresh": [1, 11], "A": [40], "never": [None]}
    for name, hours in (counted | {"in part": [2, None]}).items():
        house(name, *hours)
    house("patient", 13, stale_hours=24)
    make.facility()
    assert [one.facility.name for one in overdue(timezone.now())] == ["never", "in part", "A", "B"]


def test_the_list_takes_three_queries_however_long(db, django_assert_num_queries):
    for number in range(7):
        house(f"Ev {number}", 30, None, phones=[PRIVATE])
    with django_assert_num_queries(3):
        assert [one.facility.place.name + one.phones[0].number for one in overdue(timezone.now())]


def test_who_is_to_be_rung(coordinator, home):
    house("Sayılmamış", None)
    page = coordinator.get("/work/overdue/")
    text = text_of(page)
    assert "Ev" in text and home.place.name in text and "Counted 1 day" in text and "Never counted." in text
    assert 'href="tel:+994551234567"' in page.content.decode() and "duty phone" in text and "not for the public" in text
    assert "No number of it is known here." in text
    assert f'href="/work/overdue/{home.public_id}/"' in page.content.decode()


def test_still_correct_by_phone(coordinator, home):
    page = coordinator.get(f"/work/overdue/{home.public_id}/").content.decode()
    assert "tel:+994551234567" in page and 'inputmode="numeric"' in page and "Who said so?" in page
    response = coordinator.post(f"/work/overdue/{home.public_id}/", said(home, "same", told="head"))
    assert response.status_code == 302 and response["Location"] == "/work/overdue/"
    counted = BedCount.objects.get()
    assert (counted.kind, counted.way, counted.told, counted.occupied) == ("confirmed", "phone", "head", 2)
    assert counted.by.username == "leyla"
    assert TrailPayload.objects.get(entry__what="beds.confirmed").data["way"] == "phone"
    assert "No count is overdue." in text_of(coordinator.get("/work/overdue/"))


def test_a_new_count_by_phone(coordinator, home):
    sent = said(home, "new", occupied=6, capacity=7, out_of_service=1)
    assert coordinator.post(f"/work/overdue/{home.public_id}/", sent).status_code == 302
    counted = BedCount.objects.get()
    assert counting.Numbers.of(counted) == counting.Numbers(7, 0, 6, 1) and counted.kind == "changed"


@pytest.mark.parametrize("answer", ["same", "new"])
def test_a_lost_race_loses_nothing_that_was_typed(coordinator, home, answer):
    sent = said(home, answer, occupied=4)
    counting.step(home.pools.get(), by=CountedBy(CONSOLE, CountRoute.PAGE), occupied=1)
    response = coordinator.post(f"/work/overdue/{home.public_id}/", sent)
    text, page = text_of(response), response.content.decode()
    assert response.status_code == 409 and "Somebody counted in between" in text
    assert "Written here now: taken 3, beds 5" in text
    assert 'value="4"' in page and 'value="duty" required checked' in page
    assert home.pools.get().occupied == 3
    # What stands there now has been seen: sent again, it counts.
    again = said(home, "new", occupied=4)
    assert f'value="{again[f"seen-{home.pools.get().public_id}"]}"' in page
    assert coordinator.post(f"/work/overdue/{home.public_id}/", again).status_code == 302
    assert home.pools.get().occupied == 4


def test_still_correct_is_not_said_of_what_nobody_counted(coordinator):
    home = house("Sayılmamış", None)
    path = f"/work/overdue/{home.public_id}/"
    assert "Still correct" not in text_of(coordinator.get(path))
    refused = coordinator.post(path, said(home, "same"))
    assert refused.status_code == 400 and "nobody has counted here before" in text_of(refused)
    assert coordinator.post(path, said(home, "new")).status_code == 302 and BedCount.objects.count() == 1


def test_still_correct_is_not_said_of_other_numbers(coordinator, home):
    response = coordinator.post(f"/work/overdue/{home.public_id}/", said(home, "same", occupied=4))
    assert response.status_code == 400 and "Are they the new count?" in text_of(response)
    assert 'value="4"' in response.content.decode() and not BedCount.objects.exists()


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"occupied": ""}, "Otaqlar, Taken: a whole number"),
        ({"occupied": "-1"}, "Otaqlar, Taken: a whole number"),
        ({"capacity": "9" * 40}, "Otaqlar, Beds: a whole number"),
        ({"out_of_service": "6"}, "Otaqlar, Out of service: more than there are beds"),
        ({"family_places": "6"}, "Otaqlar, Family places: more than there are beds"),
        ({"told": ""}, "Who said so?"),
        ({"told": "Aysel"}, "Who said so?"),
    ],
)
def test_nonsense_is_named_and_changes_nothing(coordinator, home, fields, words):
    response = coordinator.post(f"/work/overdue/{home.public_id}/", said(home, "new", **fields))
    assert response.status_code == 400 and words in text_of(response)
    assert not BedCount.objects.exists()


def test_what_nobody_sends_is_no_error_of_ours(coordinator, home):
    path = f"/work/overdue/{home.public_id}/"
    assert coordinator.post(path).status_code == 400
    assert coordinator.post(path, said(home, "burn")).status_code == 400
    assert coordinator.post(path, said(home, "new", seen="\0")).status_code == 400
    for seen in ("", "x", "9" * 40, "-1"):
        assert coordinator.post(path, said(home, "new", seen=seen)).status_code == 409
    assert coordinator.get("/work/overdue/zzzzzz/").status_code == 404
    assert coordinator.get(f"/work/overdue/{make.facility().public_id}/").status_code == 404
    assert not BedCount.objects.exists()
