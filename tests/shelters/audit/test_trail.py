"""The trail: append-only in the database itself, chained, and silent about people."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from shelters.audit import trail
from shelters.audit.trail import CONSOLE, Actor, Broken
from shelters.models import TrailEntry, TrailHead, TrailPayload
from tests.support import triggers

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def entries(db):
    return [
        trail.write(Actor("user", n), "beds.changed", f"pool {n}", {"occupied": n, "way": "page"}) for n in range(5)
    ]


@pytest.fixture
def tampering(db):
    """What somebody could do who owns the database."""
    triggers.drop(connection)
    yield
    triggers.create(connection)


def test_an_untouched_trail_holds(entries):
    assert trail.verify() is None and trail.verify(trail.head()) is None
    assert [entry.number for entry in TrailEntry.objects.all()] == [1, 2, 3, 4, 5]
    assert len({entry.mac for entry in TrailEntry.objects.all()}) == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE shelters_trailentry SET actor = 'user 9' WHERE number = 2",
        "DELETE FROM shelters_trailentry WHERE number = 2",
        "DELETE FROM shelters_trailentry",
        "INSERT OR REPLACE INTO shelters_trailentry SELECT * FROM shelters_trailentry WHERE number = 2",
        "TRUNCATE shelters_trailentry CASCADE",
    ],
)
def test_the_database_refuses_a_change(entries, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert trail.verify() is None


def test_the_orm_is_refused_too(entries):
    with pytest.raises(DatabaseError), transaction.atomic():
        entries[1].delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        TrailEntry.objects.filter(number=1).update(what="x")


@pytest.mark.parametrize("field, value", [("actor", "user 9"), ("subject", "pool 9"), ("numbers", {"occupied": 0})])
def test_an_altered_entry_is_found(entries, tampering, field, value):
    TrailEntry.objects.filter(number=3).update(**{field: value})
    assert trail.verify() == Broken(3, "altered")


def test_a_missing_entry_is_found(entries, tampering):
    TrailEntry.objects.filter(number=2).delete()
    assert trail.verify() == Broken(2, "missing")


def test_entries_that_changed_places_are_found(entries, tampering):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        TrailEntry.objects.filter(number=old).update(number=new)
    assert trail.verify() == Broken(2, "altered")


def test_a_cut_end_is_found_even_where_the_head_was_put_back(entries, tampering):
    kept = trail.head()
    TrailEntry.objects.filter(number__gt=3).delete()
    assert trail.verify() == Broken(4, "cut")
    TrailHead.objects.update(number=3, mac=entries[2].mac)
    assert trail.verify() is None, "without a head that was kept elsewhere nobody can tell"
    assert trail.verify(kept) == Broken(4, "cut")


def test_a_trail_written_anew_with_another_key_is_found(entries, settings):
    settings.TRAIL_KEY = "another"
    assert trail.verify() == Broken(1, "altered")


def test_a_payload_can_be_erased_and_not_altered(db, tampering):
    entry = trail.write(CONSOLE, "directory.loaded", "facility 1", payload={"phone": "DEMO 1"})
    assert "DEMO" not in str(TrailEntry.objects.values().get())
    TrailPayload.objects.update(data={"phone": "DEMO 2"})
    assert trail.verify() == Broken(entry.number, "payload")
    TrailPayload.objects.all().delete()
    assert trail.verify() is None


@pytest.mark.parametrize(
    "what, subject, numbers",
    [
        ("beds.changed", "pool 1", {"name": "Aysel Quliyeva"}),
        ("beds.changed", "Aysel", {}),
        ("Somebody came", "pool 1", {}),
        ("beds.changed", "pool 1", {"A note": 1}),
    ],
)
def test_names_and_texts_are_refused(what, subject, numbers):
    with pytest.raises(ValueError, match="ids, codes and numbers only"):
        trail.write(CONSOLE, what, subject, numbers)
    assert not TrailEntry.objects.exists()


def test_the_command_says_where_it_broke(entries, tampering, capsys):
    call_command("verify_trail")
    assert "5 entries" in capsys.readouterr().out
    TrailEntry.objects.filter(number=4).update(actor="user 9")
    with pytest.raises(CommandError, match="entry 4: altered"):
        call_command("verify_trail")


def test_a_check_after_migrate_misses_the_triggers(db):
    call_command("check", databases=["default"])
    triggers.drop(connection)
    with pytest.raises(CommandError, match="trail"):
        call_command("check", databases=["default"])
    triggers.create(connection)
    call_command("check", databases=["default"])
