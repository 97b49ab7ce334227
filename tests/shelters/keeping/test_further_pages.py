"""What few places need, who else may propose, and many places at once."""

import pytest

from shelters.codes.staff import Decision, Role
from shelters.models import Organisation, Proposal, TrailEntry
from tests.support import make, people
from tests.support.keeping import SOURCE, at, begun, fill, first
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ngo(db):
    return Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")


def test_a_new_organisation_comes_with_its_first_place(leyla, ngo):
    new = {"organisation": "", "new_organisation": "Yeni birlik", "new_type": "ngo"}
    place = begun(leyla, ngo, **new)
    assert (place.organisation.name_az, place.organisation.key) == ("Yeni birlik", "yeni-birlik")
    assert TrailEntry.objects.filter(what="organisation.changed").count() == 1
    wrong = ({"new_type": ""}, {"organisation": ngo.pk}, {"new_organisation": ""}, {"new_organisation": "KÖMƏK"})
    for said in wrong:
        page = leyla.post("/work/places/new/", first(ngo, **new | said))
        assert page.status_code == 400, said
    assert Organisation.objects.filter(name_az__in=["Yeni birlik", "KÖMƏK"]).count() == 1
    assert "new_organisation" not in leyla.get(at(place, "first")).content.decode()


def test_numbers_closures_and_figures(leyla, ngo):
    place = begun(leyla, ngo)
    fill(leyla, place, "numbers", **{"number-1": "012 404 56 78", "public-1": "on", "label_en-1": "the lawyer"})
    fill(leyla, place, "numbers", **{"number-2": "050 200 00 00"})
    assert [str(one) for one in place.phones.all()] == ["(012) 404 12 34", "(012) 404 56 78", "050 200 00 00"]
    fill(leyla, place, "numbers", **{"number-1": ""})
    assert [str(one) for one in place.phones.all()] == ["(012) 404 12 34", "050 200 00 00"]
    fill(leyla, place, "hours", when="weekly", workdays="9-18")
    fill(leyla, place, "closures", **{"first-0": "2026-08-01", "last-0": "2026-08-15"})
    fill(leyla, place, "closures", **{"first-1": "2026-09-01", "hours-1": "10-12"})
    said = [(str(one.last), one.hours) for one in place.hours.get().dated.all()]
    assert said == [("2026-08-15", "closed"), ("2026-09-01", "10:00-12:00")]
    fill(leyla, place, "closures", **{"first-0": ""})
    assert place.hours.get().dated.count() == 1 and place.hours.get().friday == "09:00-18:00"
    fill(leyla, place, "figures", beds="12")
    assert (place.figures.get().value, place.figures.get().source) == (12, "the place itself")
    shown = text_of(leyla.get(at(place)))
    for words in ("Numbers 2", "Closures and extra openings 1", "Figures 1"):
        assert words in shown, words


@pytest.fixture
def host(house):
    return people.signed_in(people.person(Role.HOST, house.organisation, "aygun"))


def test_a_host_proposes_and_a_coordinator_confirms(leyla, host, house):
    assert "What people read of your centre" in text_of(host.get("/work/"))
    fill(host, house, "numbers", **{"number-0": "012 404 99 99", "same": None, **SOURCE})
    (waiting,) = Proposal.objects.waiting()
    assert waiting.made_by == host.user and str(house.phones.get()) == "(012) 404 12 34"
    said = text_of(host.get(at(house)))
    assert "What you proposed before waits still" in said and "leyla" not in said
    assert host.post(f"/work/proposals/{waiting.public_id}/confirm/").status_code == 403
    assert leyla.post(f"/work/proposals/{waiting.public_id}/confirm/").status_code == 200
    assert str(house.phones.get()) == "(012) 404 99 99"
    fill(host, house, "hours", when="weekly", workdays="9-18", same=None, **SOURCE)
    again = Proposal.objects.waiting().get()
    assert "You proposed, and it waits" in text_of(host.get("/work/places/"))
    host.post("/work/places/recall-own/", {"proposal": again.public_id})
    again.refresh_from_db()
    assert again.decision == Decision.RECALLED


def test_a_host_opens_the_own_house_alone_and_no_more_than_the_pages_of_it(leyla, host, house, ngo):
    draft = begun(leyla, ngo)
    assert [host.get(at(house, page)).status_code for page in ("takes", "first", "rooms", "figures")] == [
        200,
        404,
        404,
        404,
    ]
    assert host.get(at(draft)).status_code == 404 and "Yeni" not in text_of(host.get("/work/places/"))
    assert host.post(at(house, "list"), {"listed": "no", "reason": "closed"}).status_code == 403


def test_one_source_stands_for_many_places_and_is_recalled(leyla, nigar, house):
    other = make.facility(house.place, name_en="Second", phones=[{"number": "(012) 404 33 33"}])
    fill(nigar, other, "hours", when="weekly", workdays="9-18", same=None, **SOURCE)
    sent = SOURCE | {"source": "a letter", "parts": ["phones", "basis"]}
    page = leyla.post("/work/places/one-source/", sent | {"places": [house.public_id, other.public_id]})
    assert page.status_code == 409 and "Left out" in text_of(page) and "Second" in text_of(page)
    (made,) = Proposal.objects.waiting().filter(made_by=leyla.user)
    assert made.after["basis_source"] == made.after["phones"][0]["source"] == "a letter"
    nigar.post("/work/places/recall-own/", {"proposal": made.public_id})
    assert Proposal.objects.waiting().filter(pk=made.pk).exists(), "only the own"
    leyla.post("/work/places/recall-own/", {"proposal": made.public_id})
    assert not Proposal.objects.waiting().filter(pk=made.pk).exists()
    assert leyla.post("/work/places/one-source/", {"parts": "basis"}).status_code == 400
