"""Tonight's plan, case by case, with everything that it says of windows and places."""

from datetime import datetime

import pytest
import time_machine

from shelters.clock import BAKU
from shelters.models import Facility, Hotline, OpeningHours, Place
from shelters.models.listing import refresh

from . import make

pytestmark = pytest.mark.django_db
OFFICE = "mon-fri 09:00-17:00, sat-sun closed, holidays closed, working-weekends closed"
DAILY = "daily 10:00-20:00, holidays as-usual, working-weekends as-usual"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def country(db):
    """Few places that help, far apart; what records traces closes on holidays."""
    for key, town, kind, services, hours in [
        ("seki-clinic", "Şəki", "clinic", ["emergency_contraception", "sti_care"], OFFICE),
        ("seki-forensic", "Şəki", "forensic_centre", ["forensic_examination"], OFFICE),
        ("gence-hospital", "Gəncə", "clinic", ["hiv_pep", "sti_care"], "always"),
        ("baki-forensic", "Bakı", "forensic_centre", ["forensic_examination"], OFFICE),
        ("baki-centre", "Bakı", "counselling", ["mental_health", "accompaniment", "legal_aid"], DAILY),
        ("sumqayit-lawyers", "Sumqayıt", "legal_aid", ["legal_aid"], f"{OFFICE}, appointment"),
        ("baki-hospital", "Bakı", "clinic", ["hiv_pep", "emergency_contraception"], {"hiv_pep": "always"}),
        ("naxcivan-clinic", "Naxçıvan", "clinic", ["hiv_pep", "sti_care"], {}),
    ]:
        make.facility(
            Place.objects.get(name_az=town),
            key=key,
            kind=kind,
            services=services,
            hours=hours,
            confidential=False,
            rules={"minor_alone": "no"} if key == "sumqayit-lawyers" else {},
        )
    line = Hotline.objects.create(
        key="116", number="116", label_az="Xətt", label_ru="Линия", label_en="Line", published=True, source="test"
    )
    OpeningHours.objects.create(hotline=line, when="always", source="test")


@pytest.fixture
def plan(client):
    """`plan("2026-03-20 17:30", place="Şəki", …)`: what the API says at that moment in Baku."""

    def ask(now, **fields):
        moment = datetime.fromisoformat(now).replace(tzinfo=BAKU)
        with time_machine.travel(moment, tick=False):
            response = client.post("/api/v1/hours/", fields, content_type="application/json")
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def told(answer):
    """The plan in lines: code, best before, last; and for each place key, open now, opens at, earliest, in time."""
    keys = dict(Facility.objects.values_list("public_id", "key"))
    lines = []
    for step in answer["steps"]:
        lines.append(" ".join([step["code"], short(step["best_before"]), short(step["last"])]))
        for place in step["places"]:
            state = {True: "open", False: "closed", None: "unknown"}[place["open_now"]]
            moments = f"{short(place['opens_at'])} {short(place['earliest_there'])}"
            road = " no road" if place["no_road"] else ""
            lines.append(f"  {keys[place['id']]} {place['distance_km']} km {state} {moments} {place['in_time']}{road}")
    return lines


def short(moment):
    if moment is None:
        return "-"
    assert moment.endswith("+04:00")
    return datetime.fromisoformat(moment).strftime("%dT%H:%M")


def test_this_afternoon_on_the_20th_of_march_in_seki(country, plan):
    answer = plan("2026-03-20 17:30", place="Şəki", date="2026-03-20", part="afternoon")
    assert answer["from"] == "2026-03-20T12:00:00+04:00"
    assert answer["origin"]["name"] == "Şəki"
    assert told(answer) == [
        "danger - -",
        "contraception 23T12:00 25T12:00",
        "  baki-hospital 247 km unknown - - unknown",
        "  seki-clinic 0 km closed 31T09:00 31T09:00 no",
        "pep 21T12:00 23T12:00",
        "  gence-hospital 89 km open - 20T19:50 yes",
        "infections - -",
        "  gence-hospital 89 km open - 20T19:50 yes",
        "  seki-clinic 0 km closed 31T09:00 31T09:00 no",
        "evidence 23T12:00 27T12:00",
        "  seki-forensic 0 km closed 31T09:00 31T09:00 no",
        "talk - -",
        "  baki-centre 247 km open - 21T10:00 yes",
        "accompaniment - -",
        "  baki-centre 247 km open - 21T10:00 yes",
        "legal - -",
        "  baki-centre 247 km open - 21T10:00 yes",
    ]


def test_the_same_on_a_tuesday_in_may(country, plan):
    answer = plan("2026-05-12 15:30", place="Şəki", date="2026-05-12", part="afternoon")
    assert told(answer) == [
        "danger - -",
        "contraception 15T12:00 17T12:00",
        "  seki-clinic 0 km open - 12T15:30 yes",
        "pep 13T12:00 15T12:00",
        "  gence-hospital 89 km open - 12T17:50 yes",
        "infections - -",
        "  seki-clinic 0 km open - 12T15:30 yes",
        "evidence 15T12:00 19T12:00",
        "  seki-forensic 0 km open - 12T15:30 yes",
        "talk - -",
        "  baki-centre 247 km open - 13T10:00 yes",
        "accompaniment - -",
        "  baki-centre 247 km open - 13T10:00 yes",
        "legal - -",
        "  baki-centre 247 km open - 13T10:00 yes",
        "  sumqayit-lawyers 221 km unknown - - unknown",
    ]


def test_the_night_before_last_in_baku(country, plan):
    answer = plan("2026-05-14 11:00", place="Bakı", date="2026-05-13", part="night")
    assert told(answer) == [
        "danger - -",
        "contraception 16T00:00 18T00:00",
        "  seki-clinic 247 km open - 15T09:00 yes",
        "  baki-hospital 0 km unknown - - unknown",
        "pep 14T00:00 16T00:00",
        "  baki-hospital 0 km open - 14T11:00 yes",
        "infections - -",
        "  seki-clinic 247 km open - 15T09:00 yes",
        "evidence 16T00:00 20T00:00",
        "  baki-forensic 0 km open - 14T11:00 yes",
        "talk - -",
        "  baki-centre 0 km open - 14T11:00 yes",
        "accompaniment - -",
        "  baki-centre 0 km open - 14T11:00 yes",
        "legal - -",
        "  baki-centre 0 km open - 14T11:00 yes",
    ]


def test_four_days_ago_in_nakhchivan(country, plan):
    answer = plan("2026-05-12 11:00", place="Naxçıvan", date="2026-05-08", part="unknown")
    assert told(answer) == [
        "danger - -",
        "contraception 11T00:00 13T00:00",
        "  seki-clinic 266 km open - - unknown no road",
        "pep 09T00:00 11T00:00",
        "  naxcivan-clinic 0 km unknown - - no",
        "infections - -",
        "  naxcivan-clinic 0 km unknown - - unknown",
        "evidence 11T00:00 15T00:00",
        "  seki-forensic 266 km open - - unknown no road",
        "talk - -",
        "  baki-centre 405 km open - - unknown no road",
        "accompaniment - -",
        "  baki-centre 405 km open - - unknown no road",
        "legal - -",
        "  sumqayit-lawyers 395 km unknown - - unknown no road",
    ]


def test_under_18(country, plan):
    answer = plan("2026-05-12 11:00", place="Bakı", date="2026-05-11", part="evening", minor=True, lang="en")
    assert told(answer) == [
        "danger - -",
        "contraception 14T18:00 16T18:00",
        "  seki-clinic 247 km open - 13T09:00 yes",
        "  baki-hospital 0 km unknown - - unknown",
        "pep 12T18:00 14T18:00",
        "  baki-hospital 0 km open - 12T11:00 yes",
        "infections - -",
        "  seki-clinic 247 km open - 13T09:00 yes",
        "evidence 14T18:00 18T18:00",
        "  baki-forensic 0 km open - 12T11:00 yes",
        "talk - -",
        "  baki-centre 0 km open - 12T11:00 yes",
        "accompaniment - -",
        "  baki-centre 0 km open - 12T11:00 yes",
        "legal - -",
        "  baki-centre 0 km open - 12T11:00 yes",
    ]


def test_every_hour_unknown(country, plan):
    OpeningHours.objects.filter(facility__isnull=False).delete()
    refresh(list(Facility.objects.values_list("pk", flat=True)))
    answer = plan("2026-03-20 17:30", place="Şəki", date="2026-03-20", part="afternoon")
    assert told(answer) == [
        "danger - -",
        "contraception 23T12:00 25T12:00",
        "  seki-clinic 0 km unknown - - unknown",
        "  baki-hospital 247 km unknown - - unknown",
        "pep 21T12:00 23T12:00",
        "  gence-hospital 89 km unknown - - unknown",
        "  baki-hospital 247 km unknown - - unknown",
        "infections - -",
        "  seki-clinic 0 km unknown - - unknown",
        "  gence-hospital 89 km unknown - - unknown",
        "evidence 23T12:00 27T12:00",
        "  seki-forensic 0 km unknown - - unknown",
        "  baki-forensic 247 km unknown - - unknown",
        "talk - -",
        "  baki-centre 247 km unknown - - unknown",
        "accompaniment - -",
        "  baki-centre 247 km unknown - - unknown",
        "legal - -",
        "  sumqayit-lawyers 221 km unknown - - unknown",
        "  baki-centre 247 km unknown - - unknown",
    ]


def test_without_a_day(country, plan):
    answer = plan("2026-05-12 11:00", place="Bakı")
    assert answer["from"] is None
    assert told(answer) == [
        "danger - -",
        "contraception - -",
        "  baki-hospital 0 km unknown - - unknown",
        "  seki-clinic 247 km open - 13T09:00 unknown",
        "pep - -",
        "  baki-hospital 0 km open - 12T11:00 unknown",
        "infections - -",
        "  seki-clinic 247 km open - 13T09:00 yes",
        "evidence - -",
        "  baki-forensic 0 km open - 12T11:00 unknown",
        "talk - -",
        "  baki-centre 0 km open - 12T11:00 yes",
        "accompaniment - -",
        "  baki-centre 0 km open - 12T11:00 yes",
        "legal - -",
        "  baki-centre 0 km open - 12T11:00 yes",
    ]


def texts(answer, code):
    return " ".join(next(step for step in answer["steps"] if step["code"] == code)["text"])


def test_a_window_that_may_be_over_says_ask_today(country, plan):
    over = plan("2026-05-12 11:00", place="Naxçıvan", date="2026-05-08", part="unknown", lang="en")
    assert "Ask a doctor today anyway" in texts(over, "pep")
    assert "Ask today anyway" not in texts(over, "evidence")
    open_still = plan("2026-05-12 11:00", place="Naxçıvan", date="2026-05-11", part="unknown", lang="en")
    assert "Ask a doctor today anyway" not in texts(open_still, "pep")
    unsaid = plan("2026-05-12 11:00", place="Naxçıvan", lang="en")
    assert all("today anyway" in texts(unsaid, code) for code in ("contraception", "pep", "evidence"))


def test_under_18_hears_the_limits_of_secrecy_and_goes_where_they_take_them(country, plan):
    adult = plan("2026-05-12 11:00", place="Sumqayıt", lang="en")
    minor = plan("2026-05-12 11:00", place="Sumqayıt", minor=True, lang="en")
    assert "they may have to tell more people" in texts(minor, "evidence")
    assert "they may have to tell more people" not in texts(adult, "evidence")
    assert "nobody’s permission" in texts(adult, "contraception")
    assert "nobody’s permission" not in texts(minor, "contraception")
    assert any("sumqayit-lawyers" in line for line in told(adult))
    assert not any("sumqayit-lawyers" in line for line in told(minor))


def test_a_moment_still_to_come_counts_from_now(country, plan):
    assert (
        plan("2026-05-12 11:00", place="Bakı", date="2026-05-12", part="evening")["from"] == "2026-05-12T11:00:00+04:00"
    )


def test_the_way_is_allowed_for(country, plan, settings):
    """Gəncə is 89 km from Şəki: 2 h 20 min at 50 km/h, and the window closes before."""
    late = plan("2026-03-23 11:00", place="Şəki", date="2026-03-20", part="afternoon")
    assert "  gence-hospital 89 km open - 23T13:20 unknown" in told(late)
    settings.TRAVEL_KM_PER_HOUR = 200
    fast = plan("2026-03-23 11:00", place="Şəki", date="2026-03-20", part="afternoon")
    assert "  gence-hospital 89 km open - 23T11:35 yes" in told(fast)


def test_on_call_comes_with_the_next_one(country, plan):
    make.facility(
        Place.objects.get(name_az="Şəki"),
        key="on-call",
        services=["hiv_pep"],
        hours="always, ring-first",
        confidential=False,
    )
    lines = told(plan("2026-03-20 17:30", place="Şəki", date="2026-03-20", part="afternoon"))
    at = lines.index("pep 21T12:00 23T12:00")
    assert [line.split()[0] for line in lines[at + 1 : at + 3]] == ["on-call", "gence-hospital"]


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"date": "20.03.2026"}, "date"),
        ({"date": "2026-05-13"}, "date"),
        ({"date": "1900-01-01"}, "date"),
        ({"date": 5}, "date"),
        ({"part": "noon"}, "part"),
        ({"minor": "perhaps"}, "minor"),
        ({"place": "Bakı", "rayon": "AZ-GA"}, "rayon"),
    ],
)
def test_what_cannot_be_read_is_said(client, fields, wrong):
    with time_machine.travel(datetime(2026, 5, 12, 11, tzinfo=BAKU)):
        body = {"place": "Bakı", "lang": "ru"} | fields
        response = client.post("/api/v1/hours/", body, content_type="application/json")
    assert response.status_code == 400
    assert list(response.json()["fields"]) == [wrong]


def test_at_most_eight_queries(country, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.post("/az/hours/", "place=Bak%C4%B1&date=2026-05-12", content_type=FORM)
    with django_assert_max_num_queries(8):
        client.post("/api/v1/hours/", {"place": "Bakı"}, content_type="application/json")
