"""Random changes beside a ledger, and many people who count at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shelters.audit import trail
from shelters.beds import counting, holds
from shelters.beds.counting import Nonsense
from shelters.beds.holds import NoRoom
from shelters.models import Hold
from tests.support.beds import BY, free, pool
from tests.support.soak import TIMES

pytestmark = pytest.mark.both


class Keeping(RuleBasedStateMachine):
    """Random changes, confirmations and holds, beside a ledger that adds them up."""

    def __init__(self):
        super().__init__()
        self.now = datetime(2026, 5, 12, 12, tzinfo=UTC)
        self.traveller = time_machine.travel(self.now, tick=False)
        self.clock = self.traveller.start()
        self.pool = pool(capacity=6, occupied=2)
        self.occupied, self.held = 2, {}

    def teardown(self):
        self.traveller.stop()

    @rule(more=st.integers(-3, 3))
    def step(self, more):
        try:
            counting.step(self.pool, by=BY, occupied=more)
            self.occupied += more
        except Nonsense:
            assert not 0 <= self.occupied + more <= 1_000

    @rule(number=st.integers(0, 4), hours=st.none() | st.integers(1, 5))
    def hold(self, number, hours):
        until = self.now + timedelta(hours=hours) if hours else None
        try:
            made = holds.hold(self.pool, number, until=until, by=BY)
            assert 1 <= number <= self.free()
            self.held[made] = (number, until)
        except NoRoom:
            assert number < 1 or number > self.free()

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def release(self, data):
        held = data.draw(st.sampled_from(sorted(self.held, key=lambda one: one.pk)))
        holds.release(held, by=BY)
        del self.held[held]

    @rule(hours=st.integers(1, 6))
    def wait(self, hours):
        self.now += timedelta(hours=hours)
        self.clock.move_to(self.now)
        self.held = {one: said for one, said in self.held.items() if said[1] is None or said[1] > self.now}

    def free(self):
        return 6 - self.occupied - sum(number for number, _until in self.held.values())

    @invariant()
    def the_books_agree(self):
        assert free(self.pool) == self.free()
        assert trail.verify() is None


class TestKeeping(Keeping.TestCase, TestCase):  # type: ignore[misc, valid-type]
    settings = settings(  # type: ignore[assignment]
        max_examples=15 * TIMES, stateful_step_count=12, deadline=None
    )


def test_many_at_once_lose_nothing_and_never_oversell(real_transactions):
    """On PostgreSQL 8 writers at once, 20 rounds; SQLite's test database has one connection."""
    one = pool(capacity=20, occupied=0)
    writers = 8 if connection.vendor == "postgresql" else 1

    def work(number):
        won = 0
        try:
            for _round in range(20):
                counting.step(one, by=BY, occupied=1)
                counting.step(one, by=BY, occupied=-1)
                try:
                    holds.hold(one, 1, until=None, by=BY)
                    won += 1
                except NoRoom:
                    pass
        finally:
            if writers > 1:
                connection.close()
        return won

    if writers == 1:
        won = work(0)
    else:
        with ThreadPoolExecutor(writers) as crowd:
            won = sum(crowd.map(work, range(writers)))
    one.refresh_from_db()
    assert one.occupied == 0 and one.version == 40 * writers
    assert won == Hold.objects.filter(ended_at=None).count() <= 20
    assert free(one) == 20 - won
    assert trail.verify() is None
