"""A fuzzed API gives no 5xx, and answers as its schema says."""

import random

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks

from config.wsgi import application
from shelters.api import bed_feed_tokens
from shelters.models import BedPool
from tests.support import make
from tests.support.soak import TIMES

pytestmark = [pytest.mark.django_db, pytest.mark.long]


BEDS = "/api/v1/beds/{public_id}/"
# What a place's name is no schema can tell, so "valid data is accepted" is not among the checks.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]


@pytest.fixture
def open_connection():
    """The test's transaction stays open between requests, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", ["/api/v1/near/", "/api/v1/hours/"])
def test_the_api_answers_as_its_schema_says(directory, open_connection, path, mode):
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    labels = {found.ok().label for found in schema.get_all_operations()}
    assert labels == {"GET /api/v1/", "POST /api/v1/near/", "POST /api/v1/hours/", f"GET {BEDS}", f"PUT {BEDS}"}

    @settings(max_examples=50 * TIMES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(schema[path]["POST"].as_strategy(generation_mode=mode))
    def answers_as_described(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    answers_as_described()


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("own", [False, True], ids=["strange", "own"])
def test_the_feed_answers_as_its_schema_says(db, open_connection, method, mode, own):
    """To whom it does not know, and to the house's own system, over whatever was counted before."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    home = make.facility()
    pool = BedPool.objects.create(facility=home, name_az="Otaqlar", capacity=3)
    headers = {"Authorization": f"Bearer {bed_feed_tokens.make_token(home, by=None)}", "If-Match": "*"} if own else {}

    @settings(max_examples=25 * TIMES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(schema[BEDS][method].as_strategy(generation_mode=mode))
    def answers_as_described(case):
        if own:
            case.path_parameters = {"public_id": home.public_id}
        if own and method == "PUT" and mode == GenerationMode.POSITIVE:
            case.body["pools"] = [row | {"id": pool.public_id} for row in case.body["pools"][:1]]
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"} | headers)

    answers_as_described()


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
FIELDS = ["place", "place_id", "rayon", "lat", "lon", "who", "oldest_son", "people", "need", "avoid", "open_now"]


@settings(max_examples=150 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from([*FIELDS, "limit", "lang", "…"]), junk, max_size=6))
def test_junk_in_every_field(client, body):
    response = client.post("/api/v1/near/", body, content_type="application/json")
    assert response.status_code in (200, 400, 413, 422), response.content


@settings(max_examples=100 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from([*FIELDS[:5], "date", "part", "minor", "lang", "…"]), junk, max_size=6))
def test_junk_in_every_field_of_the_hours(client, body):
    for date in (body.get("date"), "0001-01-01", "1940-02-29", "9999-12-31"):
        sent = {"rayon": "AZ-ZAQ", **body} | ({"date": date} if date is not None else {})
        response = client.post("/api/v1/hours/", sent, content_type="application/json")
        assert response.status_code in (200, 400, 413, 422), response.content


@settings(max_examples=100 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
def test_any_point_on_earth(client, lat, lon):
    response = client.post("/api/v1/near/", {"lat": lat, "lon": lon}, content_type="application/json")
    assert response.status_code == 200


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=hex", "application/json; charset=utf-16"]
)
def test_bytes_of_every_kind(client, kind):
    dice = random.Random(3)
    bodies = [dice.randbytes(n) for n in (1, 10, 100, 16_000, 17_000, 1_000_000)]
    bodies += [b"\x00", b'{"place": "\xff"}', '{"place": "Bakı"}'.encode("utf-16"), b'{"a":' * 3_000, b"[" * 16_000]
    for body in bodies:
        for path in ("/api/v1/near/", "/az/near/", "/api/v1/hours/", "/az/hours/"):
            response = client.generic("POST", path, body, content_type=kind)
            assert response.status_code in (200, 400, 413, 415, 422)


def test_many_results_stay_within_the_schema(client):
    town = make.place()
    for _ in range(60):
        make.facility(town)
    answer = client.post("/api/v1/near/", {"place_id": town.pk, "limit": 50}, content_type="application/json")
    assert len(answer.json()["results"]) == 50
