"""Keepers who save at once: the cards stay what the facts say, and nobody gets an error."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from shelters.models import Card
from shelters.published.refresh import refresh, refresh_all
from tests.support import make

pytestmark = pytest.mark.both


def test_many_refresh_at_once(real_transactions):
    town = make.place()
    ids = [make.facility(town, rules={"man": "no"} if n % 2 else {}).pk for n in range(6)]
    # SQLite has one writer at a time, and its test database one connection.
    writers = 8 if connection.vendor == "postgresql" else 1

    def write(writer):
        try:
            for turn in range(10):
                refresh([ids[(writer + turn) % len(ids)]])
        finally:
            if writers > 1:
                connection.close()

    if writers == 1:
        write(0)
    else:
        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(write, range(writers)))
    assert Card.objects.count() == len(ids)
    kept = cards()
    refresh_all()
    assert cards() == kept


def cards():
    return sorted(Card.objects.values_list("public_id", "digest"))
