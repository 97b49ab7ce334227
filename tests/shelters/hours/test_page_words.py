"""What a page says of a schedule ("open", "closes", "opens") equals a reading of each minute, "not known" included."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings

from shelters.hours import notation
from shelters.hours.calendar import Calendar
from shelters.hours.clock import BAKU
from shelters.hours.moment_words import open_until, opens, when
from shelters.hours.opening import Opening
from shelters.hours.schedule import OpenState
from tests.support.schedules import simulated, situations
from tests.support.soak import TIMES

CLOSED, UNKNOWN, OPEN = OpenState.CLOSED, OpenState.UNKNOWN, OpenState.OPEN
PATTERNS = {
    r"Open now\. Closes: (.+?)\.": (OPEN, CLOSED),
    r"Surely open until: (.+?)\. After that it is not known: ask first\.": (OPEN, UNKNOWN),
    r"Open now\.": (OPEN, None),
    r"Open day and night\.": (OPEN, None),
    r"Closed now\. Opens: (.+?)\.": (CLOSED, OPEN),
    r"Closed now\.": (CLOSED, None),  # by appointment
    r"Closed now\. When it opens is not known: ask first\.": (CLOSED, None),
    r"Whether it is open now is not known: ask first\. Opens: (.+?)\.": (UNKNOWN, OPEN),
    r"Whether it is open now is not known: ask first\.": (UNKNOWN, None),
    r"When it is open is not known: ask first\.": (UNKNOWN, None),
}
ENTRY = r"(?: Ring before you come\.| By appointment\.)?"


def told(words):
    """The state now, the state that is announced, and its moment in words."""
    for pattern, (now, then) in PATTERNS.items():
        found = re.fullmatch(pattern + ENTRY, words)
        if found:
            return now, then, found[1] if then is not None else ""
    raise AssertionError(words)


def in_words(first, minute):
    at = datetime.combine(first, datetime.min.time()) + timedelta(minutes=minute)
    time = f"{at:%H:%M}"
    if time == "00:00" and at.date() > first:
        at, time = at - timedelta(days=1), "24:00"
    if at.date() == first and time == "24:00":
        return "midnight tonight"
    days = {first: "today", first + timedelta(days=1): "tomorrow"}
    return f"{days.get(at.date(), f'{at:%A} {at.day} {at:%B}')}, {time}"


@settings(max_examples=30 * TIMES, deadline=None)
@given(situations())
def test_the_words_equal_the_minutes(situation):
    schedule, calendar, moment = situation
    first, now = moment.date(), moment.hour * 60 + moment.minute
    states = simulated(schedule, calendar, first)
    opening = Opening(schedule, calendar, moment)
    with translation.override("en"):
        state, then, when = told(opening.words)
    assert state == states[now]
    wanted = {OPEN: lambda other: other != OPEN}.get(state, lambda other: other == OPEN)
    change = next((minute for minute in range(now, len(states)) if wanted(states[minute])), None)
    if change is None:
        assert when == "" or in_words(first, len(states)) != when  # it lies beyond the simulation, or nowhere
        return
    assert (then, when) == (states[change], in_words(first, change))
    at = datetime.combine(first, datetime.min.time(), BAKU) + timedelta(minutes=change)
    assert opening.closes_at == (at if (state, then) == (OPEN, CLOSED) else None)
    assert opening.opens_at == (at if then == OPEN else None)


@pytest.mark.parametrize(
    "text, moment, words, closes",
    [
        ("daily 24h", "2026-03-19 23:30", "Surely open until: midnight tonight. After that it is not known", None),
        ("mon-fri 09:00-18:00 18:00-22:00?", "2026-11-24 17:00", "Surely open until: today, 18:00. After that", None),
        ("mon-fri 09:00-18:00", "2026-11-24 17:00", "Open now. Closes: today, 18:00.", "2026-11-24T18:00:00+04:00"),
        ("mon-fri 09:00-24:00", "2026-11-27 17:00", "Surely open until: midnight tonight. After that it is", None),
        ("daily 24h, holidays closed", "2026-03-19 23:30", "Open now. Closes: midnight tonight.", "2026-03-20T00:00"),
    ],
)
def test_closes_is_said_only_of_what_closes(text, moment, words, closes):
    at = datetime.fromisoformat(moment).replace(tzinfo=BAKU)
    opening = Opening(notation.read(text), Calendar(), at)
    with translation.override("en"):
        assert opening.words.startswith(words)
    assert (opening.closes_at.isoformat().startswith(closes)) if closes else opening.closes_at is None


@pytest.mark.parametrize(
    "language, tonight, tomorrow",
    [
        ("az", "bu gün, 24:00", "sabah, 24:00"),
        ("ru", "сегодня, 24:00", "завтра в 24:00"),
        ("en", "midnight tonight", "tomorrow, 24:00"),
    ],
)
def test_a_midnight_to_come_is_the_end_of_its_day(language, tonight, tomorrow):
    today = date(2026, 11, 27)
    with translation.override(language):
        assert when(datetime(2026, 11, 28, tzinfo=BAKU), today) == tonight
        assert when(datetime(2026, 11, 29, tzinfo=BAKU), today) == tomorrow
        assert "24:00" in when(datetime(2026, 12, 2, tzinfo=BAKU), today)
        assert "00:00" in when(datetime(2026, 11, 27, tzinfo=BAKU), today), "a midnight that is over began its day"


@pytest.mark.parametrize(
    "language, words",
    [
        ("az", "açılır: 19:00|açılır: sabah, 24:00|açılır: bazar ertəsi, 09:00|açılır: cümə, 09:00|açılır: 5 dekabr"),
        ("ru", "откроется в 19:00|завтра с 24:00|пн с 09:00|пт с 09:00|с 5 декабря"),
        ("en", "opens at 19:00|opens tomorrow, 24:00|opens Monday, 09:00|opens Friday, 09:00|opens 5 December"),
    ],
)
def test_a_line_says_the_weekday_within_six_days_and_the_date_later(language, words):
    today = date(2026, 11, 28)
    days = [(28, 19), (30, 0), (30, 9), (34, 9), (35, 9)]
    moments = [datetime(2026, 11, 1, hour, tzinfo=BAKU) + timedelta(days=day - 1) for day, hour in days]
    with translation.override(language):
        assert [opens(moment, today) for moment in moments] == words.split("|")


def test_a_line_says_the_hour_alone_of_an_end_within_a_day():
    now = datetime(2026, 11, 28, 18, tzinfo=BAKU)
    moments = [now + timedelta(hours=hours) for hours in (2, 6, 8, 25, 30)]
    with translation.override("en"):
        said = [open_until(moment, now).removeprefix("open until ") for moment in moments]
    assert said == ["20:00", "24:00", "02:00", "tomorrow, 19:00", "tomorrow, 24:00"]
