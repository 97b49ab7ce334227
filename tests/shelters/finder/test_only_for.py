"""A place for some groups alone: found by them, left out for all others, and named to nobody without its own word."""

import pytest

from shelters.models import Facility, OnlyFor, Place, Proposal
from shelters.published.refresh import refresh
from tests.support import make
from tests.support.pages import change, fields_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ganja():
    return Place.objects.get(name_az="Gəncə")


def for_them_alone(town, *groups, visible_to="public"):
    made = make.facility(town, rules=dict.fromkeys(groups, "yes"))
    for group in groups:
        OnlyFor.objects.create(facility=made, group=group, visible_to=visible_to, source="test")
    refresh([made.pk])
    return made


def asked(near, **fields):
    answer = near(place="Gəncə", **fields).json()
    return [result["id"] for result in answer["results"]], answer["excluded"]


def test_it_is_left_out_unless_one_of_them_comes(near, ganja):
    made = for_them_alone(ganja, "trafficked", "minor_alone")
    left_out = ([], {"refuses": 0, "not_for": 1, "avoided": 0})
    assert asked(near) == asked(near, who=["woman"]) == left_out
    assert asked(near, who=["woman", "trafficked"])[0] == asked(near, who=["minor_alone"])[0] == [made.public_id]
    result = near(place="Gəncə", who=["trafficked"]).json()["results"][0]
    assert result["only_for"] == ["trafficked", "minor_alone"] and result["accepts"] == "yes"


def test_each_place_counts_once(near, ganja):
    made = for_them_alone(ganja, "trafficked")
    made.rules.create(group="man", verdict="no", visible_to="public", source="test")
    refresh([made.pk])
    assert asked(near, who=["man"], avoid=["Gəncə"])[1] == {"refuses": 1, "not_for": 0, "avoided": 0}
    assert asked(near, who=["woman"], avoid=["Gəncə"])[1] == {"refuses": 0, "not_for": 1, "avoided": 0}
    assert asked(near, who=["trafficked"], avoid=["Gəncə"])[1] == {"refuses": 0, "not_for": 0, "avoided": 1}


def test_a_hidden_one_is_not_there_at_all(near, post, ganja):
    """Not even as a number: who is left out would tell whom it is for."""
    answers = [near(place="Gəncə", who=who).content for who in ([], ["woman"], ["trafficked"])]
    made = for_them_alone(ganja, "trafficked", visible_to="caseworkers")
    assert [near(place="Gəncə", who=who).content for who in ([], ["woman"], ["trafficked"])] == answers
    assert post("/en/site/", id=made.public_id).status_code == 404
    assert not Facility.objects.listed().filter(pk=made.pk).exists()


def test_pages_say_so(post, ganja):
    made = for_them_alone(ganja, "trafficked")
    assert "1 place in the country is left out, because it is for other people alone." in text_of(post(place="Gəncə"))
    text = text_of(post("/en/site/", id=made.public_id))
    assert "For these people alone trafficked, or forced to work." in text


def test_it_waits_for_a_second_person(leyla, nigar, house, near):
    before = near(place="Gəncə").content
    row = {"only_for-0-group": "minor_alone", "only_for-0-visible_to": "public", "only_for-0-source": "its letter"}
    response = leyla.post(change(house), fields_of(leyla.get(change(house))) | row)
    assert response.status_code == 302 and near(place="Gəncə").content == before
    proposal = Proposal.objects.get()
    text = text_of(nigar.get(f"/work/proposals/{proposal.public_id}/"))
    assert "Only for" in text and "under 18, alone" in text
    assert nigar.post(f"/work/proposals/{proposal.public_id}/confirm/").status_code == 200
    assert asked(near) == ([], {"refuses": 0, "not_for": 1, "avoided": 0})
    assert house.only_for.get().source == "its letter"


def test_the_first_load_shows_the_shelter_for_trafficked_people_to_them_alone(directory, near):
    def run_by(**fields):
        return {result["run_by"] for result in near(place="Bakı", limit=50, **fields).json()["results"]}

    assert "police" not in run_by(who=["woman"]) | run_by() and "police" in run_by(who=["trafficked"])
