"""Non-working days of Azerbaijan, as they were and as staff state them."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from shelters.approvals import public_fields
from shelters.codes.staff import ProposalKind
from shelters.hours import calendar, clock
from shelters.hours.calendar import Calendar
from shelters.hours.schedule import SHUT, DayKind, OpenState, Schedule, Span
from shelters.models import DayOverride
from shelters.published import current
from tests.support import make

OFFICE = Schedule(((Span(540, 1080),),) * 5 + (SHUT,) * 2, SHUT, (Span(540, 1080),))


def closed_days(year, calendar=None):
    """The longest run of non-working days that touches the year."""
    before, after = date(year - 1, 12, 1), date(year + 1, 1, 31)
    states = clock.day_states([OFFICE], calendar or Calendar(), before, after)
    days = [before + timedelta(days=number) for number in range(len(states))]
    # Runs of the neighbouring years' Decembers and Januaries do not count unless they reach into this one.
    runs, current = [], []
    for day, state in [*zip(days, states, strict=True), (after, OpenState.OPEN)]:
        if state == OpenState.CLOSED:
            current.append(day)
        else:
            runs += [current] if any(one.year == year for one in current) else []
            current = []
    return max(runs, key=len)


@pytest.mark.parametrize("year, length", [(2022, 9), (2023, 9), (2024, 7), (2025, 12), (2026, 11), (2027, 9)])
def test_the_longest_run_of_each_year(year, length):
    assert len(closed_days(year)) == length


def test_the_long_holidays_by_date():
    assert (closed_days(2025)[0], closed_days(2025)[-1]) == (date(2025, 3, 20), date(2025, 3, 31))
    assert (closed_days(2026)[0], closed_days(2026)[-1]) == (date(2026, 3, 20), date(2026, 3, 30))
    turn = [date(2023, 12, 30) + timedelta(days=number) for number in range(9)]
    assert [Calendar().kind(day).working for day in turn] == [True, *[False] * 7, True]


def test_june_2023_with_its_working_weekend():
    june = [date(2023, 6, number) for number in range(1, 31)]
    off = [day.day for day in june if not Calendar().kind(day).working]
    assert off == [3, 4, 10, 11, 15, 17, 18, 26, 27, 28, 29, 30]
    assert Calendar().kind(date(2023, 6, 24)) == DayKind(working=True, holiday=False)


@pytest.mark.django_db
def test_what_staff_state_changes_exactly_that_day():
    before = current.refresh_now().calendar
    make.day(day=date(2026, 3, 25), working=True, source="Cabinet")
    make.day(day=date(2026, 11, 28), working=True, source="Cabinet")
    make.day(day=date(2026, 11, 25), working=False, name_en="A day of rest", source="Cabinet")
    after = current.refresh_now().calendar
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    changed = [day for day in days if before.kind(day) != after.kind(day)]
    assert changed == [date(2026, 3, 25), date(2026, 11, 25), date(2026, 11, 28)]
    with translation.override("en"):
        assert after.names(date(2026, 11, 25)) == ["A day of rest"]
    gone = DayOverride.objects.get(day=date(2026, 11, 28))
    public_fields.put(ProposalKind.DAY, gone.pk, {})
    assert not current.refresh_now().calendar.kind(date(2026, 11, 28)).working


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_every_holiday_has_a_name_in_every_language(language):
    days, unknown = Calendar(), set()
    with translation.override(language):
        nameless = translation.gettext("day off")
        for number in range(20 * 366):
            day = date(2021, 1, 1) + timedelta(days=number)
            if nameless in days.names(day) and "substituted" not in calendar._year(day.year)[day]:
                unknown.add(calendar._year(day.year)[day])
    assert unknown == set()


def test_days_that_follow_the_moon_are_marked_until_they_are_known():
    assert Calendar().is_estimated(date(2027, 3, 9))
    assert not Calendar().is_estimated(date(2026, 3, 20))
    assert not Calendar({date(2027, 3, 9): DayOverride(working=False)}).is_estimated(date(2027, 3, 9))
