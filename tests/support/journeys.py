"""Many people's journeys at once, through the functions of the workflow, and what is true of each."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import time_machine

from referrals.codes import DeclineReason, EndedBy, ExitReason
from referrals.models import Referral
from referrals.vault import contents
from referrals.workflow import cases, placing, retention, stay, transitions
from referrals.workflow.transitions import Illegal
from referrals.workflow.triage import coarse
from shelters.audit.trail import Actor
from shelters.beds import counting
from shelters.beds.counting import CountedBy, Nonsense
from shelters.beds.holds import NoRoom
from shelters.codes.staff import CountRoute, Role
from shelters.models import BedPool, Organisation, Place, Rayon, User
from shelters.staff import sign_in_log
from tests.support import make, people
from tests.support.referrals import QUESTION

BEGIN, DAYS = datetime(2026, 3, 2, tzinfo=UTC), 20
TOWNS = ("Gəncə", "Şəki", "Lənkəran", "Quba", "Naxçıvan", "Bakı")


@dataclass
class House:
    """A house with its host."""

    pool: BedPool
    host: Actor
    user: User

    def sign_in(self) -> None:
        """As the host does before each act at the house."""
        sign_in_log.signed_in(self.user, _now())


def houses(number: int) -> list[House]:
    made = []
    for nth in range(number):
        organisation = Organisation.objects.create(key=f"house-{nth}", type="ngo", name_az=f"Ev {nth}")
        town = Place.objects.filter(name_az=TOWNS[nth % len(TOWNS)]).order_by("-population").first()
        place = make.facility(town, organisation=organisation, takes_questions=True)
        pool = BedPool.objects.create(facility=place, name_az="Otaq", capacity=90, occupied=20)
        user = people.person(Role.HOST, organisation, f"host-{nth}")
        made.append(House(pool, Actor("user", user.pk), user))
    return made


def play(number: int, seed: int) -> list[dict[str, Any]]:
    """Play them in the order of time, and erase them all. Returns the truth of each person."""
    chance, known, truth = Random(seed), houses(8), []
    rayons = list(Rayon.objects.exclude(centre=None).values_list("code", flat=True))
    events: list[tuple[datetime, int, Callable[[], object]]] = []
    plans = []
    for nth in range(number):
        person: dict[str, Any] = {"nth": nth}
        truth.append(person)
        plans.append((BEGIN + timedelta(days=DAYS) * chance.random(), _journey(person, known, rayons, chance)))
    plans += [(BEGIN + timedelta(days=DAYS) * chance.random(), _count(known, chance)) for _nth in range(number)]
    for order, (at, steps) in enumerate(plans):
        heapq.heappush(events, (at, order, steps.__next__))
    with time_machine.travel(BEGIN, tick=False) as clock:
        while events:
            at, order, step = heapq.heappop(events)
            clock.move_to(at)
            try:
                heapq.heappush(events, (at + step(), order, step))
            except (StopIteration, Illegal, NoRoom, Nonsense, placing.Gone, Referral.DoesNotExist):
                continue
        for days in (1, 2, 45):
            clock.move_to(BEGIN + timedelta(days=DAYS + 5 + days))
            retention.purge()
    return truth


def _count(known: list[House], chance: Random) -> Iterator[timedelta]:
    """Somebody walks in or leaves, and a host counts."""
    house = chance.choice(known)
    house.sign_in()
    counting.step(house.pool, by=CountedBy(house.host, CountRoute.PAGE), occupied=chance.choice([-3, -2, -1, 1, 2, 3]))
    yield timedelta(0)


def _journey(person: dict[str, Any], known: list[House], rayons: list[str], chance: Random) -> Iterator[timedelta]:
    children, who = chance.choice([(0, "woman"), (1, "woman_with_children"), (2, "woman_with_children"), (0, "man")])
    question: Any = QUESTION | {"rayon": chance.choice(rayons), "who": [who], "children": {"3-6": children}}
    question |= {"adults": chance.choice([1, 1, 2]), "soon": "now"}
    house, other = chance.sample(known, 2)
    person |= {"rayon": question["rayon"], "group": str(coarse(question)), "party": question["adults"] + children}
    places = [house.pool.facility, other.pool.facility]
    referral, _code = placing.ask(question, places, once=f"{person['nth']}".rjust(24, "j"))
    ask, second = (referral.enquiries.get(facility=place) for place in places)
    yield _minutes(chance, 10, 90)
    house.sign_in()
    contents.note_reading(referral.case, "question", house.host)
    placing.offer(ask, house.pool, person["party"], until=None, arrival=None, words="", by=house.host)
    yield _minutes(chance, 1, 20)
    reason = chance.choice(list(DeclineReason))
    placing.refuse(second, reason, by=other.host)
    person["reason"] = str(reason)
    yield _minutes(chance, 1, 8)
    placing.choose(ask, by=transitions.HER)
    yield _minutes(chance, 60, 240)
    house.sign_in()
    stay.arrive(referral, by=house.host)
    person |= {"house": house.pool.facility_id, "hour": _now().replace(minute=0, second=0, microsecond=0)}
    yield _minutes(chance, 600, 6000)
    stay.leave(Referral.objects.get(pk=referral.pk), ExitReason.OWN_WISH, EndedBy.SURVIVOR, by=house.host)
    yield _minutes(chance, 1, 600)
    if chance.random() < 0.5:
        cases.withdraw(referral.case, by=transitions.HER)


def _minutes(chance: Random, least: int, most: int) -> timedelta:
    return timedelta(minutes=chance.uniform(least, most))


def _now() -> datetime:
    return datetime.now(UTC)
