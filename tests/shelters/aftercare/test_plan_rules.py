"""What tonight's plan keeps to in any case: windows in doubt, secrecy, the way there, input that cannot be read."""

from datetime import datetime

import pytest
import time_machine

from shelters.hours.clock import BAKU
from shelters.models import Place
from tests.support import make
from tests.support.plans import texts, told

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def test_a_window_that_may_be_over_says_ask_today(country, plan):
    over = plan("2026-05-12 11:00", place="Naxçıvan", date="2026-05-08", part="unknown", lang="en")
    assert "Even after 72 hours, ask a doctor today" in texts(over, "pep")
    assert "Even after" not in texts(over, "evidence")
    open_still = plan("2026-05-12 11:00", place="Naxçıvan", date="2026-05-11", part="unknown", lang="en")
    assert "Even after 72 hours, ask a doctor today" not in texts(open_still, "pep")
    unsaid = plan("2026-05-12 11:00", place="Naxçıvan", lang="en")
    assert all("Even after" in texts(unsaid, code) for code in ("contraception", "pep", "evidence"))


def test_under_18_hears_the_limits_of_secrecy_and_goes_where_they_take_them(country, plan):
    adult = plan("2026-05-12 11:00", place="Sumqayıt", lang="en")
    minor = plan("2026-05-12 11:00", place="Sumqayıt", minor=True, lang="en")
    assert "they may have to tell more people" in texts(minor, "pep")
    assert "they may have to tell more people" not in texts(adult, "pep")
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
        ({"place": "Bakı", "lat": 40, "lon": 49}, "lat"),
    ],
)
def test_what_cannot_be_read_is_said(client, fields, wrong):
    with time_machine.travel(datetime(2026, 5, 12, 11, tzinfo=BAKU)):
        body = {"place": "Bakı", "lang": "ru"} | fields
        response = client.post("/api/v1/hours/", body, content_type="application/json")
    assert response.status_code == 400
    assert list(response.json()["fields"]) == [wrong]


def test_at_most_eight_queries(country, client, django_assert_max_num_queries):
    client.post("/az/hours/", "place=Bak%C4%B1", content_type=FORM)  # what stays in memory is read once
    with django_assert_max_num_queries(8):
        client.post("/az/hours/", "place=Bak%C4%B1&date=2026-05-12", content_type=FORM)
    with django_assert_max_num_queries(8):
        client.post("/api/v1/hours/", {"place": "Bakı"}, content_type="application/json")
