"""What the bed feed refuses: moments, numbers, pools and bodies that cannot be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shelters.beds import counting
from shelters.models import BedCount, BedPool
from tests.support.feed import House

pytestmark = pytest.mark.both

MOMENTS = [
    *(None, "", "now", 5, True, [], {}, "2026-03-20", "2026-03-20T14:00", "0001-01-01T00:00:00Z", "iso-8601"),
    *("9999-12-31T23:59:59-12:00", "2026-03-20T25:00:00Z", "2026-03-20T14:00:00+99:99"),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_that_cannot_be(house, moment):
    answer = house.put(house.message() | {"observed_at": moment})
    assert answer.status_code == 400 and list(answer.json()["fields"]) == ["observed_at"]


def test_a_clock_may_be_five_minutes_fast(house):
    ahead = house.put(house.message(ago=-timedelta(minutes=6)))
    assert ahead.status_code == 400 and ahead.json()["fields"] == {"observed_at": ["That moment has not come yet."]}
    assert house.put(house.message(ago=-timedelta(minutes=4))).status_code == 200
    assert BedPool.objects.get().observed_at <= timezone.now()


@pytest.mark.parametrize(
    "fields, name",
    [
        *(({"occupied": wrong}, "occupied") for wrong in (-1, 1_001, 10**400, 1.5, "x", "9" * 5_000, True, None, [])),
        ({"capacity": 1_001}, "capacity"),
        ({"family_places": 11}, "family_places"),
        ({"out_of_service": 11}, "out_of_service"),
        *(({"id": wrong}, "id") for wrong in (None, "", [], {}, "\0")),
    ],
)
def test_numbers_that_no_house_can_have(house, fields, name):
    answer = house.put(house.message(house.row(**fields)))
    assert answer.status_code == 400 and answer.json()["code"] == "invalid"
    assert list(answer.json()["fields"]) == [f"pools[0].{name}"]
    assert not BedCount.objects.exists()


def test_pools_that_are_not_named_well(house, client):
    own, theirs = house.row(), house.row(House(client).pool)
    absent = house.row(id="zzzzzz")
    for rows in ([], "x", {}, None, 5, [own, own], [theirs], [own, theirs], [absent], [own, None], ["x"]):
        answer = house.put({"observed_at": timezone.now().isoformat(), "pools": rows})
        assert answer.status_code == 400 and all(name.startswith("pools") for name in answer.json()["fields"])
    for lost in ("id", *counting.FIELDS):
        row = {name: value for name, value in own.items() if name != lost}
        assert house.put(house.message(row)).json()["fields"] == {f"pools[0].{lost}": ["This is missing."]}
    assert not BedCount.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 16_000, b'{"pools": NaN}', b"7"])
def test_what_is_no_message(house, body):
    answer = house.put(body)
    assert answer.status_code == 400 and answer.json()["code"] == "invalid" and "fields" in answer.json()


def test_other_methods_and_kinds(house, client):
    headers = {"Authorization": f"Bearer {house.token}", "If-Match": "*"}
    assert client.put(house.path, "a=b", content_type="text/plain", headers=headers).status_code == 415
    assert client.put(house.path, "x" * 17_000, content_type="application/json", headers=headers).status_code == 413
    assert client.post(house.path, headers=headers).status_code == 405
