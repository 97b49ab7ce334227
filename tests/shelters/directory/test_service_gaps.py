"""`coverage_hours`: the longest run of days on which a service could be had nowhere, and what is not known."""

import csv
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from shelters.models import Place
from tests.support import make

pytestmark = pytest.mark.django_db
OFFICE = "mon-fri 09:00-17:00, sat-sun closed, holidays closed, working-weekends closed"
COLUMNS = ["service", "region", "year", "facilities", "unknown_facilities", "longest_gap_days", "gap_from", "gap_to"]


def forensic(town, hours, **fields):
    defaults = {"confidential": False, "kind": "forensic_centre", "services": ["forensic_examination"], "hours": hours}
    return make.facility(Place.objects.get(name_az=town), **defaults | fields)


def printed(*arguments):
    out = io.StringIO()
    call_command("coverage_hours", *arguments, stdout=out)
    return out.getvalue()


def rows(*arguments):
    table = list(csv.DictReader(io.StringIO(printed("--csv", *arguments))))
    return {row["region"]: row for row in table}


def gap(row):
    return (row["facilities"], row["unknown_facilities"], row["longest_gap_days"], row["gap_from"], row["gap_to"])


def test_the_gap_of_novruz_by_region():
    forensic("Şəki", OFFICE)
    forensic("Gəncə", OFFICE)
    forensic("Gəncə", {})
    forensic("Lənkəran", {})
    forensic("Lənkəran", OFFICE, listed=False)
    forensic("Quba", "always, 2026-08-01..2026-08-14 closed")
    forensic("Bakı", OFFICE, services=["hiv_pep"])
    table = rows("--service", "forensic_examination", "--year", "2026")
    assert list(next(iter(table.values()))) == COLUMNS
    assert len(table) == 15 and next(iter(table)) == "Azerbaijan"
    assert gap(table["Azerbaijan"]) == ("5", "2", "2", "2026-08-01", "2026-08-02")
    assert gap(table["Şəki-Zaqatala"]) == ("1", "0", "11", "2026-03-20", "2026-03-30")
    assert gap(table["Gəncə-Daşkəsən"]) == ("2", "1", "11", "2026-03-20", "2026-03-30")
    assert gap(table["Lənkəran-Astara"]) == ("1", "1", "", "", "")
    assert gap(table["Quba-Xaçmaz"]) == ("1", "0", "14", "2026-08-01", "2026-08-14")
    assert gap(table["Bakı"]) == ("0", "0", "365", "2026-01-01", "2026-12-31")
    assert {row["service"] for row in table.values()} == {"forensic_examination"}


def test_one_open_day_of_one_facility_parts_the_gap():
    forensic("Şəki", OFFICE)
    forensic("Gəncə", f"{OFFICE}, 2026-03-24 10:00-12:00")
    assert gap(rows("--year", "2026")["Azerbaijan"])[2:] == ("6", "2026-03-25", "2026-03-30")


def test_what_staff_state_moves_the_gap():
    forensic("Şəki", OFFICE)
    make.day(day="2026-03-31", working=False, source="Cabinet")
    assert gap(rows("--year", "2026")["Azerbaijan"])[2:] == ("12", "2026-03-20", "2026-03-31")


def test_holidays_that_nobody_stated_are_no_gap_and_are_told_apart():
    forensic("Şəki", "mon-fri 09:00-17:00, sat-sun closed")
    text = printed("--year", "2026")
    assert "Şəki-Zaqatala: 1 offer it, the hours of 0 are not known; longest known gap: 2 days" in text
    assert "with days that are not known: 11 days, 2026-03-20 to 2026-03-30" in text


def test_the_share_of_the_coming_month_near_a_place():
    forensic("Şəki", "always")
    forensic("Gəncə", {})
    assert "surely open for 100.0% of the time, not known for 0.0%" in printed("--place", "Sheki", "--km", "50")
    assert "surely open for 0.0% of the time, not known for 0.0%" in printed("--place", "Bakı", "--km", "50")
    assert "surely open for 100.0%" in printed("--place", "Bakı", "--km", "300")
    assert "surely open for 0.0%" in printed("--place", "Naxçıvan", "--km", "300")


@pytest.mark.parametrize(
    "arguments", [["--year", "1200"], ["--service", "x"], ["--place", "Qobustan"], ["--place", "Zzz"]]
)
def test_what_cannot_be_counted_is_said(arguments):
    with pytest.raises(CommandError):
        printed(*arguments)
