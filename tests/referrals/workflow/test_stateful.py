"""Random moves by random people, while time passes, keys are renewed and walk-ins come: what holds after every step."""

import tempfile
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from referrals.codes import Channel
from referrals.models import Case, Enquiry, Message, Referral
from referrals.vault import contents, sealing
from referrals.workflow import calls, placing, retention, sending, stay
from referrals.workflow.transitions import Illegal
from shelters.audit import trail
from shelters.beds import counting
from shelters.beds.holds import NoRoom
from shelters.codes.staff import Role
from shelters.models import BedPool, Hold, TrailPayload
from tests.support import make, people
from tests.support.moves import ACTORS, ANYWHERE, BY_CASEWORKERS, CALLS, HOURS, LEGAL, NOS, STANDS, WEIGHTS
from tests.support.random_moves import RandomMoves
from tests.support.referrals import QUESTION
from tests.support.soak import TIMES

pytestmark = pytest.mark.both


class Living(RandomMoves, RuleBasedStateMachine):
    """A few requests to three places with two beds each."""

    def __init__(self):
        super().__init__()
        self.life = transaction.atomic()
        self.life.__enter__()
        self.now = datetime(2026, 5, 12, 12, tzinfo=UTC)
        self.traveller = time_machine.travel(self.now, tick=False)
        self.clock = self.traveller.start()
        self.folder = tempfile.TemporaryDirectory()
        self.settings = override_settings(KEYRING=self.folder.name)
        self.settings.enable()
        retention.rotate()
        self.pools = [BedPool.objects.create(facility=make.facility(), name_az="Otaq", capacity=2) for _ in range(3)]
        self.caseworker = people.person(Role.CASEWORKER, self.pools[0].facility.organisation)
        self.looked: dict[int, datetime | None] = {pool.pk: None for pool in self.pools}
        self.codes, self.case_of, self.said, self.steps = {}, {}, {}, 0
        self.services, self.moments = set(), {}  # requests for a service, and the moments of appointments
        self.ask(Random(0))

    def teardown(self):
        self.settings.disable()
        self.folder.cleanup()
        self.traveller.stop()
        transaction.set_rollback(True)
        self.life.__exit__(None, None, None)

    def free(self):
        return [counting.rooms(pool.facility)[0].free for pool in self.pools]

    def fits(self, one, name):
        read_elsewhere = one.referral.enquiries.filter(status="chosen").exclude(channel=Channel.HERE)
        if name == "leave_contact" and read_elsewhere.exists():
            return False
        if name == "come" and (one.referral_id not in self.services or one.pool_id):
            return False
        if (one.facility is None and name not in ANYWHERE) or (one.referral.case.closed_at and name in CALLS):
            return False
        if name == "not_so" and (one.channel == Channel.HERE or not one.hold_id):
            return False
        if name == "choose" and one.channel == Channel.HERE and not one.pool_id and one.status == "offered":
            return (self.moments[one.pk] or one.offered_until) > self.now and "choose" in LEGAL[one.referral.state]
        return name in LEGAL[one.referral.state] and one.status in STANDS.get(name, {one.status})

    def in_time(self, referral, name):
        """What happened is taken back for a day; and only a caseworker is asked after somebody."""
        if name == "ask_after":
            return referral.case.organisation_id is not None
        back = name in ("arrive", "await_again") and referral.state in ("arrived", "not_arrived")
        return not back or self.now - referral.last_event_at <= stay.TAKEN_BACK_WITHIN

    def move(self, one, name, act):
        before, free = one.referral, self.free()
        overdue = before.case.erase_at <= self.now or (
            before.state in ("asked", "offered") and before.until <= self.now
        )
        late = before.state in ("asked", "offered") and before.until <= self.now and before.case.erase_at > self.now
        legal = self.fits(one, name) and (name == "withdraw" or not overdue or (late and name in BY_CASEWORKERS))
        legal = legal and self.in_time(one.referral, name)
        lost = name == "arrive" and not Hold.objects.live(self.now).filter(enquiry__referral=before).exists()
        try:
            act()
        except Illegal:
            assert not legal
        except sending.TooManyMessages:
            assert legal and name == "write"
        except calls.TooManyHolds:
            assert legal and name == "agree"
        except (NoRoom, placing.Gone) as error:
            assert legal and type(error) is {"choose": placing.Gone}.get(name, NoRoom)
        else:
            assert legal
            after = Referral.objects.filter(pk=before.pk).values_list("state", flat=True).first() or "withdrawn"
            assert after == self.expected(before, name, late)
            assert lost or all(now >= min(was, 0) for was, now in zip(free, self.free(), strict=True))
            return
        assert Referral.objects.filter(pk=before.pk, state=before.state, last_event_at=before.last_event_at).exists()
        assert free == self.free()

    def expected(self, before, name, late):
        """The state after a move. A no is the last of all, ends the last yes, or is one among others."""
        statuses = set(before.enquiries.values_list("status", flat=True))
        if name in NOS and statuses == {"refused"}:
            return "refused"
        if name in NOS and (late or (before.state == "offered" and "offered" not in statuses)):
            return "asked"
        return LEGAL[before.state][name]

    def ask(self, chance):
        soon, cased = chance.choice(["now", "days", "later"]), chance.random() < 0.5
        words, once = f"Şəhər {len(self.codes)}", str(len(self.codes)) * 24
        client = placing.Client(self.caseworker, self.pools[0].facility.organisation, "Nar") if cased else None
        places = [pool.facility for pool in self.pools]
        need = chance.choice(["emergency_shelter", "emergency_shelter", "legal_aid"])
        question = QUESTION | {"soon": soon, "avoid": words, "need": need}
        made, code = placing.ask(question, places, once=once, client=client, keep_days=chance.choice([None, 0, 5, 40]))
        self.codes[made.pk], self.case_of[made.pk] = (code, words), made.case_id
        self.services |= {made.pk} if need == "legal_aid" else set()

    @rule(seed=st.integers(0, 2**40))
    def anything(self, seed):
        """Mostly a move of somebody, else what happens meanwhile. One seed gives another thing at another step."""
        self.steps += 1
        chance = Random(seed + self.steps * 2**40)
        others = [self.walk_in, self.wait, self.purge, self.rotate, self.close_or_open] + [self.ask] * (
            len(self.codes) < 5
        )
        chance.choice([self.somebody] * 10 + others)(chance)

    def somebody(self, chance):
        """Makes a move on one place's part of a request; four times in five one that its state allows."""
        parts = list(Enquiry.objects.select_related("referral__case", "facility").order_by("pk"))
        wild = chance.random() < 0.2
        names = [name for name in WEIGHTS if wild or any(self.fits(one, name) for one in parts)]
        if names and parts:
            name, by = chance.choices(names, [WEIGHTS[name] for name in names])[0], chance.choice(ACTORS)
            may = [one for one in parts if self.fits(one, name) or (wild and (one.facility or name in ANYWHERE))]
            if may:
                one = chance.choice(may)
                self.move(one, name, getattr(self, name)(chance, one, by))

    def wait(self, chance):
        free = self.free()
        self.now += timedelta(hours=chance.choice(HOURS))
        self.clock.move_to(self.now)
        assert all(now >= was for was, now in zip(free, self.free(), strict=True))

    def rotate(self, _chance):
        assert retention.rotate().unreadable == 0

    def purge(self, _chance):
        before = {one.pk: one for one in Referral.objects.select_related("case")}
        retention.purge()
        left = {one.pk: one for one in Referral.objects.select_related("case")}
        for pk, was in before.items():
            lapsed = was.state in ("asked", "offered") and was.until <= self.now
            at_once = lapsed and was.case.keep_days == 0  # by her wish: what is over is not kept at all
            if was.case.erase_at <= self.now or at_once:
                assert pk not in left
            else:
                assert left[pk].state == ("expired" if lapsed else was.state)
        assert not Case.objects.due(self.now).exists()

    @invariant()
    def nothing_opens_that_must_not(self):
        for referral in Referral.objects.all():
            code, words = self.codes[referral.pk]
            open_to = contents.by_code(code) if code else None
            if referral.case.erase_at > self.now:
                assert contents.get(referral, "question")["avoid"] == words
                assert open_to == (referral if code and not self.stayed_long(referral) else None)
                self.check_messages(referral)
                continue
            assert open_to is None
            try:
                contents.key_of(referral.case)
                raise AssertionError("it opened")
            except sealing.Unreadable:
                pass
        self.check_erased()

    def stayed_long(self, referral):
        """The code must not say that she stays: it ends as after any other end."""
        return bool(referral.arrived_at) and self.now >= referral.arrived_at + timedelta(days=referral.case.keep_days)

    def check_messages(self, referral):
        key = contents.key_of(referral.case)
        for message in Message.objects.filter(enquiry__referral=referral):
            assert contents.text_of(message, key) == self.said[message.pk]

    def check_erased(self):
        """Of a case that is gone no code opens anything, and the trail keeps no details."""
        here = set(Referral.objects.values_list("pk", flat=True))
        gone = {pk for pk in self.codes if pk not in here}
        assert not any(self.codes[pk][0] and contents.by_code(self.codes[pk][0]) for pk in gone)
        assert not TrailPayload.objects.filter(subject__in=[contents.subject(self.case_of[pk]) for pk in gone]).exists()

    @invariant()
    def every_live_hold_is_for_somebody(self):
        for held in Hold.objects.live(timezone.now()).select_related("enquiry__referral"):
            assert held.enquiry.referral.state in ("offered", "chosen", "on_the_way"), held.enquiry.referral.state

    @invariant()
    def only_a_person_makes_a_count_fresh(self):
        assert dict(BedPool.objects.values_list("pk", "observed_at")) == self.looked

    @invariant()
    def at_most_two_offers_hold_beds(self):
        """Of those made here: a yes by telephone has a limit of its own, for each caseworker."""
        live = Hold.objects.live(timezone.now()).filter(enquiry__status="offered", enquiry__channel=Channel.HERE)
        held = list(live.values_list("enquiry__referral", flat=True))
        assert all(held.count(referral) <= placing.HOLDING for referral in held)

    @invariant()
    def nobody_looks_on_for_a_closed_case(self):
        assert not Referral.objects.exclude(case__closed_at=None).filter(state__in=("asked", "offered")).exists()

    @invariant()
    def at_most_one_is_chosen(self):
        for referral in Referral.objects.all():
            chosen = referral.enquiries.filter(status="chosen").count()
            assert chosen <= 1
            if referral.state in ("chosen", "on_the_way", "arrived", "left", "not_arrived"):
                assert chosen == 1 and not referral.enquiries.filter(status__in=["waiting", "offered"]).exists()

    @invariant()
    def the_trail_verifies(self):
        assert trail.verify() is None


@pytest.mark.long
class TestLiving(Living.TestCase, TestCase):  # type: ignore[misc, valid-type]
    settings = settings(  # type: ignore[assignment]
        max_examples=4 * TIMES, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
