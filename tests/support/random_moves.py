"""What people do in the random walk: each move takes dice, a place's part of a request, and who makes it."""

from datetime import timedelta

from referrals.codes import CaseOutcome, Channel, ConsentMethod, DeclineReason, EndedBy, EnquiryStatus, ExitReason
from referrals.models import Case, Message
from referrals.vault import contents
from referrals.workflow import appointments, calls, cases, placing, stay, transitions
from referrals.workflow.appointments import Appointment
from referrals.workflow.transitions import COMING, LOOKING
from shelters.audit.trail import Actor
from shelters.beds import counting
from shelters.beds.counting import CountedBy, Nonsense
from shelters.codes.staff import CountRoute
from shelters.models import Hold

NOT_LISTED = "Klinika"


class RandomMoves:
    """A move returns a function that makes it. The walk says what should come of it."""

    def offer(self, chance, one, by):
        pool = one.facility.pools.get()
        number, hours = chance.choice([1, 1, 1, 2, 3, 0]), chance.choice([None, 1, 30, 60])
        until = self.now + timedelta(hours=hours) if hours else None
        return lambda: placing.offer(one, pool, number, until=until, arrival=None, words="", by=by)

    def refuse(self, chance, one, by):
        return lambda: placing.refuse(one, DeclineReason.FULL, by=by)

    def write(self, chance, one, by):
        words, from_house = chance.choice(["", "Gəlin", "Придите 🙂\n" * 40]), by != transitions.HER

        def act():
            self.said[placing.write(one, words, from_house=from_house, by=by).pk] = words

        return act

    def choose(self, chance, one, by):
        choose = placing.choose if one.channel == Channel.HERE else calls.take
        return lambda: choose(one, by=by)

    def leave_contact(self, chance, one, by):
        contact = chance.choice([None, {"way": "voice", "word": "Nar"}])
        return lambda: stay.leave_contact(one.referral, contact, how=ConsentMethod.SCREEN, by=by)

    def set_out(self, chance, one, by):
        return lambda: stay.set_out(one.referral, by=by)

    def arrive(self, chance, one, by):
        return lambda: stay.arrive(one.referral, by=by)

    def await_again(self, chance, one, by):
        return lambda: stay.await_again(one.referral, by=by)

    def ask_after(self, chance, one, by):
        def act():
            stay.ask_after(one.referral, by=by)
            message = Message.objects.filter(enquiry__referral=one.referral).exclude(pk__in=self.said).get()
            self.said[message.pk] = contents.text_of(message, contents.key_of(one.referral.case))

        return act

    def not_arrive(self, chance, one, by):
        return lambda: stay.not_arrive(one.referral, by=by)

    def move_arrival(self, chance, one, by):
        arrival = self.now + timedelta(hours=chance.randint(1, 40))
        return lambda: stay.move_arrival(one.referral, arrival, by=by)

    def leave(self, chance, one, by):
        return lambda: stay.leave(one.referral, ExitReason.RULES, EndedBy.SHELTER, by=by)

    def call(self, chance, one, by):
        status, place = chance.choice([EnquiryStatus.NOT_REACHED, EnquiryStatus.CALL_BACK]), self.place(chance, one)
        return lambda: self.log(one, place, calls.PlaceAnswer(status, again_at=self.now + timedelta(hours=2)), by)

    def say_no(self, chance, one, by):
        place = self.place(chance, one)
        return lambda: self.log(one, place, calls.PlaceAnswer(EnquiryStatus.REFUSED, reason=DeclineReason.FULL), by)

    def not_so(self, chance, one, by):
        return lambda: calls.not_so(one, by=by)

    def come(self, chance, one, by):
        when = chance.choice([None, self.now + timedelta(hours=chance.choice([1, 5, 30]))])

        def act():
            self.moments[one.pk] = appointments.come(one, Appointment(when), words="", by=by) and when

        return act

    def agree(self, chance, one, by):
        """Where a service is asked for, or the place is not listed, no bed is held."""
        place = self.place(chance, one)
        without = one.referral_id in self.services or place == NOT_LISTED
        pool, beds = (None, 0) if without else (one.facility.pools.get(), chance.choice([1, 1, 2]))
        when = self.now + timedelta(hours=chance.choice([1, 5, 30]))
        return lambda: self.log(
            one, place, calls.PlaceAnswer(EnquiryStatus.OFFERED, when=when, pool=pool, beds=beds), by
        )

    def place(self, chance, one):
        """Now and then a place that is not listed."""
        return one.facility if one.facility and chance.random() < 0.8 else NOT_LISTED

    def log(self, one, place, answer, by):
        calls.log(one.referral, place, Channel.PHONE, answer, caseworker=self.caseworker, by=by)

    def drop(self, chance, one, by):
        return lambda: cases.drop(one.referral, by=by)

    def close_or_open(self, chance):
        """A caseworker closes a case, or opens a closed case again."""
        open_to = Case.objects.readable(self.now).exclude(organisation=None).order_by("pk")
        if not (case := chance.choice([None, *open_to])):
            return
        if case.closed_at:
            cases.reopen(case, by=Actor("user", 1))
            return
        cases.finish(case, chance.choice(CaseOutcome.values), by=Actor("user", 1))
        held = Hold.objects.live(self.now).filter(enquiry__referral__case=case)
        assert not held.exists() and not case.referrals.filter(state__in=(*LOOKING, *COMING)).exists()

    def withdraw(self, chance, one, by):
        return lambda: cases.withdraw(one.referral.case, by=by)

    def walk_in(self, chance):
        more, pool = chance.choice([1, 1, -1]), chance.choice(self.pools)
        change = chance.choice([self.count, self.came])
        try:
            change(pool, more, CountedBy(Actor("user", 1), CountRoute.PAGE))
        except Nonsense:
            assert more < 0

    def count(self, pool, more, by):
        counting.step(pool, by=by, occupied=more)
        self.looked[pool.pk] = self.now

    def came(self, pool, more, by):
        counting.move(pool, more, by=by)
