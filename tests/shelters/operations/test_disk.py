"""A disk that takes no more, and a file that another process keeps: the finder goes on, and all recovers by itself."""

import resource
import sqlite3
from contextlib import closing, contextmanager

import pytest

from tests.support.asking import ask, post, takes_questions
from tests.support.searching import comes, fetch, search
from tests.support.server import Server

pytestmark = pytest.mark.long
LIMIT = resource.RLIMIT_FSIZE
ERRORS = {f"sqlite3.OperationalError SQLITE_{code}" for code in ("BUSY", "IOERR_WRITE")}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("disk"), QUESTIONS_PER_MINUTE="1000")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def place(server):
    found = takes_questions(server)
    assert comes(lambda: bool(ask(server, found)[1]))
    return found


@contextmanager
def no_room_on_the_disk(server):
    """Whatever a worker writes to a file fails, as on a disk that is full or read-only."""
    before = {pid: resource.prlimit(pid, LIMIT) for pid in server.workers}
    assert before
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, LIMIT, (0, hard))
    try:
        yield
    finally:
        for pid, both in before.items():
            resource.prlimit(pid, LIMIT, both)


@contextmanager
def somebody_keeps_the_lock(server):
    name = server.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize("trouble, word", [(no_room_on_the_disk, "disk"), (somebody_keeps_the_lock, "database")])
def test_the_finder_goes_on_and_all_recovers(server, place, trouble, word):
    with trouble(server):
        assert comes(lambda: f'"{word}"' in fetch(server, "/readyz").text)
        assert {search(server, town).status for town in ("Bakı", "Gəncə", "Şəki")} == {200}
        assert post(server, "/az/near/", place="Zaqatala").status == 200
        said, code = ask(server, place)
        assert said.status == 503 and not code and "tel:112" in said.text and "tel:102" in said.text
    assert comes(lambda: fetch(server, "/readyz").status == 200)
    said, code = ask(server, place)
    assert said.status == 200 and code
    logged = {line for line in server.log.splitlines() if "sqlite3." in line and "/" not in line}
    assert logged <= ERRORS, "a value stands behind the code"
    assert word == "disk" or "sqlite3.OperationalError SQLITE_BUSY" in logged  # without room the log takes nothing
