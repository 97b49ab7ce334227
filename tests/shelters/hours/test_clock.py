"""Every question about opening hours equals a simulation, minute by minute, over thirty days."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from shelters.hours import clock, notation
from shelters.hours.calendar import Calendar
from shelters.hours.clock import BAKU
from shelters.hours.schedule import ALL_DAY, ALWAYS, DAY, SHUT, UNKNOWN, Dated, OpenState, Span
from tests.support.schedules import DAYS, simulated, situations
from tests.support.soak import TIMES


@settings(max_examples=30 * TIMES, deadline=None)
@given(situations(), st.integers(0, 20 * DAY), st.integers(0, 9 * DAY))
def test_every_answer_equals_the_simulation(situation, ahead, length):
    schedule, calendar, moment = situation
    first = moment.date()
    states = simulated(schedule, calendar, first)
    now = moment.hour * 60 + moment.minute
    assert clock.state_at(schedule, calendar, moment) == states[now]
    opens = next((n for n in range(now, len(states)) if states[n] == OpenState.OPEN), None)
    assert soon(clock.opens_next(schedule, calendar, moment), first) == opens
    closes = next((n for n in range(now, len(states)) if states[n] != OpenState.OPEN), None)
    ends = clock.open_ends(schedule, calendar, moment)
    assert soon(ends and ends.at, first) == (closes if states[now] == OpenState.OPEN else None)
    assert ends is None or closes is None or ends.then == states[closes]
    start = now + ahead if now + ahead + length <= len(states) else now
    window = states[start : start + length]
    begin = moment + timedelta(minutes=start - now)
    got = clock.within(schedule, calendar, begin, begin + timedelta(minutes=length))
    assert got == max(window, default=OpenState.CLOSED)
    by_day = [max(states[n * DAY : (n + 1) * DAY]) for n in range(DAYS)]
    assert clock.day_states([schedule], calendar, first, first + timedelta(days=DAYS - 1)) == by_day
    assert clock.longest_run(by_day, first) == longest(by_day, first)


def soon(moment, first):
    """Minutes since the first midnight; None for what lies beyond the simulation."""
    if moment is None:
        return None
    number = (moment - datetime.combine(first, datetime.min.time(), BAKU)) // timedelta(minutes=1)
    return number if number < DAYS * DAY else None


def longest(by_day, first):
    runs = [
        (length, start)
        for start in range(DAYS)
        for length in range(1, DAYS - start + 1)
        if set(by_day[start : start + length]) == {OpenState.CLOSED}
    ]
    if not runs:
        return (0, None, None)
    length, start = min(runs, key=lambda run: (-run[0], run[1]))
    return length, first + timedelta(days=start), first + timedelta(days=start + length - 1)


@settings(max_examples=12 * TIMES, deadline=None)
@given(st.lists(situations(), min_size=1, max_size=3))
def test_the_share_of_several_equals_the_simulation(several):
    _schedule, calendar, moment = several[0]
    schedules = [schedule for schedule, _calendar, _moment in several]
    each = [simulated(schedule, calendar, moment.date(), DAYS + 1) for schedule in schedules]
    now = moment.hour * 60 + moment.minute
    best = [max(states) for states in zip(*each, strict=True)][now : now + DAYS * DAY]
    share = clock.share(schedules, calendar, moment)
    assert share.open == pytest.approx(best.count(OpenState.OPEN) / len(best))
    assert share.unknown == pytest.approx(best.count(OpenState.UNKNOWN) / len(best))


@settings(max_examples=200 * TIMES, deadline=None)
@given(situations())
@example((ALWAYS, None, None))
@example((UNKNOWN, None, None))
def test_a_schedule_as_text_and_back(situation):
    schedule = situation[0]
    ranges = [(one.first, one.last) for one in schedule.dated]
    assume(len(set(ranges)) == len(ranges))
    assert notation.read(notation.write(schedule)) == schedule


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BAKU)


PLAIN = Calendar()
NIGHTS = notation.read("mon-fri 22:00-06:00, sat-sun closed, holidays closed, working-weekends as-usual")


@pytest.mark.parametrize(
    "moment, state",
    [
        ("2026-11-23 21:59", OpenState.CLOSED),
        ("2026-11-23 22:00", OpenState.OPEN),
        ("2026-11-24 00:00", OpenState.OPEN),
        ("2026-11-24 05:59", OpenState.OPEN),
        ("2026-11-24 06:00", OpenState.CLOSED),
        ("2026-11-28 05:59", OpenState.OPEN),  # Friday's night runs into Saturday
        ("2026-11-29 05:59", OpenState.CLOSED),
        ("2026-12-31 23:00", OpenState.CLOSED),  # a holiday
        ("2026-12-31 03:00", OpenState.OPEN),  # Wednesday's night runs into the holiday
        ("2027-01-01 00:00", OpenState.CLOSED),
    ],
)
def test_midnight_and_the_end_of_the_year(moment, state):
    assert clock.state_at(NIGHTS, PLAIN, at(moment)) == state


def test_moments_of_another_zone_are_read_in_baku():
    office = notation.read("mon-fri 09:00-18:00, sat-sun closed, holidays closed, working-weekends closed")
    assert clock.state_at(office, PLAIN, datetime.fromisoformat("2026-11-24T05:00:00+00:00")) == OpenState.OPEN
    assert clock.state_at(office, PLAIN, datetime.fromisoformat("2026-11-24T04:59:00+00:00")) == OpenState.CLOSED
    assert clock.opens_next(office, PLAIN, at("2026-03-20 12:00")).isoformat() == "2026-03-31T09:00:00+04:00"


def test_by_appointment_is_never_surely_open():
    visits = notation.read("daily 09:00-18:00, holidays as-usual, working-weekends as-usual, appointment")
    assert clock.state_at(visits, PLAIN, at("2026-11-24 10:00")) == OpenState.UNKNOWN
    assert clock.state_at(visits, PLAIN, at("2026-11-24 20:00")) == OpenState.CLOSED


def test_of_dated_hours_the_shortest_then_the_last_holds():
    schedule = notation.read("always, 2026-12-01..2026-12-10 closed, 2026-12-05 10:00-12:00")
    later = Dated(date(2026, 12, 5), date(2026, 12, 5), (Span(14 * 60, 15 * 60),))
    schedule = replace(schedule, dated=(*schedule.dated, later))
    assert schedule.hours(PLAIN, date(2026, 12, 4)) == SHUT
    assert schedule.hours(PLAIN, date(2026, 12, 5)) == (Span(14 * 60, 15 * 60),)
    assert schedule.hours(PLAIN, date(2026, 12, 11)) == ALL_DAY


@pytest.mark.parametrize("typed", ["9-18", "09.00–18.00", " 09:00 - 18:00 ", "09:00-18:00"])
def test_hours_are_read_generously(typed):
    assert notation.write_hours(notation.read_hours(typed)) == "09:00-18:00"


def test_a_time_that_ends_where_it_begins_is_a_whole_day():
    assert notation.read_hours("08:00-08:00") == (Span(8 * 60, 32 * 60),)
    assert notation.write_hours(notation.read_hours("08:00-08:00")) == "08:00-08:00"


@pytest.mark.parametrize("typed", ["bağlı", "закрыто", "closed", "-", "Bağlı"])
def test_closed_in_three_languages(typed):
    assert notation.read_hours(typed) == SHUT


@pytest.mark.parametrize(
    "typed", ["25:00-26:00", "09:00", "9 till 5", "09:00-12:00 11:00-13:00", "09:60-10:00", "24-6"]
)
def test_nonsense_is_refused(typed):
    with pytest.raises(notation.BadHours):
        notation.read_hours(typed)


@pytest.mark.parametrize(
    "typed", ["fri-mon 9-18", "mon", "someday closed", "2026-13-01 closed", "2026-02-02..2026-01-01 -"]
)
def test_nonsense_of_a_schedule_is_refused(typed):
    with pytest.raises(notation.BadHours):
        notation.read(typed)
