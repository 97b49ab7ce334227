"""The search for caseworkers: exact counts with their age, and what is told to them only."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shelters.audit.trail import Actor
from shelters.beds import counting, holds
from shelters.beds.counting import CountedBy
from shelters.codes.public import Visibility
from shelters.codes.staff import CountRoute, Role
from shelters.hours.clock import BAKU
from shelters.models import AdmissionRule, BedPool, Phone, User
from shelters.published.refresh import refresh
from tests.support import make
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
PATH = "/work/near/"
BY = CountedBy(Actor("feed", 1), CountRoute.FEED)
NOW = datetime(2026, 5, 12, 15, 20, tzinfo=BAKU)
PRIVATE = Visibility.CASEWORKERS
NO = "These say no to somebody who comes"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def look(staff):
    """What a caseworker reads: `look(place_id=…, who=[…])`."""
    worker = staff()
    return lambda **fields: text_of(worker.post(PATH, fields)).replace("\xa0", " ")


def shelter(free=2, hours_ago=2.0, town=None, capacity=5, groups=(), **fields):
    """A shelter that lets the public know nothing of its rooms; `free` None: never counted."""
    made = make.facility(town, **{"rules": {"woman": "yes"}} | fields)
    pool = BedPool.objects.create(
        facility=made, name_az="Otaqlar", name_en="Rooms", capacity=capacity, groups=list(groups)
    )
    if free is not None:
        with time_machine.travel(NOW - timedelta(hours=hours_ago), tick=False):
            counting.step(pool, by=BY, occupied=capacity - free)
    return made


def test_exact_counts_and_ages_where_the_public_is_told_to_ask(look, near):
    made = shelter(free=3)
    text = look(place_id=made.place_id)
    assert "Free: 3" in text and "Counted 2 hours ago." in text and "Beds in all: 5." in text
    public = near(place_id=made.place_id).json()["results"][0]
    assert public["availability"] == "ask"


@pytest.mark.parametrize(
    "free, hours_ago, said",
    [
        (3, 0, "Free: 3 Rooms Counted just now."),
        (0, 4, "Free: 0 Rooms Counted 4 hours ago. Beds"),
        (1, 5, "Free: 1 Rooms Counted 5 hours ago. Getting old."),
        (-2, 1, "Over by 2 Rooms Counted 1 hour ago."),
        (3, 13, "Too old to be trusted: ring first. Rooms Counted 13 hours ago."),
        (-1, 13, "Too old to be trusted: ring first. Rooms Counted 13 hours ago."),
        (None, 0, "Never counted: ring first. Rooms"),
    ],
)
def test_how_a_count_is_told_by_its_age(look, free, hours_ago, said):
    made = shelter(free=free, hours_ago=hours_ago)
    text = look(place_id=made.place_id)
    assert said in text
    if "ring first" in said:
        assert "Free" not in text and "Over by" not in text


def test_what_is_held_is_not_free(look):
    made = shelter(free=2, hours_ago=0)
    holds.hold(made.pools.get(), 2, until=NOW + timedelta(hours=1), by=BY)
    text = look(place_id=made.place_id)
    assert "Free: 0" in text and "Held: 2." in text


def test_a_place_that_counts_nothing_says_so(look):
    assert "Nobody counts beds here." in look(place_id=make.facility().place_id)


def test_the_order_goes_by_exact_counts(look):
    town = make.place()
    steps = {"Dolu": 0, "Köhnə": 0.01, "Boş": 0.02}
    for name, (free, age) in {"Dolu": (0, 1), "Köhnə": (4, 20), "Boş": (1, 1)}.items():
        shelter(free, age, make.place(town.lat + steps[name], town.lon), name_az=name)
    text = look(place_id=town.pk)
    assert text.index("Boş") < text.index("Köhnə") < text.index("Dolu")
    text = look(place_id=town.pk, people="2-3")
    assert text.index("Köhnə") < text.index("Dolu") < text.index("Boş"), "one bed is too few for two"


def test_a_pool_for_others_is_not_room_for_who_comes(look):
    town = make.place()
    shelter(free=4, town=town, groups=["woman"], rules={}, name_az="Qadınlar")
    shelter(free=1, town=make.place(town.lat + 0.01, town.lon), groups=["trans_woman"], rules={}, name_az="Başqa")
    text = look(place_id=town.pk, who=["trans_woman"])
    assert text.index("Başqa") < text.index("Qadınlar"), "guarded groups count here"
    assert "For: woman. Not for everybody who comes." in text


def hide_things(made):
    """What caseworkers are told and nobody else."""
    say = {"facility": made, "source": "a call", "visible_to": PRIVATE}
    AdmissionRule.objects.create(group="lgbq", verdict="conditional", condition_en="a quiet word first", **say)
    AdmissionRule.objects.create(group="woman_with_children", verdict="yes", sons_up_to=11, **say)
    Phone.objects.create(number="055 123 45 67", label_en="on duty", **say)
    made.notes = "Ring twice."
    made.save()
    refresh([made.pk])


def test_what_is_told_to_caseworkers_only_is_marked_and_changes_no_public_byte(look, post, near):
    made = shelter(phones=[{"number": "012 404 00 00"}], takes_questions=True)
    who = ["woman_with_children", "lgbq"]
    asked = {"place_id": made.place_id, "who": who, "oldest_son": 12}
    public = [post(**asked).content, post("/en/site/", id=made.public_id).content, near(**asked).content]
    hide_things(made)
    assert [post(**asked).content, post("/en/site/", id=made.public_id).content, near(**asked).content] == public
    text = look(**asked)
    assert "(012) 404 00 00 055 123 45 67 on duty for caseworkers only" in text
    assert "yes, on a condition (a quiet word first). Source: a call, without a date. for caseworkers only" in text
    assert "It takes sons up to 11 years." in text
    assert "Notes, for caseworkers only: Ring twice." in text and "Takes questions in writing." in text


def test_a_reported_place_has_its_name_and_number_here_only(look, post):
    number = {"number": "012 404 00 00", "visible_to": Visibility.PUBLIC}
    made = shelter(basis="reported", name_az="Adı bilinən", phones=[number])
    text = look(place_id=made.place_id)
    assert "Adı bilinən The name is for caseworkers only." in text and "404 00 00 for caseworkers only" in text
    public = text_of(post(place_id=made.place_id))
    assert "Adı bilinən" not in public and "404 00 00" not in public


def test_who_says_no_to_caseworkers_only_stands_at_the_end(look, post):
    town = make.place()
    says_no = shelter(
        free=5, town=town, name_az="Yox deyən", rules={"trans_woman": {"verdict": "no", "visible_to": PRIVATE}}
    )
    shelter(free=0, town=make.place(town.lat + 1, town.lon), name_az="Açıq", rules={})
    text = look(place_id=town.pk, who=["trans_woman", "woman"])
    assert text.index("Açıq") < text.index(NO) < text.index("Yox deyən")
    assert "1 place to ask" in text
    assert NO not in look(place_id=town.pk, who=["woman"])
    assert says_no.name in text_of(post(place_id=town.pk, who=["trans_woman"])), "the public is told to ask"


def test_what_was_asked_is_said_and_stays_in_the_form(look, staff):
    town = make.place(name_az="Sınaqkənd", name_en="Trialtown")
    asked = {"place_id": town.pk, "who": ["woman", "older"], "people": "2-3", "oldest_son": "9", "avoid": "Sumqayıt"}
    text = look(**asked)
    said = "Woman; older; 2 or 3 people; the oldest son: 9 years; a place to stay safe; not near Sumqayıt"
    assert said in text and "Measured from: Trialtown" in text and "No place fits" in text
    page = staff(Role.HOST).post(PATH, asked).content.decode()
    assert 'value="older" checked' in page and 'id="change"' in page and f'action="{PATH}"' in page
    assert "page.js" not in page and "data-position data-script hidden" in page


def test_the_same_queries_for_five_and_for_thirty(staff):
    worker, town = staff(), make.place()

    def queries(number):
        for _time in range(number):
            hide_things(shelter(town=town, phones=[{"number": "012 404 00 00"}]))
        asked = {"place_id": town.pk, "who": ["woman", "lgbq"]}
        worker.post(PATH, asked)
        with CaptureQueriesContext(connection) as seen:
            response = worker.post(PATH, asked)
        assert response.content.decode().count("Ring twice.") == response.content.decode().count("<h3>")
        return response.content.decode().count("<h3>"), [query["sql"] for query in seen]

    few, first = queries(5)
    many, second = queries(25)
    assert (few, many) == (5, 30)
    # Who asks: session, account with roles, freeze. The search: pools, counts, holds, facilities, faces.
    assert len(first) == len(second) == 8, second


@pytest.mark.parametrize("language, word", [("az", "yer"), ("ru", "мест"), ("en", "place")])
def test_in_each_language(staff, language, word):
    worker = staff(language=language)
    made = shelter()
    hide_things(made)
    for response in (worker.get(PATH), worker.post(PATH, {"place_id": made.place_id, "who": "lgbq"})):
        page = response.content.decode()
        assert response.status_code == 200 and f'<html lang="{language}">' in page and word in page
    assert User.objects.get().language == language


def test_several_needs_are_answered_each_by_its_best_place_and_one_list_of_the_rest(look):
    town = make.place()
    near = [make.place(town.lat + step, town.lon) for step in (0, 0.2, 0.4)]
    for name, place, services in [
        ("Hüquq", near[0], ["legal_aid"]),
        ("Hamısı", near[1], ["forensic_examination", "mental_health"]),
        ("Uzaq", near[2], ["legal_aid", "mental_health"]),
    ]:
        shelter(None, town=place, name_az=name, services=services)
    text = look(place_id=town.pk, need=["legal_aid", "mental_health", "forensic_examination", "hiv_pep"])
    parts = ["A doctor who records injuries and traces Hamısı", "HIV No place fits", "A psychologist Hamısı, as above."]
    parts += ["Legal help Hüquq", "1 more place to ask", "Uzaq"]
    at = [text.find(part) for part in parts]
    assert -1 not in at and at == sorted(at) and "3 places to ask" not in text, (parts, at)
    assert "1 more place" not in look(place_id=town.pk, need=["legal_aid"])


def test_the_nearest_of_a_need_hide_no_only_place_of_another(look):
    town = make.place()
    for _time in range(55):
        shelter(None, town=town, services=["legal_aid"])
    far = make.place(town.lat + 1, town.lon)
    shelter(None, town=far, name_az="Yeganə", services=["forensic_examination"])
    closed = shelter(None, town=town, name_az="Təhlükədə", services=["forensic_examination"])
    closed.nobody_since, closed.nobody_until = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    closed.save()
    make.refresh([closed.pk])
    assert "injuries and traces Yeganə" in look(place_id=town.pk, need=["legal_aid", "forensic_examination"])
