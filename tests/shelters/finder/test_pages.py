"""The pages: the same search over a form, kept nowhere, for a browser without JavaScript too."""

import re

import pytest

from shelters.models import Place
from shelters.published import current, database
from shelters.published.refresh import refresh
from tests.support import make
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "accept, to", [("ru-RU,ru;q=0.9", "/ru/"), ("en", "/en/"), ("de", "/az/"), ("", "/az/"), ("az", "/az/")]
)
def test_the_root_leads_to_a_language(client, accept, to):
    assert client.get("/", headers={"accept-language": accept}).headers["Location"] == to


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_form_in_each_language(client, directory, language):
    response = client.get(f"/{language}/")
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert "tel:112" in page and 'href="https://www.wikipedia.org/"' in page
    assert client.get(f"/{language}/near/").content.decode() == page


def test_what_is_near(post, directory):
    response = post(place="Закаталы", who=["woman", "older"])
    assert response.status_code == 200
    text = text_of(response)
    assert "Zagatala: who to call now" in text and re.search("108\\s+km", text) and "reported in 2023" in text
    assert "Not known whether it takes you" not in text and "Ganja: 1 (108 km)" in text
    page = response.content.decode()
    assert 'name="who" value="woman"' in page and 'value="Закаталы"' in page


def test_a_slip_is_said(post):
    assert "We read it as Zagatala" in text_of(post(place="Zaqatalla"))


def test_namesakes_are_named(post):
    assert "Fuzuli, Shamkir" in text_of(post(place="Füzuli"))


def test_an_ambiguous_place_becomes_buttons_that_lead_on(post):
    response = post(place="Qobustan", who="man")
    assert response.status_code == 422
    page = response.content.decode()
    assert 'name="place_id" value="585223"' in page and 'value="man" checked' in page
    assert "Gobustan: in Baku rayon." in text_of(post(place="Qobustan", place_id="585223"))


def test_an_unknown_place_keeps_what_was_entered(post):
    response = post(place="Atlantida <b>", avoid="Gəncə", oldest_son="12")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Atlantida &lt;b&gt;" in page and "<b>" not in page
    assert 'value="Gəncə"' in page and 'value="12"' in page


def test_an_unclear_place_to_avoid(post):
    assert "Gobustan, Baku" in text_of(post(place="Bakı", avoid="Qobustan"))


def test_nothing_entered_shows_the_whole_country(post, directory):
    response = post()
    text = text_of(response)
    assert response.status_code == 200 and "You named no place" in text and not re.search(r"\d+\s+km", text)
    assert "The whole country: who to call now" in text
    assert "The ring is where you start" not in text and re.search(r"\d: Ganja", text)


def test_the_list_of_rayons_serves_whoever_does_not_type(post):
    assert "Khirdalan" in text_of(post(place="", rayon="AZ-ABS"))
    # With both it is the place of that name there; where there is none, the middle of the rayon.
    assert "Ganja: who to call now" in text_of(post(place="Gəncə", rayon="AZ-GA"))
    text = text_of(post(place="Gəncə", rayon="AZ-ABS"))
    assert "Khirdalan: in Absheron rayon" in text and "we know no place called “Gəncə”" in text


def test_one_facility_with_what_is_not_known(post):
    made = make.facility(
        Place.objects.get(name_az="Gəncə"),
        name_en="House",
        rules={"woman": "yes", "trans_woman": {"verdict": "no", "visible_to": "caseworkers"}},
        phones=[{"number": "112", "label_en": "duty"}, {"number": "1130", "visible_to": "caseworkers"}],
        notes="for caseworkers",
    )
    made.facts.create(code="police_told", answer="no", source="a visit", source_kind="itself", stated_on="2026-05-01")
    made.figures.create(code="longest_stay", value=90, source="visit")
    refresh([made.pk])
    text = text_of(post("/en/site/", id=made.public_id, place="Şəki"))
    assert "House" in text and "Tells the police no" in text
    assert "Tells the police: Source: the place itself, 2026." in text
    assert "Not known, so ask: asks for identity papers" in text and "Longest stay in days 90" in text
    assert "They take woman." in text and "Woman: Source: not named here" in text
    assert "1130" not in text and "for caseworkers" not in text and "trans woman" not in text
    assert 'name="place" value="Şəki"' in post("/en/site/", id=made.public_id, place="Şəki").content.decode()


def test_an_unlisted_facility_and_none_at_all_look_the_same(post):
    hidden = make.facility(listed=False)
    pages = [post("/en/site/", id=asked) for asked in (hidden.public_id, "zzzzzz", "", "\0", "x" * 900)]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_a_son_above_the_limit_is_a_question(post):
    town = Place.objects.get(name_az="Gəncə")
    make.facility(town, rules={"woman_with_children": {"verdict": "yes", "sons_up_to": 12, "stated_on": "2026-03-02"}})
    text = text_of(post(place="Gəncə", who="woman_with_children", oldest_son="14"))
    assert "Sons up to 12: ask." in text


def test_the_picture_says_in_words_what_it_shows(post, directory):
    page = post(place="Zaqatala").content.decode()
    assert page.count('class="town"') == 2 and 'class="here"' in page
    assert "1: Ganja; 2–4: Baku." in text_of(post(place="Zaqatala"))


def test_another_language_keeps_what_was_entered(post):
    page = post("/ru/near/", place="Şəki", who="woman", avoid="Bakı", show="form").content.decode()
    assert 'value="Şəki"' in page and 'value="woman" checked' in page and 'value="Bakı"' in page
    assert '<html lang="ru">' in page


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_safety(client, language):
    assert client.get(f"/{language}/safety/").status_code == 200


def test_what_is_left_out_is_counted(post):
    make.facility(Place.objects.get(name_az="Gəncə"), rules={"man": "no"})
    make.facility(Place.objects.get(name_az="Gəncə"))
    text = text_of(post(place="Gəncə", who="man", avoid="Göygöl"))
    assert "1 place in the country is left out, because it says no" in text
    assert "1 place is left out, because it is close" in text
    assert "We know of no place that you can ring yourself" in text


def test_no_road_is_said(post):
    make.facility(Place.objects.get(name_az="Naxçıvan"), confidential=False)
    assert "No road leads there" in text_of(post(place="Bakı"))


@pytest.mark.parametrize("path", ["/az/", "/ru/near/", "/api/v1/docs/", "/nothing", "/az/nothing/", "/healthz"])
def test_no_trace_is_left(client, path):
    response = client.get(path)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy and "http" not in policy


def test_a_search_leaves_no_trace_either(post):
    response = post(place="Gəncə")
    assert response.headers["Cache-Control"] == "no-store" and not response.cookies
    assert "Gəncə" not in response.request["PATH_INFO"]
    title = re.search(r"<title>(.*?)</title>", response.content.decode()).group(1)
    assert title == "Yaxın"


@pytest.mark.parametrize(
    "body, kind, status",
    [
        ("place=%ff%fe", FORM, 422),
        ("place=" + "x" * 17_000, FORM, 413),
        ("{}", "application/json", 415),
        ("x", "multipart/form-data; boundary=x; charset=hex", 415),
        ("place=Bak%C4%B1", FORM + "; charset=hex", 400),
        ("&".join(["a=1"] * 2_500), FORM, 400),
        ("place=%00", FORM, 400),
        ("lat=nan&lon=1", FORM, 400),
        ("place=%ED%A0%80", FORM, 422),
    ],
)
def test_strange_bodies_get_a_page(client, body, kind, status):
    response = client.generic("POST", "/az/near/", body.encode(), content_type=kind)
    assert response.status_code == status
    assert b"<main" in response.content or status == 400


def test_what_is_refused_is_refused_in_the_language_of_the_page(client):
    response = client.post("/ru/near/", "place=" + "x" * 17_000, content_type=FORM)
    assert response.status_code == 413 and '<html lang="ru">' in response.content.decode()
    assert "Эта страница не может принять столько текста" in response.content.decode()


def test_other_methods(client):
    assert client.put("/az/near/").status_code == 405
    assert client.post("/az/", "", content_type=FORM).status_code == 405


def test_the_demo_says_so_on_every_page(client, settings, post):
    settings.DEMO = True
    for response in (client.get("/az/"), client.get("/en/"), post(place="Gəncə"), client.get("/nothing")):
        assert 'class="notice"' in response.content.decode()


def test_staff_pages_do_not_open_in_the_clear(client, settings):
    settings.ALLOWED_HOSTS = ["yaxin.example", "localhost"]
    assert client.get("/admin/", headers={"host": "yaxin.example"}).status_code == 403
    assert client.get("/admin/", headers={"host": "localhost:8000"}).status_code == 302
    assert client.get("/admin/", headers={"host": "yaxin.example"}, secure=True).status_code == 302


def test_a_place_in_the_same_town_is_not_zero_kilometres_away(post):
    make.facility(Place.objects.get(name_az="Gəncə"))
    text = text_of(post(place="Gəncə"))
    assert " here " in text and not re.search(r"\b0\s+km", text)


def test_no_page_asks_the_database(client, post, directory, django_assert_num_queries):
    current.refresh_now()
    with django_assert_num_queries(0):
        page = client.get("/en/").content.decode()
        client.get("/en/safety/")
        assert post(place="Gəncə", who="woman").status_code == 200
        assert post("/en/hours/", place="Gəncə").status_code == 200
        assert post("/en/site/", id="zzzzzz").status_code == 404
    assert "tel:112" in page and "Zagatala" in page


def test_nobody_is_led_to_a_question_while_the_database_is_away(client, post, directory, monkeypatch):
    make.facility(Place.objects.get(name_az="Gəncə"), takes_questions=True)
    asking = (post(place="Gəncə"), client.get("/en/"))
    assert "Ask without a name" in text_of(asking[0]) and "Read answers with a code" in text_of(asking[1])
    monkeypatch.setattr(database, "_answers", False)
    away = (post(place="Gəncə"), client.get("/en/"))
    assert "Ask without a name" not in text_of(away[0]) and "Read answers with a code" not in text_of(away[1])
