"""Whatever changes a byte of an anonymous answer, or of a caseworker's search, waits for a second person."""

import pytest
from django.urls import reverse

from shelters.codes.public import SERVICE_CODES
from shelters.models import Facility, Hotline, Organisation, Proposal
from tests.support import make
from tests.support.keeping import SOURCE, at
from tests.support.pages import change, fields_of, text_of
from tests.support.proposals import url

pytestmark = pytest.mark.django_db
SAID = {"source": "zəng", "visible_to": "public"}


@pytest.fixture
def house(db):
    """A place with a fact of every kind. Another of its needs is near."""
    made = make.facility(
        confidential=False,
        phones=[{"number": "(012) 404 12 34"}],
        rules={"woman": "yes", "man": {"verdict": "conditional", "condition_az": "with a letter"}},
        hours="mon-fri 09:00-18:00",
    )
    made.facts.create(code="admits_at_night", answer="no", source="call")
    made.figures.create(code="beds", value=10, source="call")
    made.pools.create(name_en="Room", groups=["woman"])
    make.refresh([made.pk])
    make.facility(made.place)
    return made


def everything(near, leyla, house):
    """What the public and a caseworker read."""
    anonymous = near(place_id=house.place_id, need=SERVICE_CODES, limit=50, lang="en").json()
    return anonymous, {name: getattr(Facility.objects.get(pk=house.pk), name) for name in ("notes", "stale_hours")}


# What is sent on the page of the desk, or of the admin (""). "room" is the id of the room.
WISHES = {
    "a condition": ("takes", {"man-condition_az": "first ring elsewhere"}),
    "a source": ("", {"provisions-0-source": "somebody"}),
    "the page of a source": ("", {"provisions-0-source_url": "https://evil.example/a"}),
    "the page of the basis": ("", {"basis_url": "https://evil.example/a"}),
    "a rule": ("takes", {"pregnant": "yes"}),
    "no": ("takes", {"man": "no", "man-condition_az": ""}),
    "a fact": ("expect", {"family_told": "no"}),
    "a fact that was no": ("expect", {"admits_at_night": "yes"}),
    "a service": ("", {"provisions-1-service": "legal_aid", "provisions-1-source": "call"}),
    "a figure": ("figures", {"beds": "90"}),
    "a room": ("rooms", {"room-name_en": "Other"}),
    "for whom a room is": ("rooms", {"room-groups": ["man"]}),
    "notes": ("", {"notes": "ring first"}),
    "old counts": ("", {"stale_hours": "99"}),
    "the address": ("", {"address": "Other street 1"}),
}


@pytest.mark.parametrize("page, said", WISHES.values(), ids=WISHES)
def test_it_waits_and_is_seen(leyla, nigar, house, near, page, said):
    there, room = at(house, page) if page else change(house), house.pools.get().public_id
    source = {"same": None, **SOURCE} if page and page != "rooms" else {}
    wanted = {name.replace("room", room): value for name, value in said.items()} | source
    sent = {name: value for name, value in (fields_of(leyla.get(there)) | wanted).items() if value is not None}
    facts = list(house.facts.values()), list(house.rules.values()), list(house.pools.values())
    before = everything(near, leyla, house)
    assert leyla.post(there, sent).status_code == 302
    if said.get("man") != "no":
        assert everything(near, leyla, house) == before
        assert facts == (list(house.facts.values()), list(house.rules.values()), list(house.pools.values()))
    page = text_of(nigar.get(url(Proposal.objects.waiting().get())))
    assert "Then" in page
    assert nigar.post(url(Proposal.objects.waiting().get(), "confirm")).status_code == 200
    assert "Confirmed" in text_of(nigar.get(url(Proposal.objects.filter(decision="confirmed").get())))


def test_a_new_organisation_waits(leyla, nigar):
    sent = {"key": "new", "type": "ngo", "name_az": "Yeni"}
    assert leyla.post(reverse("admin:shelters_organisation_add"), sent).status_code == 302
    assert not Organisation.objects.filter(key="new").exists()
    nigar.post(url(Proposal.objects.get(), "confirm"))
    assert Organisation.objects.get(key="new").name_az == "Yeni"
    assert "Yeni" in text_of(nigar.get(url(Proposal.objects.get())))


def test_of_two_new_namesakes_the_second_is_overtaken(leyla, nigar):
    for key in ("one", "two"):
        leyla.post(reverse("admin:shelters_organisation_add"), {"key": key, "type": "ngo", "name_az": "Yeni"})
    for proposal in Proposal.objects.all():
        nigar.post(url(proposal, "confirm"))
    assert Organisation.objects.filter(name_az="Yeni").count() == 1


@pytest.mark.parametrize("field", ["label_en", "hours_en", "source_url", "published", "number"])
def test_a_line_is_national_and_waits_whole(leyla, nigar, directory, near, field):
    line = Hotline.objects.get(key="916")
    page = reverse("admin:shelters_hotline_change", args=[line.pk])
    fields, before = fields_of(leyla.get(page)), near(place="Bakı").json()["hotlines"]
    wanted = {name: said for name, said in fields.items() if name != field}
    said = {"published": {}, "source_url": {field: "https://evil.example/a"}}.get(field, {field: "103"})
    assert leyla.post(page, wanted | said).status_code == 302
    assert near(place="Bakı").json()["hotlines"] == before
    nigar.post(url(Proposal.objects.get(), "confirm"))
    assert near(place="Bakı").json()["hotlines"] != before or field in ("label_en", "hours_en")


def test_what_was_never_listed_is_edited_freely_and_its_listing_shows_all(leyla, nigar, house):
    hidden = make.facility(house.place, listed=False, confidential=False, phones=[{"number": "(012) 404 99 99"}])
    leyla.post(change(hidden), fields_of(leyla.get(change(hidden))) | {"name_en": "Free"})
    hidden.refresh_from_db()
    assert hidden.name_en == "Free" and not Proposal.objects.exists()
    leyla.post(change(hidden), fields_of(leyla.get(change(hidden))) | {"listed": "on", "notes": "all of it"})
    hidden.refresh_from_db()
    assert hidden.notes == "all of it" and not hidden.listed
    page = text_of(nigar.get(url(Proposal.objects.get())))
    assert all(said in page for said in ("Free", "404 99 99", "all of it", "place to stay"))


def test_what_was_listed_once_is_never_free_again(leyla, house):
    Facility.objects.filter(pk=house.pk).update(listed=False)
    make.refresh([house.pk])
    leyla.post(change(house), fields_of(leyla.get(change(house))) | {"name_en": "Free"})
    house.refresh_from_db()
    assert house.name_en != "Free" and Proposal.objects.waiting().exists()
