"""Real workers and many clients at once: `bin/bench races`, for a few rounds."""

import os

import pytest

from bench.clients import UNTHROTTLED, Crew
from bench.last_bed import LastBed
from bench.races import Race, fair
from tests.support import server as servers
from tests.support.soak import TIMES

pytestmark = [pytest.mark.long, pytest.mark.both]
# SQLite has one writer at a time: a round takes longer there, and tells less.
ROUNDS = TIMES * (5 if os.environ.get("DATABASE_URL", "").startswith("postgres") else 1)


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    """Workers on a database of their own, of the kind that the tests run on."""
    environment = UNTHROTTLED | {"WEB_CONCURRENCY": "2", "THREADS": "12"}
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        import psycopg2

        folder = url.removeprefix("postgres:///").rpartition("/")[0]
        connection = psycopg2.connect(host=folder, dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE races_{os.getpid()}")
        connection.close()
        environment["DATABASE_URL"] = f"postgres:///{folder}/races_{os.getpid()}"
    made = servers.Server(tmp_path_factory.mktemp("races"), **environment)
    yield made
    made.stop()


@pytest.fixture
def crew(workers):
    with Crew(workers) as crew:
        yield crew


def test_no_count_is_lost_and_none_doubled(workers, crew):
    result = Race(workers, crew).run(ROUNDS)
    assert fair(result), result
    assert result["told"]["taps"] == 20 * ROUNDS and result["told"]["feed 200"]


def test_the_last_bed_goes_to_one_and_all_others_are_told(workers, crew):
    result = LastBed(workers, crew).run(ROUNDS)
    assert fair(result), result
    told = result["told"]
    assert (
        (told["offers 302"], told["offers 409"]) == (told["choices 200"], told["choices 409"]) == (ROUNDS, 39 * ROUNDS)
    )
    assert told["asked 200"] == told["requested 302"] == 10 * ROUNDS
