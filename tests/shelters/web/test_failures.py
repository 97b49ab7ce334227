"""Failures of sign-in and of codes count over all workers, in a table that tells nobody's address."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import FailureCount
from shelters.staff import expired
from shelters.web import failures, throttle
from tests.support import people

pytestmark = pytest.mark.django_db
CODE = "code=1234567890123456"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def moment():
    """The minute does not turn, and nobody has asked within it."""
    throttle.forget()
    with time_machine.travel(timezone.now().replace(second=5), tick=False) as clock:
        yield clock


def guess(address="192.0.2.7"):
    fields = {"login": "sevda", "password": "wrong"}
    # Each worker has a memory of its own: it is emptied before each guess.
    failures.forget()
    return Client(SERVER_NAME="localhost", REMOTE_ADDR=address).post("/work/sign-in/", fields)


def test_guesses_add_up_over_workers(ring, house):
    people.person(Role.HOST, house.organisation)
    assert "Location" not in [guess() for _time in range(10)][-1].headers
    right = {"login": "sevda", "password": people.PASSWORD}
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.7")
    assert "Location" not in client.post("/work/sign-in/", right).headers, "ten over all workers, then a minute's rest"
    other = Client(SERVER_NAME="localhost", REMOTE_ADDR="198.51.100.9")
    assert "Location" in other.post("/work/sign-in/", right), "the owner comes in from elsewhere"


def test_wrong_codes_add_up_and_right_ones_write_nothing(ring, settings):
    settings.ANSWERS_PER_MINUTE = 3
    statuses = []
    for _time in range(4):
        failures.forget()
        statuses.append(Client().post("/az/answer/", CODE, content_type=FORM).status_code)
    assert statuses[-1] == 429 and 429 not in statuses[:3]
    assert list(FailureCount.objects.values_list("times", flat=True)) == [3, 3], "of the network, and of everybody"


def test_rows_are_few_name_nobody_and_go(ring, moment):
    for number in range(300):
        failures.note("code", [f"192.0.2.{number}"], timezone.now())
    rows = list(FailureCount.objects.values("bucket", "minute", "times"))
    assert len(rows) <= 300 and all(row["bucket"] <= failures.ANYWHERE for row in rows)
    assert "192.0.2" not in str(rows)
    moment.shift(timedelta(minutes=2))
    expired.erase(timezone.now())
    assert not FailureCount.objects.exists()


def test_the_salt_is_of_the_day_and_lies_in_the_ring(ring, moment):
    first = failures.salt(timezone.now()) or b""
    assert failures.salt(timezone.now()) == first and len(first) == 32
    moment.shift(timedelta(days=1))
    assert failures.salt(timezone.now()) != first
    salts = [path for path in ring.iterdir() if path.name.startswith("salt-")]
    assert len(salts) == 1 and salts[0].stat().st_mode & 0o777 == 0o600


def test_without_a_ring_each_process_counts_for_itself(settings, tmp_path):
    settings.KEYRING = tmp_path / "none"
    failures.forget()
    for _time in range(3):
        failures.note("code", ["192.0.2.7"], timezone.now())
    assert failures.are_many("code", ["192.0.2.7"], 3, timezone.now()) and not FailureCount.objects.exists()
    failures.forget()


@pytest.mark.parametrize("shared", [True, False], ids=["all workers", "alone"])
def test_while_codes_are_guessed_from_everywhere_each_code_waits(shared, settings, monkeypatch, request):
    """Two hundred addresses, each below its own limit."""
    if shared:
        request.getfixturevalue("ring")
    else:
        settings.KEYRING = "/nowhere"
    slept = []
    monkeypatch.setattr(throttle.time, "sleep", slept.append)

    def wrong(number):
        client = Client(REMOTE_ADDR=f"192.0.{number % 2}.{number // 2}")
        assert client.post("/az/answer/", CODE, content_type=FORM).status_code == 404

    for number in range(200):
        wrong(number)
    assert slept == []
    wrong(200)
    assert slept == [2.0]


@pytest.mark.both
def test_postgresql_writes_them_into_no_log():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such tables")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'shelters_failurecount'")
        assert cursor.fetchone() == ("u",)
