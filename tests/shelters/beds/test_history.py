"""How the counts of two days went: a picture for each pool, and a table that says the same."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.audit.trail import CONSOLE
from shelters.beds import counting, history
from shelters.beds.counting import CountedBy
from shelters.beds.history import Frame
from shelters.codes.staff import CountRoute, Role
from shelters.hours.clock import BAKU
from shelters.models import BedCount, BedPool
from shelters.staff import team
from tests.support import make
from tests.support.pages import text_of
from tests.support.people import sign_in

END = datetime(2026, 3, 20, 12, 0, tzinfo=BAKU)
START = END - timedelta(days=2)
FRAME = Frame(START, END, 10)


def at(part):
    """A moment of the chart, of which 14 parts are the whole."""
    return START + (END - START) / 14 * part


def counted(moment, occupied=0, capacity=10):
    return BedCount(at=moment, observed_at=moment, occupied=occupied, capacity=capacity)


def test_a_line_is_level_until_a_count_that_differs():
    points = [(at(0), 10), (at(3.5), 10), (at(7), 0), (at(10.5), 5)]
    assert history.steps(points, FRAME) == "M28.0 14.0H121.0V114.0H167.5V64.0H214"


def test_a_line_begins_with_the_first_count_and_not_before_the_picture():
    assert history.steps([(at(7), 0)], FRAME) == "M121.0 114.0H214"
    assert history.steps([(at(-100), 0)], FRAME) == "M28.0 114.0H214"


def test_the_ground_is_shaded_where_nobody_knew():
    day = at(1) - at(0)
    assert history.stale([counted(at(0.5 * n)) for n in range(28)], FRAME, day) == ""
    assert history.stale([counted(at(-30))], FRAME, day) == "M28.0 14V114H214.0V14"
    two = [counted(at(0)), counted(at(7))]
    assert history.stale(two, FRAME, day) == "M41.3 14V114H121.0V14" + "M134.3 14V114H214.0V14"


@pytest.mark.parametrize("taken, usable", [(14, 14), (114, 114), (64, 60), (60, 64), (14, 114), (114, 14)])
def test_names_stand_apart_and_in_the_order_of_their_lines(taken, usable):
    below, above = history.apart(taken, usable)
    assert abs(below - above) >= 32 and min(below, above) >= 14 and max(below, above) <= 114
    assert (below >= above) == (taken >= usable)


def test_an_empty_house_has_a_picture():
    picture = history.chart(BedPool(), [counted(at(1), 0, 0)], START, END, timedelta(hours=12))
    assert picture.top == 1 and picture.taken.path == "M41.3 114.0H214"


@pytest.fixture
def pool(db):
    facility = make.facility()
    made = BedPool.objects.create(facility=facility, name_az="Otaqlar", name_en="Rooms", capacity=5)
    for part, occupied in ((-20, 1), (-15, 2), (3.5, 4), (10.5, 3)):
        with time_machine.travel(at(part), tick=False):
            counting.count(
                facility, {made.pk: counting.Numbers(5, 0, occupied, 1)}, by=CountedBy(CONSOLE, CountRoute.PHONE)
            )
    return made


@pytest.fixture
def page(client, pool):
    """The page at `END`, as a counter of the house sees it."""
    client.defaults |= {"SERVER_NAME": "localhost"}

    def show(language="en"):
        with time_machine.travel(END, tick=False):
            token = team.invite(Role.COUNTER, pool.facility.organisation, by=None)
            who = {"username": f"sevda-{language}", "password": "a-long-password-1", "language": language}
            sign_in(client, team.join(token, **who), "totp")
            return client.get(f"/work/beds/{pool.facility.public_id}/history/")

    return show


def test_the_picture_and_the_table_say_the_same(page):
    response = page()
    html, text = response.content.decode(), text_of(response)
    says = "Rooms in the last two days. Taken: between 2 and 4, at the end 3. Beds that can be used: at the end 4."
    assert f">{says}</title>" in html and 'role="img"' in html
    assert "4 Usable 3 Taken" in text and "Shaded: too old to be trusted." in text
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1], re.S)
    words = [re.sub(r"(\s*<[^>]+>\s*)+", "|", row).strip("|") for row in rows]
    assert words[0] == "20 Mar 2026, 00:00|3|5|1|by phone, changed"
    # The last one from before, with which the line begins, and none that is older.
    assert [row.split("|")[1] for row in words] == ["3", "4", "2"]


def test_no_fraction_is_written_with_a_comma(page):
    for language in ("az", "ru"):
        picture = re.search(r"<svg.*?</title>(.*)</svg>", page(language).content.decode(), re.DOTALL)[1]
        assert not re.search(r'[ \w]="[^"]*\d,\d', picture) and ' d="M' in picture


def test_what_nobody_counted_has_no_picture(page, pool):
    BedPool.objects.create(facility=pool.facility, name_az="Ailə otağı", capacity=2)
    response = page()
    assert response.content.decode().count("<svg") == 1 and "Never counted." in text_of(response)


def test_a_hundred_rows_at_most(page, pool):
    with time_machine.travel(at(12)):
        for _time in range(105):
            counting.confirm(
                pool.facility, by=CountedBy(CONSOLE, CountRoute.FEED), seen={pool.pk: pool.facility.pools.get().version}
            )
    assert page().content.decode().split("<tbody>")[1].count("<tr>") == 100


def test_few_queries_however_many_pools(pool, django_assert_num_queries):
    for number in range(6):
        other = BedPool.objects.create(facility=pool.facility, name_az=f"Otaq {number}", capacity=2)
        counting.step(other, by=CountedBy(CONSOLE, CountRoute.PAGE), occupied=1)
    with django_assert_num_queries(2):
        told = history.history(pool.facility, timezone.now())
    assert [len(one.rows) for one in told][1:] == [1] * 6
