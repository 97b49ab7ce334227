"""POST /api/v1/near/ as docs/contract.md settles it."""

import pytest

from shelters.codes.public import ConfirmationMethod, Confirmed
from shelters.directory.confirmations import confirm
from shelters.models import Place
from shelters.published import current
from tests.support import make

pytestmark = [pytest.mark.django_db, pytest.mark.both]
GROUPS = ["woman", "trans_woman", "woman_with_children", "older"]


@pytest.fixture
def ganja():
    return Place.objects.get(name_az="Gəncə")


def results(response):
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_the_origin_is_named_with_its_rayon(near):
    origin = near(place="Закаталы", lang="ru").json()["origin"]
    assert origin == {"name": "Загатала", "rayon": "Загатала", "lat": 41.6316, "lon": 46.64479, "instead": None}


def test_a_rayon_means_its_centre(near):
    assert near(rayon="AZ-ABS").json()["origin"]["name"] == "Xırdalan"


def test_a_place_by_its_id(near, ganja):
    assert near(place_id=ganja.pk).json()["origin"]["name"] == "Gəncə"


def test_the_worst_verdict_over_everybody_decides(near, ganja):
    make.facility(
        ganja,
        rules={"woman": "yes", "trans_woman": "conditional", "woman_with_children": "unknown", "man": "no"},
    )
    accepts = {who: results(near(place="Gəncə", who=list(who)))[0]["accepts"] for who in SETS_OF_GROUPS}
    assert accepts == SETS_OF_GROUPS
    refused = near(place="Gəncə", who=["woman", "man"]).json()
    assert refused["results"] == []
    assert refused["excluded"] == {"refuses": 1, "not_for": 0, "avoided": 0}


SETS_OF_GROUPS = {
    ("woman",): "yes",
    ("woman", "trans_woman"): "conditional",
    ("woman", "trans_woman", "woman_with_children"): "ask",
    ("woman", "older"): "ask",
    (): "ask",
}


def test_a_hidden_rule_reads_as_unknown(near, ganja):
    make.facility(ganja, rules={"trans_woman": {"verdict": "no", "visible_to": "caseworkers"}})
    answer = near(place="Gəncə", who=["trans_woman"]).json()
    assert answer["results"][0]["accepts"] == "ask"
    assert answer["excluded"]["refuses"] == 0


@pytest.mark.parametrize("limit, son, accepts", [(12, 12, "yes"), (12, 13, "ask"), (None, 3, "ask"), (12, None, "yes")])
def test_a_son_above_the_limit_is_never_hidden(near, ganja, limit, son, accepts):
    make.facility(ganja, rules={"woman_with_children": {"verdict": "yes", "sons_up_to": limit}})
    found = results(near(place="Gəncə", who=["woman_with_children"], oldest_son=son))
    assert [result["accepts"] for result in found] == [accepts]


def test_need_means_any_of_the_needs_and_a_place_to_stay_by_default(near, ganja):
    shelter = make.facility(ganja)
    clinic = make.facility(ganja, kind="clinic", services=["hiv_pep", "sti_care"])
    legal = make.facility(ganja, kind="legal_aid", services=["legal_aid"])

    def ids(**fields):
        return {result["id"] for result in results(near(place="Gəncə", **fields))}

    assert ids() == {shelter.public_id}
    assert ids(need=["hiv_pep", "legal_aid"]) == {clinic.public_id, legal.public_id}


def test_availability_is_ask_for_a_shelter_and_null_for_the_rest(near, ganja):
    make.facility(ganja)
    make.facility(ganja, kind="clinic", services=["sti_care"])
    found = results(near(place="Gəncə", need=["emergency_shelter", "sti_care"]))
    assert {result["kind"]: result["availability"] for result in found} == {"shelter": "ask", "clinic": None}


def test_what_is_near_a_place_to_avoid_is_left_out_and_counted(near, ganja):
    make.facility(ganja, rules={"man": "no"})
    make.facility(ganja)
    far = make.facility(Place.objects.get(name_az="Bakı"))
    answer = near(place="Gəncə", avoid=["Göygöl"], who=["man"]).json()  # 13 km from Gəncə
    assert [result["id"] for result in answer["results"]] == [far.public_id]
    assert answer["excluded"] == {"refuses": 1, "not_for": 0, "avoided": 1}
    assert answer["avoiding"] == [{"place_id": 584716, "name": "Göygöl", "rayon": "Göygöl"}]


def test_no_road_comes_after_everything_that_a_road_reaches(near):
    beyond = make.facility(Place.objects.get(name_az="Naxçıvan"), confidential=False)
    reached = make.facility(Place.objects.get(name_az="Bakı"))
    found = results(near(place="Laçın"))  # nearer to Naxçıvan than to Bakı
    assert [(result["id"], result["no_road"]) for result in found] == [
        (reached.public_id, False),
        (beyond.public_id, True),
    ]
    assert found[0]["distance_km"] > found[1]["distance_km"]
    # The nearest is the nearest of those that a road reaches.
    assert [result["id"] for result in results(near(place="Laçın", limit=1))] == [reached.public_id]
    # From the other side it is the other way round; far from any place, nobody knows.
    assert [result["no_road"] for result in results(near(place="Şərur"))] == [False, True]
    assert [result["no_road"] for result in results(near(lat=0, lon=0))] == [False, False]


def test_a_reported_facility_shows_neither_its_name_nor_a_number(near, ganja):
    make.facility(
        ganja,
        name_az="Gizli Ad",
        basis="reported",
        basis_date="2023-08-29",
        phones=[{"number": "012 555 00 00", "label_az": "x"}],
    )
    response = near(place="Gəncə", lang="en")
    assert "Gizli" not in response.content.decode() and "555 00" not in response.content.decode()
    (result,) = results(response)
    assert result["name"] == "Place to stay safe (shelter), Ganja, reported in 2023"
    assert result["phones"] == [] and result["listing"] == "reported"


def test_only_public_numbers_are_shown(near, ganja):
    phones = [{"number": "112", "label_az": "open"}, {"number": "113", "visible_to": "caseworkers"}]
    make.facility(ganja, phones=phones)
    assert results(near(place="Gəncə"))[0]["phones"] == [{"number": "112", "label": "open", "dial": "112"}]


def test_what_is_not_listed_is_not_there(near, ganja):
    make.facility(ganja, listed=False)
    assert results(near(place="Gəncə")) == []


def test_measured_to_the_door_or_to_the_place(near, ganja):
    make.facility(ganja)
    make.facility(ganja, confidential=False, address="x", lat=40.7, lon=46.4)
    found = results(near(place="Gəncə"))
    assert [(result["measured_to"], result["distance_km"]) for result in found] == [("place", 0), ("door", 4)]


def test_confirmed_is_when_a_person_last_checked(near, ganja, django_user_model):
    from datetime import timedelta

    from django.utils import timezone

    facility = make.facility(ganja)
    seen = [results(near(place="Gəncə"))[0]["confirmed"]]
    for days in (2, 1, 0):
        confirm(facility, by=None, how=ConfirmationMethod.PHONE, on=timezone.localdate() - timedelta(days=days))
        seen.append(results(near(place="Gəncə"))[0]["confirmed"])
    assert seen == [Confirmed.NEVER, Confirmed.OLDER, Confirmed.YESTERDAY, Confirmed.TODAY]


def test_open_now_leaves_only_what_is_surely_open(near, ganja):
    make.facility(ganja)
    assert results(near(place="Gəncə"))[0]["open_now"] is None
    assert results(near(place="Gəncə", open_now=True)) == []


def test_the_loaded_directory(near, directory):
    answer = near(place="Zaqatala", who=["woman_with_children"], lang="en").json()
    first = answer["results"][0]
    assert (first["place"], first["distance_km"], first["listing"]) == ("Ganja", 108, "reported")
    # Those that fit first: what is open, then what may be, then what is closed; then the emergency numbers.
    numbers = [hotline["number"] for hotline in answer["hotlines"]]
    assert numbers[0] == "116 123" and set(numbers[:2]) == {"116 123", "(012) 860"}
    assert numbers[2:] == ["112", "103", "102", "116 111", "916", "961", "152"]
    assert [hotline["fits"] for hotline in answer["hotlines"]] == [True] * 5 + [False] * 4
    assert [hotline["number"] for hotline in answer["hotlines"] if hotline["emergency"]] == numbers[2:5]
    assert all(hotline["source"] and hotline["confirmed"] == "never" for hotline in answer["hotlines"])
    assert all(result["phones"] == [] for result in answer["results"])


def test_no_query(near, directory, settings, django_assert_num_queries):
    current.refresh_now()
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]  # and nobody looks at the database from now on
    with django_assert_num_queries(0):
        near(place="Закаталы", avoid=["Bakı"], who=["man"], open_now=True)
        assert near(lat=41.6, lon=46.6).json()["results"]
        assert near().status_code == 200 and near(place="Atlantida").status_code == 422


def test_contents_schema_and_docs(client):
    assert set(client.get("/api/v1/").json()) == {"near", "hours", "schema", "docs"}
    assert client.get("/api/v1/schema/").status_code == 200
    page = client.get("/api/v1/docs/").content.decode()
    assert "results[].phones[].number" in page and "oldest_son" in page and page.count("<script") == 1


def test_a_place_that_is_new_since_the_last_search_is_known(near, client):
    assert near(place="Bakı").status_code == 200
    facility = make.facility(make.place(40.41, 49.86))
    assert [result["id"] for result in near(place="Bakı").json()["results"]] == [facility.public_id]
    make.facility(make.place(40.42, 49.86), services=["hiv_pep"], kind="clinic")
    assert client.post("/api/v1/hours/", {"place": "Bakı"}, content_type="application/json").status_code == 200
