"""How old the list is: told after twenty minutes, without rooms and hours after a day, the lines alone after three."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from shelters.hours.clock import BAKU
from shelters.published import current
from shelters.views import away
from tests.support import make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 12, 12, 30, tzinfo=BAKU)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def looked(directory, settings):
    """At noon, and never again."""
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]
    town, phones = make.place(name_az="Yaşılkənd"), [{"number": "(012) 404 12 34"}]
    make.facility(town, hours="always", public_rooms=True, name_en="House", phones=phones)
    with time_machine.travel(NOON, tick=False):
        current.refresh_now()
    current.watched()
    yield
    current.forget()


@pytest.fixture
def at(client):
    def answers(**later):
        with time_machine.travel(NOON + timedelta(**later), tick=False):
            page = client.post("/en/near/", "place=Yaşılkənd", content_type=FORM)
            body = {"place": "Yaşılkənd", "lang": "en"}
            return page, client.post("/api/v1/near/", body, content_type="application/json")

    return answers


def cards(page):
    """The part of a page that shows places."""
    return page.content.decode().partition('class="card"')[2].partition("</ol>")[0]


def test_what_is_new_says_nothing(at):
    page, api = at(minutes=19)
    assert "last known" not in page.content.decode() and "as_of" not in api.json()
    assert api.json()["results"][0]["open_now"] is True


def test_after_twenty_minutes_it_says_how_old_it_is(at, client):
    page, api = at(minutes=20)
    assert "as it was last known to us: today, 12:30." in page.content.decode()
    assert api.json()["as_of"] == "2026-05-12T12:30:00+04:00" and api.json()["results"][0]["open_now"] is True
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        plan = client.post("/api/v1/hours/", {"place": "Yaşılkənd"}, content_type="application/json").json()
        assert plan["as_of"] == "2026-05-12T12:30:00+04:00"
        for path in ("/en/", "/en/hours/"):
            assert "as it was last known" in client.get(path).content.decode()


def test_after_a_day_nothing_is_open_and_nowhere_is_room(at):
    assert "night" in cards(at(minutes=1)[0])
    page, api = at(hours=24)
    text = page.content.decode()
    assert 'role="alert"' in text and text.index("more than a day ago") < text.index("<main")
    found = api.json()["results"][0]
    assert (found["open_now"], found["always_open"], found["availability"]) == (None, False, "ask")
    assert "night" not in cards(page)
    assert found["name"] == "House" and [line["always_open"] for line in api.json()["hotlines"]].count(True)


def test_after_three_days_there_are_the_lines_alone(at, client):
    page, api = at(hours=72)
    assert page.status_code == api.status_code == 503 and api.json()["code"] == "out_of_date"
    assert api["Retry-After"] and "House" not in page.content.decode() and 'href="tel:112"' in page.content.decode()
    with time_machine.travel(NOON + timedelta(hours=72), tick=False):
        assert client.get("/az/").status_code == client.get("/ru/hours/").status_code == 503
        assert client.get("/az/safety/").status_code == 200


def test_where_nothing_is_held_there_are_three_numbers():
    current.forget()
    current.watched()
    client = Client(raise_request_exception=False)
    for path in ("/az/", "/ru/hours/"):
        page = client.get(path)
        assert page.status_code == 503 and page["Retry-After"]
        assert all(f"tel:{number}" in page.content.decode() for number in (112, 102, 103))
    api = client.post("/api/v1/near/", {"place": "Bakı"}, content_type="application/json")
    assert api.status_code == 503 and api.json()["code"] == "unavailable"


def test_when_it_looks_again_the_age_is_over(at):
    at(hours=30)
    with time_machine.travel(NOON + timedelta(hours=30), tick=False):
        current.refresh_now()
    page, api = at(hours=30, minutes=1)
    assert "last known" not in page.content.decode() and api.json()["results"][0]["open_now"] is True


def test_the_page_of_lines_needs_nothing_else(settings, tmp_path):
    """A proxy shows it when the server is gone: numbers in three languages, and nothing to load."""
    settings.PUBLISHED = tmp_path / "published"
    away.write_page()
    page = tmp_path / "published" / away.PAGE
    text = page.read_text()
    assert all(text.count(f"tel:{number}") >= len(settings.LANGUAGES) for number in ("112", "102", "116123"))
    assert all(f'lang="{code}"' in text for code, _name in settings.LANGUAGES)
    assert not re.findall(r'(?:src|action)=|<script|href="(?!tel:|#)', text) and page.stat().st_mode & 0o777 == 0o644
    written = page.stat().st_mtime_ns
    away.write_page()
    assert page.stat().st_mtime_ns == written, "the same page is not written anew"
