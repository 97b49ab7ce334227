"""Any schedule at any moment, and what each of its minutes is."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from shelters.codes.hours import AccessMode
from shelters.hours.calendar import Calendar
from shelters.hours.clock import BAKU
from shelters.hours.schedule import ALL_DAY, DAY, NOT_KNOWN, SHUT, Dated, OpenState, Schedule, Span
from shelters.models import DayOverride

DAYS = 30


@st.composite
def hours(draw):
    """Up to three times of a day that do not overlap, the last of them perhaps past midnight."""
    edges = sorted(draw(st.lists(st.integers(0, DAY - 1), max_size=6, unique=True)))
    pairs = [[*pair] for pair in zip(edges[::2], edges[1::2], strict=False)]
    if pairs and draw(st.booleans()):
        pairs[-1][1] = draw(st.integers(DAY, pairs[-1][0] + DAY))
    return tuple(Span(start, end, draw(st.booleans())) for start, end in pairs)


HOURS = hours() | st.sampled_from([SHUT, ALL_DAY, NOT_KNOWN])


@st.composite
def situations(draw):
    """A schedule, a calendar with days that staff stated, and a moment."""
    first = date(2022, 1, 1) + timedelta(days=draw(st.integers(0, 5 * 365)))
    day = st.integers(-3, DAYS + 3).map(lambda number: first + timedelta(days=number))
    dated = [
        Dated(start, start + timedelta(days=draw(st.integers(0, 9))), draw(HOURS))
        for start in draw(st.lists(day, max_size=3))
    ]
    week = draw(st.lists(HOURS, min_size=7, max_size=7))
    others = st.none() | HOURS
    schedule = Schedule(tuple(week), draw(others), draw(others), tuple(dated), draw(st.sampled_from(AccessMode)))
    stated = draw(st.dictionaries(day, st.booleans(), max_size=4))
    calendar = Calendar({one: DayOverride(day=one, working=working) for one, working in stated.items()})
    moment = datetime.combine(first, datetime.min.time(), BAKU) + timedelta(minutes=draw(st.integers(0, DAY - 1)))
    return schedule, calendar, moment


def simulated(schedule, calendar, first, days=DAYS):
    """The state of every minute from the midnight of `first` on, by asking each minute anew."""

    def chosen(day):
        covering = [
            (one.last - one.first, -number, one.hours)
            for number, one in enumerate(schedule.dated)
            if one.first <= day <= one.last
        ]
        if covering:
            return sorted(covering, key=lambda one: one[:2])[0][2]
        kind = calendar.kind(day)
        if kind.holiday and schedule.holidays is not None:
            return schedule.holidays
        if kind.working and day.isoweekday() in (6, 7) and schedule.working_weekends is not None:
            return schedule.working_weekends
        return schedule.week[day.isoweekday() - 1]

    states = []
    for number in range(days):
        day = first + timedelta(days=number)
        today, before = chosen(day), chosen(day - timedelta(days=1))
        for minute in range(DAY):
            here = [span for span in today if span.start <= minute < span.end]
            here += [span for span in before if span.start <= minute + DAY < span.end]
            if not here:
                states.append(OpenState.CLOSED)
            elif schedule.entry != AccessMode.APPOINTMENT and any(span.sure for span in here):
                states.append(OpenState.OPEN)
            else:
                states.append(OpenState.UNKNOWN)
    return states
