"""Coordinators see the coming days off, what is estimated, who stated what, and are reminded in time."""

from datetime import date

import pytest
import time_machine

from shelters.codes.staff import Role
from tests.support import make, people
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
NOTHING_STATED, IS_NEAR = "Nobody has stated the days off of", "its days are only estimated"
FITR = [date(2027, 3, 9), date(2027, 3, 10)]  # as the package estimates it


def state(day, **fields):
    return make.day(day=day, **{"working": False, "source_url": "https://www.nk.gov.az/a"} | fields)


def at(day, path="/work/"):
    """What a coordinator reads at noon of that day."""
    with time_machine.travel(f"{day}T12:00:00+04:00", tick=False):
        return text_of(people.coordinator(f"c{day}").get(path))


def test_the_year_shows_what_is_estimated_and_what_was_stated():
    state(date(2027, 3, 12), name_en="A bridge day", stated_on=date(2026, 11, 3), source_kind="state")
    state(date(2027, 3, 27), working=True)
    page = at("2026-11-28", "/work/calendar/")
    assert "Tuesday 9 March : Ramazan Estimated" in page and "Wednesday 10 March : Ramazan Estimated" in page
    assert "Friday 12 March : A bridge day Stated. Source: nk.gov.az, November 2026." in page
    assert "Saturday 27 March : people work Stated. Source: nk.gov.az, without a date." in page
    assert "Thursday 31 December : Solidarity Day" in page and "Friday 1 January : New Year" in page
    assert "20 January" in page and "27 November" not in page and "Saturday 6 March" not in page


def test_a_stated_holiday_of_the_moon_is_no_estimate():
    for day in FITR:
        state(day, name_en="Ramazan")
    assert "Tuesday 9 March : Ramazan Stated." in at("2026-12-02", "/work/calendar/")


@pytest.mark.parametrize("day, told", [("2026-11-30", False), ("2026-12-01", True), ("2027-01-01", False)])
def test_in_december_the_next_year_is_to_be_stated(day, told):
    assert (NOTHING_STATED in at(day)) is told
    state(date(2027, 3, 12))
    assert NOTHING_STATED not in at("2026-12-20")


@pytest.mark.parametrize("day, told", [("2027-02-22", False), ("2027-02-23", True), ("2027-03-09", True)])
def test_an_estimated_holiday_that_is_near_is_told(day, told):
    assert (IS_NEAR in at(day)) is told
    state(FITR[0])
    assert IS_NEAR in at("2027-03-08"), "its second day is an estimate still"
    state(FITR[1])
    assert IS_NEAR not in at("2027-03-07")


def test_nobody_else_is_told():
    with time_machine.travel("2026-12-05T12:00:00+04:00", tick=False):
        host = people.signed_in(people.aysel(Role.HOST))
        assert NOTHING_STATED not in text_of(host.get("/work/"))
