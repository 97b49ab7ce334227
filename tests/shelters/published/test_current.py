"""A process holds what the database says, and makes a new value for what the public may read alone."""

from datetime import datetime

import pytest
import time_machine

from shelters.audit.trail import Actor
from shelters.beds import counting
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute
from shelters.hours.clock import BAKU
from shelters.models import BedPool
from shelters.published import current, value
from shelters.published.refresh import refresh
from tests.support import make
from tests.support.make import hide_something

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 12, 12, 30, tzinfo=BAKU)
BY = CountedBy(Actor("feed", 1), CountRoute.FEED)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_what_nobody_may_read_makes_no_new_value(directory):
    made = make.facility(public_rooms=True)
    pool = BedPool.objects.create(facility=made, name_az="Otaqlar", capacity=5)
    held = current.refresh_now()
    assert current.refresh_now() is held
    hide_something(made)
    counting.step(pool, by=BY, occupied=2)
    make.line(key="new", number="1234", published=False, source="test")
    assert current.refresh_now() is held


def test_an_edit_takes_over_all_that_did_not_change():
    kept, edited, gone = make.facility(), make.facility(), make.facility()
    old = current.refresh_now()
    edited.rules.create(group="man", verdict="no", visible_to="public", source="test")
    gone.listed = False
    gone.save()
    refresh([edited.pk, gone.pk])
    new = current.refresh_now()
    assert new is not old and new.places is old.places and new.hotlines is old.hotlines
    assert new.find(kept.public_id) is old.find(kept.public_id) and new.find(gone.public_id) is None
    assert list(new.find(edited.public_id).shown["rules"]) == ["man"] and old.find(gone.public_id)


@pytest.mark.parametrize("what", ["rule", "door", "new", "gone", "nothing"])
def test_an_edited_value_is_the_same_as_one_made_from_nothing(what):
    houses = [make.facility(rules={"woman": "yes"}) for _number in range(5)]
    old, edited = current.refresh_now(), houses[2]
    if what == "rule":
        edited.rules.update(verdict="no")
    elif what == "door":
        edited.confidential, edited.address, edited.lat, edited.lon = False, "1 Street", 40.5, 49.5
    elif what == "new":
        make.facility()
    edited.listed = what != "gone"
    edited.save()
    refresh([edited.pk])
    new = current.refresh_now()
    assert (new is old) == (what == "nothing")
    made = value.build(new.document)
    assert all((one == other).all() for one, other in zip(new.columns, made.columns, strict=True))
    assert new.cards == made.cards and new.rows == made.rows and new.points.places == made.points.places


@pytest.mark.parametrize("what", ["place", "hotline", "day"])
def test_each_kind_of_change_shows(what):
    old = current.refresh_now()
    if what == "place":
        made = make.place()
        assert made.pk in current.refresh_now().places.places and made.pk not in old.places.places
    elif what == "hotline":
        make.line(key="new", number="1234", published=True, source="test")
        assert [line.hotline.number for line in current.refresh_now().hotlines] == ["1234"]
    else:
        make.day(day=NOON.date(), working=False, source="Cabinet")
        assert current.refresh_now().calendar.kind(NOON.date()).holiday and not old.calendar.kind(NOON.date()).holiday


def test_rooms_are_read_again_when_their_hour_comes(clock):
    made = make.facility(public_rooms=True)
    pool = BedPool.objects.create(facility=made, name_az="Otaqlar", capacity=5)
    old = current.refresh_now()
    counting.step(pool, by=BY, occupied=2)
    assert current.refresh_now() is old
    clock.move_to(NOON.replace(hour=18, minute=0))
    new = current.refresh_now()
    assert new.rooms[made.public_id] != old.rooms[made.public_id] and new.cards[0] is old.cards[0]


def test_a_card_of_a_place_that_is_not_read_yet_waits_for_the_next_look(monkeypatch):
    from shelters.models import Revision

    current.refresh_now()
    stamps = Revision.now()
    made = make.facility()
    seen = Revision.now() | {Revision.PLACES: stamps[Revision.PLACES]}  # as if the look came between two commits
    monkeypatch.setattr(Revision, "now", lambda: seen)
    assert current.refresh_now().find(made.public_id) is None
    monkeypatch.undo()
    assert current.refresh_now().find(made.public_id)


def test_the_words_of_a_card_are_ready_in_each_language(directory):
    town = make.place(name_az="Yaşılkənd", name_ru="Яшылкенд")
    made = make.facility(town, kind="legal_aid", services=["legal_aid"], rules={"woman": "yes", "man": "no"})
    words = current.refresh_now().find(made.public_id).words
    assert (words["az"].town, words["ru"].town, words["en"].town) == ("Yaşılkənd", "Яшылкенд", "Yaşılkənd")
    told = [(words[code].run_by, words[code].services, words[code].html.takes) for code in ("en", "ru")]
    assert told[0] == ("a public association", ["legal help"], "woman") and told[1][2] == "женщина"
