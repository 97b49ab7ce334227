"""A facility in its own pages: a draft at once, what people read with a second person, and nothing by a second way."""

from typing import Any

import pytest

from shelters.approvals import proposals
from shelters.codes.public import GUARDED_GROUPS, Group
from shelters.codes.staff import Decision
from shelters.keeping.steps import STEPS
from shelters.models import Facility, Organisation, Proposal, TrailEntry
from tests.support import make
from tests.support.keeping import SOURCE, at, begun, fill, first
from tests.support.pages import fields_of, text_of
from tests.support.people import coordinator

pytestmark = pytest.mark.django_db
# What somebody fills in after the first page.
PAGES: dict[str, dict[str, Any]] = {
    "services": {"services": ["mental_health", "legal_aid"]},
    "takes": {"woman": "yes", "man": "no", "deaf": "conditional", "deaf-condition_en": "with a helper"},
    "expect": {"police_told": "no", "speaks_ru": "yes"},
    "hours": {"when": "weekly", "workdays": "9-13, 14-18", "sunday": "closed", "on_holidays": "closed"},
    "rooms": {"new-name_az": "Otaq", "new-groups": ["woman"], "new-capacity": "5", "new-occupied": "3"},
}


@pytest.fixture
def ngo(db):
    return Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")


def test_a_place_is_entered_listed_and_found_without_the_admin(leyla, nigar, ngo, near):
    place = begun(leyla, ngo)
    assert len(PAGES) + 3 <= 12 and sum(map(len, [first(ngo), *PAGES.values()])) <= 40, "screens, and fields"
    assert not place.listed and not place.ever_listed and place.key == "yeni-merkez"
    phone = place.phones.get()
    assert (phone.number, phone.source, str(phone.stated_on)) == ("+994124041234", "the place itself", "2026-03-01")
    for page, fields in PAGES.items():
        fill(leyla, place, page, **fields)
    assert not Proposal.objects.exists()
    assert leyla.post(at(place, "list"), {"listed": "yes"}).status_code == 302
    assert not Facility.objects.get(pk=place.pk).listed
    proposals.confirm(Proposal.objects.get(), by=nigar.user)
    place.refresh_from_db()
    (hours,) = place.hours.all()
    assert place.listed and hours.friday == "09:00-13:00 14:00-18:00" and hours.sunday == "closed"
    assert {rule.group: rule.verdict for rule in place.rules.all()} == {
        "woman": "yes",
        "man": "no",
        "deaf": "conditional",
    }
    assert {rule.source for rule in place.rules.all()} == {"the place itself"}
    pool = place.pools.get()
    assert (pool.groups, pool.capacity, pool.occupied) == (["woman"], 5, 3) and pool.observed_at
    results = near(place="Gəncə", need=["mental_health"], who=["woman"], lang="az").json()["results"]
    assert [one["name"] for one in results if one["accepts"] == "yes"] == ["Yeni mərkəz"]


def test_every_step_is_in_the_trail(leyla, ngo):
    place = begun(leyla, ngo)
    fill(leyla, place, "services", services=["legal_aid"])
    fill(leyla, place, "expect", police_told="no")
    acts = TrailEntry.objects.filter(subject=f"facility {place.pk}", what="facility.changed")
    assert acts.count() == 3


def test_what_people_read_waits_and_several_pages_make_one_proposal(leyla, nigar, house):
    fill(leyla, house, "first", name_en="Other name", **SOURCE)
    fill(leyla, house, "takes", woman="yes", same=None, **SOURCE)
    house.refresh_from_db()
    assert house.name_en == "House" and not house.rules.exists()
    (waiting,) = Proposal.objects.waiting()
    assert Proposal.objects.filter(decision=Decision.RECALLED).count() == 1
    assert "becomes a part of what you save now" in text_of(leyla.get(at(house, "hours")))
    proposals.confirm(waiting, by=nigar.user)
    house.refresh_from_db()
    assert house.name_en == "Other name" and house.rules.get().verdict == "yes"


def test_the_page_as_it_is_changes_nothing(leyla, house):
    for page in STEPS:
        fill(leyla, house, page)
    assert not Proposal.objects.exists()


def test_anothers_proposal_is_not_overwritten(leyla, nigar, house):
    fill(leyla, house, "first", name_en="Other name")
    page = nigar.get(at(house, "first"))
    assert "Somebody else proposed a change" in text_of(page)
    sent = fields_of(page) | {"name_en": "Third name"}
    assert nigar.post(at(house, "first"), sent).status_code == 400
    assert nigar.post(at(house, "list"), {"listed": "no", "reason": "closed"}).status_code == 409
    assert Proposal.objects.get().after["name_en"] == "Other name"


def test_a_row_that_nobody_tapped_keeps_its_source(leyla, nigar, house):
    fill(leyla, house, "takes", woman="yes", same=None, **SOURCE)
    proposals.confirm(Proposal.objects.waiting().get(), by=nigar.user)
    fill(leyla, house, "takes", man="no", same=None, **SOURCE | {"source": "a letter"})
    proposals.confirm(Proposal.objects.waiting().get(), by=nigar.user)
    assert {rule.group: rule.source for rule in house.rules.all()} == {"woman": "the place itself", "man": "a letter"}


def test_a_hidden_place_learns_which_town_it_may_name(leyla, ngo):
    page = leyla.post("/work/places/new/", first(ngo, place="Şəmkir", confidential="on"))
    assert page.status_code == 400 and "is Ganja (" in text_of(page) and not Facility.objects.exists()
    assert begun(leyla, ngo, place="Gəncə", confidential="on").confidential


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"source": ""}, "Write who said so"),
        ({"name_az": ""}, "Write its name"),
        ({"number": "12"}, "number"),
        ({"place": "Nowhere at all"}, "That is not one place"),
        ({"confidential": "on", "address": "a street"}, "has no address"),
        ({"stated_on": "2090-01-01"}, "still to come"),
    ],
)
def test_what_cannot_stand_comes_back_as_typed(leyla, ngo, wrong, said):
    page = leyla.post("/work/places/new/", first(ngo, **wrong))
    assert page.status_code == 400 and said in text_of(page) and "Kömək" in page.content.decode()
    assert not Facility.objects.exists()


@pytest.mark.parametrize(
    "page, fields, said",
    [
        ("hours", {"when": "weekly", "workdays": "nine to five"}, "cannot be read"),
        ("hours", {"when": "always", "workdays": "9-18"}, "Times count only"),
        ("takes", {"woman": "yes", "woman-condition_en": "with a paper"}, "A condition counts only"),
        ("takes", {"woman_with_children": "yes", "sons_up_to": "110"}, "less than or equal to 99"),
        ("expect", {"police_told": "perhaps"}, "perhaps"),
        ("numbers", {"number-1": "12"}, "number"),
        ("closures", {"first-0": "2026-08-02", "last-0": "2026-08-01"}, "The last day is before the first"),
        ("closures", {"first-0": "2026-08-02", "hours-0": "soon"}, "cannot be read"),
        ("figures", {"beds": "-1"}, "greater than or equal to 0"),
        ("rooms", {"new-name_az": "Otaq", "new-capacity": "4"}, "Write both numbers, or neither"),
    ],
)
def test_what_a_page_cannot_take_is_said_there(leyla, ngo, page, fields, said):
    assert said in text_of(fill(leyla, begun(leyla, ngo), page, 400, **fields))


def test_a_draft_says_what_is_missing_and_is_not_listed(leyla, ngo):
    place = begun(leyla, ngo)
    assert (
        "what it offers" in text_of(leyla.get(at(place))) and 'value="yes"' not in leyla.get(at(place)).content.decode()
    )
    assert leyla.post(at(place, "list"), {"listed": "yes"}).status_code == 400
    assert not Proposal.objects.exists()


def test_off_the_list_it_is_at_once_unless_it_is_the_last_of_its_need(leyla, house):
    assert leyla.post(at(house, "list"), {"listed": "no", "reason": "closed"}).status_code == 302
    assert Facility.objects.get(pk=house.pk).listed and Proposal.objects.waiting().exists()
    other = make.facility(house.place)
    assert leyla.post(at(other, "list"), {"listed": "no", "reason": "closed"}).status_code == 302
    assert not Facility.objects.get(pk=other.pk).listed
    assert "Why it goes off the list: it has closed" in text_of(leyla.get(f"/work/done/?place={other.key}"))
    third = make.facility(house.place)
    for said in ({}, {"reason": "x"}):
        assert leyla.post(at(third, "list"), {"listed": "no"} | said).status_code == 400
    assert Facility.objects.get(pk=third.pk).listed


def test_guarded_groups_are_for_caseworkers_unless_somebody_says_otherwise(leyla, ngo):
    place = begun(leyla, ngo)
    fill(leyla, place, "takes", **{group.value: "yes" for group in Group})
    hidden = set(place.rules.filter(visible_to="caseworkers").values_list("group", flat=True))
    assert hidden == set(GUARDED_GROUPS)


def test_both_readings_are_shown_and_nothing_is_changed(leyla, house):
    fill(leyla, house, "takes", woman="yes", lgbq="yes", same=None, **SOURCE)
    public, _heading, staff = text_of(leyla.get(at(house, "preview"))).partition("A caseworker, for somebody")
    assert "woman" in public and "for caseworkers only" in staff
    assert "queer: yes" not in public and "queer: yes" in staff and not house.rules.exists()


def test_who_can_confirm_stands_before_the_button(leyla, house):
    assert "Nobody else can confirm it now" in text_of(leyla.get(at(house, "first")))
    second = coordinator("nigar")
    assert second.get("/work/").status_code == 200
    type(second.user).objects.filter(pk=second.user.pk).update(last_login=second.user.joined_at)
    assert "Can confirm it now: nigar" in text_of(leyla.get(at(house, "first")))


def test_the_list_finds_a_place_by_its_name_and_its_town(leyla, house, ngo):
    begun(leyla, ngo, place="Bakı")
    for typed, there, absent in (("Hou", "House", "Yeni"), ("Bakı", "Yeni", "House"), ("yeni-m", "draft", "House")):
        said = text_of(leyla.get("/work/places/", {"name": typed}))
        assert there in said and absent not in said
