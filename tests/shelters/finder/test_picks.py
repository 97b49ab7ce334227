"""What stands out of the list: the nearest that can be reached, the nearest that takes her, the nearest with room."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shelters.codes.public import ConfirmationMethod
from shelters.directory.confirmations import confirm
from tests.support import make

pytestmark = pytest.mark.django_db
PHONE = [{"number": "(012) 404 12 34"}]


@pytest.fixture
def town():
    return make.place(40.0, 48.0)


def at(km, **fields):
    """A shelter so many km to the north."""
    return make.facility(make.place(40.0 + km / 111.04, 48.0), **fields)


def test_the_order_goes_by_steps_of_ten_km(near, town):
    far = at(17, rules={"woman": "yes"}, phones=PHONE)
    silent = at(1, rules={"woman": "conditional"})
    takes = at(4, rules={"woman": "yes"})
    reached = at(3, rules={"woman": "conditional"}, phones=PHONE)
    unknown = at(0)
    answer = near(place_id=town.pk, who=["woman"]).json()
    ids = [one.public_id for one in (takes, reached, silent, unknown, far)]
    assert [result["id"] for result in answer["results"]] == ids
    assert [result["reachable"] for result in answer["results"]] == [False, True, False, False, True]
    assert answer["picks"] == {"nearest": reached.public_id, "takes_you": far.public_id, "has_room": None}


def test_picks_and_the_nearest_are_among_the_results_however_few(near, town):
    at(1)
    nearest, takes = at(20, phones=PHONE), at(60, rules={"woman": "yes"}, takes_questions=True)
    for number in range(3):
        at(2 + number)

    def ids(limit):
        return [result["id"] for result in near(place_id=town.pk, who=["woman"], limit=limit).json()["results"]]

    assert ids(1) == [takes.public_id]
    assert ids(2) == [nearest.public_id, takes.public_id]
    assert len(ids(3)) == 3 and ids(3)[1:] == [nearest.public_id, takes.public_id]


@pytest.mark.parametrize(
    "basis, days, picked",
    [("agreed", None, True), ("published", None, False), ("published", 179, True), ("published", 181, False),
     ("reported", 1, False)],
)  # fmt: skip
def test_only_the_word_of_the_place_itself_is_a_yes(near, town, basis, days, picked):
    made = at(1, rules={"woman": "yes"}, phones=PHONE, takes_questions=True, basis=basis)
    if days:
        confirm(made, by=None, how=ConfirmationMethod.PHONE, on=timezone.localdate() - timedelta(days=days))
    answer = near(place_id=town.pk, who=["woman"]).json()
    assert answer["results"][0]["accepts"] == "yes"
    assert answer["picks"]["takes_you"] == (made.public_id if picked else None)


def test_without_a_place_nothing_is_measured(near, town):
    silent, takes = at(1), at(300, rules={"woman": "yes"}, phones=PHONE)
    answer = near(who=["woman"]).json()
    assert answer["origin"] is None and answer["picks"]["nearest"] is None
    assert answer["picks"]["takes_you"] == takes.public_id
    assert [(r["id"], r["distance_km"], r["no_road"]) for r in answer["results"]] == [
        (takes.public_id, None, None),
        (silent.public_id, None, None),
    ]


@pytest.mark.parametrize(
    "number, dial",
    [
        ("(012) 404 12 34", "+994124041234"),
        ("055 123 45 67", "+994551234567"),
        ("112", "112"),
        ("+7 495 123-45-67", "+74951234567"),
    ],
)
def test_what_a_telephone_dials(near, town, number, dial):
    at(1, phones=[{"number": number}])
    assert near(place_id=town.pk).json()["results"][0]["phones"][0]["dial"] == dial
