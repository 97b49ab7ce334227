"""The published file: whole, signed, written where a public fact changed, and never for a hidden one."""

import fcntl
from datetime import datetime, timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shelters.hours.clock import BAKU
from shelters.published import current, file, publishing, signing
from shelters.published.publishing import Publisher
from shelters.published.refresh import refresh
from tests.support import make
from tests.support.make import hide_something

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 12, 12, 30, tzinfo=BAKU)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PUBLISHED, settings.PUBLISHED_KEY = tmp_path / "published", tmp_path / "key"


def held():
    """The document as it stands, and the moment of the look."""
    current.refresh_now()
    found = current.held_since()
    assert found
    return found


def publish(publisher):
    assert publisher.publish(*held())
    return file.read_header(publishing.path(), publishing.key().public_key())


def read(key=None):
    return file.read(publishing.path(), key or publishing.key().public_key())


def test_it_holds_what_is_published(directory):
    make.facility(hours="mon-fri 09:00-18:00", public_rooms=True, rules={"woman": "yes"})
    header = publish(Publisher())
    found, document = read()
    assert document == current.get().document and found == header and header.moment == NOON
    for path in (publishing.path(), publishing.path().parent.parent / "key"):
        assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_not_whole_or_not_signed_is_not_read(directory):
    publish(Publisher())
    whole = publishing.path().read_bytes()
    first = whole.index(b"\n")
    broken = [whole[:at] for at in (0, 10, first, first + 40, len(whole) // 2, len(whole) - 1)]
    broken += [whole.replace(b'"112"', b'"911"', 1), whole.replace(b'"serial": 1', b'"serial": 2', 1), whole + b"{}\n"]
    for content in broken:
        assert content != whole
        publishing.path().write_bytes(content)
        with pytest.raises(file.UnreadableFile):
            read()
    publishing.path().write_bytes(whole)
    with pytest.raises(file.UnreadableFile):
        read(Ed25519PrivateKey.generate().public_key())
    assert read()


def test_nothing_hidden_touches_it_and_an_edit_does(directory, clock):
    made = make.facility(public_rooms=True)
    publisher = Publisher()
    first = publish(publisher)
    state, content = publishing.path().stat(), publishing.path().read_bytes()
    clock.shift(timedelta(minutes=1))
    hide_something(made)
    publish(publisher), publish(Publisher())  # by this process and by another one
    assert publishing.path().stat() == state and publishing.path().read_bytes() == content
    make.facility()
    assert publish(publisher).serial > first.serial and read()[1] == current.get().document


def test_it_is_written_again_in_each_ten_minutes(directory, clock):
    publisher = Publisher()
    first = publish(publisher)
    clock.shift(timedelta(minutes=9, seconds=59))
    assert publish(publisher) == first
    clock.shift(timedelta(seconds=1))
    second = publish(publisher)
    assert second.moment == NOON + timedelta(minutes=10) and second.digest == first.digest
    assert publish(Publisher()) == second, "another process finds it done"


def test_a_serial_never_goes_back_and_a_wrong_clock_ends_nothing(directory, clock):
    clock.shift(timedelta(days=900))
    ahead = publish(Publisher())
    clock.move_to(NOON)
    after = publish(Publisher())
    assert after.serial == ahead.serial + 1 and after.moment == NOON


def test_who_looked_earlier_does_not_overwrite_and_nobody_waits(directory, clock):
    earlier = held()
    clock.shift(timedelta(seconds=2))
    make.facility()
    newest = publish(Publisher())
    assert not Publisher().publish(*earlier)
    with publishing.path().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        clock.shift(timedelta(minutes=10))
        assert not Publisher().publish(*held())
    assert read()[0] == newest


def test_the_key_is_made_once(tmp_path):
    assert signing.public_text(publishing.key()) == signing.public_text(publishing.key())
    assert signing.public_key(signing.public_text(publishing.key())) == publishing.key().public_key()
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_it_comes_back_as_the_same_value(directory):
    current.forget()
    made = make.facility()
    publish(Publisher())
    current.forget()
    header, document = read()
    current.hold(document, header.moment)
    held = current.get()
    assert current.refresh_now() is held and held.find(made.public_id)
    made.listed = False
    made.save()
    refresh([made.pk])
    assert current.refresh_now().find(made.public_id) is None
