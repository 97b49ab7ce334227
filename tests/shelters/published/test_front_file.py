"""A front takes a newer file and never goes back, whatever is put in its place."""

import pytest

from shelters.published import current, file, front, publishing, signing
from shelters.published.front import Front
from shelters.published.publishing import Publisher
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(settings, tmp_path, directory, monkeypatch):
    """The file of the main machine, and where a front finds its copy."""
    settings.PUBLISHED, settings.PUBLISHED_KEY = tmp_path / "main", tmp_path / "key"
    settings.FRONT, settings.FRONT_KEY = str(tmp_path / "copy"), signing.public_text(publishing.key())
    monkeypatch.setattr(front, "_serial", 0)
    yield tmp_path / "copy"
    current.forget()


def held():
    """The document as it stands, and the moment of the look."""
    current.refresh_now()
    found = current.held_since()
    assert found
    return found


def published():
    assert Publisher().publish(*held())
    return publishing.path().read_bytes()


def begin_anew(monkeypatch):
    """As a process that starts."""
    current.forget()
    current.watched()
    monkeypatch.setattr(front, "_serial", 0)
    return Front()


def test_it_takes_what_is_newer_and_nothing_else(copy, settings, monkeypatch):
    old = published()
    made = make.facility()
    new = published()
    process = begin_anew(monkeypatch)
    copy.write_bytes(old)
    process.look()
    assert current.get().find(made.public_id) is None and front.serial()
    copy.write_bytes(new)
    process.look()
    assert current.get().find(made.public_id)
    for content in (new[:-10], old, b"", new.replace(b'"112"', b'"911"', 1)):
        copy.write_bytes(content)
        with pytest.raises(file.UnreadableFile):
            process.look()
        process.look()  # it says so once
        assert current.get().find(made.public_id)
    process = begin_anew(monkeypatch)
    copy.write_bytes(old)
    with pytest.raises(file.UnreadableFile):
        process.look()
    with pytest.raises(current.NothingHeld):
        current.get()


def test_the_demo_and_the_real_list_do_not_mix(copy, settings, monkeypatch):
    copy.write_bytes(published())
    settings.DEMO = True
    with pytest.raises(file.UnreadableFile):
        begin_anew(monkeypatch).look()


def test_a_file_that_is_not_there_yet_is_taken_when_it_comes(copy, monkeypatch):
    content = published()
    process = begin_anew(monkeypatch)
    for _twice in range(2):
        with pytest.raises(file.UnreadableFile):
            process.look()
    copy.write_bytes(content)
    process.look()
    assert current.get().hotlines
