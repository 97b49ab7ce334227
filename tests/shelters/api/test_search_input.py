"""What POST /api/v1/near/ makes of its input: points, spellings, and what it cannot read."""

import json

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]

POINT = {"name": None, "rayon": None, "lat": 41.6, "lon": 46.6, "instead": None}


def test_raw_coordinates_have_no_name(near):
    assert near(lat=41.6, lon=46.6).json()["origin"] == POINT


@pytest.mark.parametrize(
    "typed",
    [
        *("41.6, 46.6", "41.603 46.597", "(41.60;46.60)", "geo:41.6,46.6?z=12", "GEO:41.6,46.6;u=35"),
        "https://www.google.com/maps/@41.6012,46.5987,15z",
        "https://maps.google.com/?q=41.6,46.6",
        "https://www.google.com/maps/place/X/@41.1,46.1,17z/data=!3m1!4b1!4m6!3m5!1s0x0!8m2!3d41.6!4d46.6" + "!z" * 99,
        "https://www.openstreetmap.org/?mlat=41.6&mlon=46.6#map=15/40.1/45.1",
        "https://www.openstreetmap.org/#map=15/41.6/46.6",
    ],
)
def test_coordinates_typed_as_a_place_are_rounded(near, typed):
    assert near(place=typed).json()["origin"] == POINT


@pytest.mark.parametrize("typed", ["91, 46", "41.6", "https://example.org/41.6,46.6", "12, 13, 14"])
def test_what_only_looks_like_coordinates(near, typed):
    assert near(place=typed).status_code == 422


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"place_id": 587084, "rayon": "AZ-BA"}, "rayon"),
        ({"lat": 40, "lon": 49, "rayon": "AZ-BA"}, "lat"),
        ({"place": "Bakı", "rayon": "AZ-BA", "lat": 40, "lon": 49}, "rayon"),
        ({"place": "Bakı", "rayon": "AZ-NOWHERE"}, "rayon"),
        ({"place": "Bakı", "lat": 40, "lon": 49}, "lat"),
        ({"lat": 40}, "lat"),
        ({"lon": 40}, "lat"),
        ({"lat": 91, "lon": 0}, "lat"),
        ({"lat": "nan", "lon": 0}, "lat"),
        ({"lat": "inf", "lon": 0}, "lat"),
        ({"lat": True, "lon": 0}, "lat"),
        ({"place_id": 1}, "place_id"),
        ({"place_id": "x"}, "place_id"),
        ({"rayon": "AZ-NOWHERE"}, "rayon"),
        ({"place": ["Bakı"]}, "place"),
        ({"place": {"a": 1}}, "place"),
        ({"place": "x" * 101}, "place"),
        ({"place": "Bakı\u0000"}, "place"),
        ({"place": "Bakı", "who": ["dragon"]}, "who"),
        ({"place": "Bakı", "who": "woman"}, "who"),
        ({"place": "Bakı", "who": [["woman"]]}, "who"),
        ({"place": "Bakı", "need": ["gold"]}, "need"),
        ({"place": "Bakı", "people": "5"}, "people"),
        ({"place": "Bakı", "oldest_son": -1}, "oldest_son"),
        ({"place": "Bakı", "oldest_son": 1.5}, "oldest_son"),
        ({"place": "Bakı", "limit": 0}, "limit"),
        ({"place": "Bakı", "limit": 51}, "limit"),
        ({"place": "Bakı", "avoid": "Gəncə"}, "avoid"),
        ({"place": "Bakı", "avoid": ["a"] * 11}, "avoid"),
        ({"place": "Bakı", "open_now": "perhaps"}, "open_now"),
        ({"place": "Bakı", "lang": "de"}, "lang"),
    ],
)
def test_what_cannot_be_read_is_named(near, fields, wrong):
    response = near(**fields)
    assert response.status_code == 400, response.content
    answer = response.json()
    assert answer["code"] == "invalid" and answer["detail"]
    assert list(answer["fields"]) == [wrong]
    assert all(isinstance(text, str) and text for text in answer["fields"][wrong])


HALF = ['{"place": "\\ud800"}', '{"avoid": ["Quba \\udfff"]}', '{"\\ud800": 1}']
WRONG = ["", "{", "[]", "1", "null", '"x"', "[" * 9000, '{"lat": NaN, "lon": 1}', "\xff", *HALF]


@pytest.mark.parametrize("body", WRONG)
def test_what_is_not_a_json_object(client, body):
    response = client.post("/api/v1/near/", body.encode("latin-1"), content_type="application/json")
    assert response.status_code == 400
    assert response.json()["code"] == "invalid"


def test_unknown_fields_are_ignored_and_empty_ones_count_as_missing(near):
    assert near(place="Bakı", rayon=None, who=[], avoid=[], colour="blue").status_code == 200


def test_an_unknown_place_offers_spellings(near):
    response = near(place="Zaqatalski", lang="en")
    assert response.status_code == 422
    answer = response.json()
    assert answer["code"] == "unknown_place" and answer["field"] == "place"
    assert {"place_id": 584596, "name": "Zagatala", "rayon": "Zagatala"} in answer["suggestions"]


def test_an_ambiguous_place_offers_choices(near):
    answer = near(place="Qobustan").json()
    assert answer["code"] == "ambiguous_place"
    assert {choice["rayon"] for choice in answer["choices"]} == {"Bakı", "Qobustan"}


def test_an_unknown_place_to_avoid_says_so(near):
    response = near(place="Bakı", avoid=["Atlantida"])
    assert response.status_code == 422
    assert response.json()["code"] == "unknown_place" and response.json()["field"] == "avoid"


def test_other_methods_types_and_sizes(client):
    for method in (client.get, client.put, client.delete, client.patch):
        response = method("/api/v1/near/", content_type="application/json")
        assert response.status_code == 405 and response.json()["code"] == "method_not_allowed"
    response = client.post("/api/v1/near/", {"place": "Bakı"})
    assert response.status_code == 415 and response.json()["code"] == "unsupported"
    big = json.dumps({"place": "Bakı", "more": "x" * 17_000})
    response = client.post("/api/v1/near/", big, content_type="application/json")
    assert response.status_code == 413 and response.json()["code"] == "too_large"
    response = client.get("/api/v1/nothing/")
    assert response.status_code == 404 and response.json()["code"] == "not_found"


@pytest.mark.parametrize("lang, word", [("az", "yer"), ("ru", "мест"), ("en", "place")])
def test_errors_speak_the_language_asked_for(near, lang, word):
    assert word in near(place="Atlantida", lang=lang).json()["detail"]


@pytest.mark.parametrize("field", [{"place": "Bak\ud800"}, {"avoid": ["\udfff"]}, {"who": ["\ud800"]}, {"\ud800": 1}])
def test_half_a_letter_is_refused(near, field):
    response = near(**{"place": "Bakı"} | field)
    assert response.status_code == 400 and response.json()["code"] == "invalid"
