"""Nothing hidden may change one byte of an anonymous answer, nor of any sweep of answers."""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import zip_longest

import pytest
import time_machine

from shelters.audit.trail import Actor
from shelters.beds import counting, holds
from shelters.beds.counting import CountedBy
from shelters.codes.public import GROUP_CODES, SERVICE_CODES, Verdict, Visibility
from shelters.codes.staff import CountRoute, Role
from shelters.hours.clock import BAKU
from shelters.models import AdmissionRule, BedPool, Facility, Phone, Place, Rayon
from shelters.published.refresh import refresh
from tests.support import make, people

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LANGUAGES = ("az", "ru", "en")
NOW = datetime(2026, 3, 20, 17, 30, tzinfo=BAKU)
BY = CountedBy(Actor("feed", 1), CountRoute.FEED)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def one_moment():
    """What is open changes with time: here it stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def country(directory, one_moment):
    """The real directory, and facilities with rules of every visibility."""
    dice = random.Random(1)
    towns = list(Place.objects.filter(population__gte=Place.HIDES_FROM))
    for _number in range(12):
        rules = {
            group: {
                "verdict": dice.choice(Verdict.values),
                "visible_to": dice.choice(Visibility.values),
            }
            for group in dice.sample(GROUP_CODES, 8)
        }
        phones = [{"number": f"10{dice.randrange(10, 99)}", "visible_to": v} for v in Visibility.values]
        hours = dice.choice([{}, "always", "mon-fri 09:00-18:00, sat-sun closed, holidays closed"])
        services = [*dice.sample(SERVICE_CODES, 4), "emergency_shelter"]
        made = make.facility(
            dice.choice(towns),
            rules=rules,
            phones=phones,
            services=set(services),
            hours=hours,
            public_rooms=dice.random() < 0.5,
            takes_questions=dice.random() < 0.5,
        )
        with time_machine.travel(NOW - timedelta(hours=6), tick=False):
            pool = BedPool.objects.create(facility=made, name_az="Otaqlar", capacity=dice.randrange(1, 9))
            counting.step(pool, by=BY, occupied=dice.randrange(0, pool.capacity + 1))


@pytest.fixture
def sweep(client):
    """Anonymous answers: every group, every rayon, JSON and HTML, three languages."""

    def ask() -> Iterator[bytes]:
        rayons = list(Rayon.objects.order_by("code").values_list("code", flat=True))
        wishes = [("AZ-GA", [group]) for group in GROUP_CODES] + [(rayon, []) for rayon in rayons]
        for language in LANGUAGES:
            yield client.get(f"/{language}/").content
            for rayon, who in wishes:
                body = {"rayon": rayon, "who": who, "lang": language, "limit": 50}
                yield client.post("/api/v1/near/", body, content_type="application/json").content
                form = f"rayon={rayon}" + "".join(f"&who={group}" for group in who)
                yield client.post(f"/{language}/near/", form, content_type=FORM).content
            # What comes of hours is swept in one language, and looked at in the others.
            for rayon in rayons if language == "az" else rayons[::20]:
                hours = {"rayon": rayon, "date": "2026-03-20", "minor": len(rayon) % 2 == 0, "lang": language}
                yield client.post("/api/v1/hours/", hours, content_type="application/json").content
                opened = {"rayon": rayon, "open_now": True, "lang": language}
                yield client.post("/api/v1/near/", opened, content_type="application/json").content
            for rayon in rayons[::20]:
                yield client.post(f"/{language}/hours/", f"rayon={rayon}&date=2026-03-20", content_type=FORM).content
            for one in Facility.objects.order_by("key").values_list("public_id", flat=True):
                yield client.post(f"/{language}/site/", f"id={one}", content_type=FORM).content

    return ask


def change_a_count(dice: random.Random) -> None:
    """What shelters count between two snapshots, whether they opted in or not."""
    pool = dice.choice(list(BedPool.objects.all()))
    match dice.randrange(3):
        case 0:
            counting.step(pool, by=BY, occupied=dice.randrange(0, 4))
        case 1:
            counting.confirm(pool.facility, by=BY, seen={pool.pk: pool.version})
        case 2:
            with suppress(holds.NoRoom):
                holds.hold(pool, 1, until=None, by=BY)


def change_something_hidden(dice: random.Random) -> None:
    """One change of what only caseworkers see, through the same write path as any other."""
    facility = dice.choice(list(Facility.objects.all()))
    match dice.randrange(6):
        case 0:
            rule = facility.rules.filter(visible_to=Visibility.CASEWORKERS).first()
            if rule:
                rule.verdict, rule.condition_az = dice.choice(Verdict.values), str(dice.random())
                rule.save()
        case 1:
            stated = facility.rules.values_list("group", flat=True)
            group = dice.choice([group for group in GROUP_CODES if group not in stated])
            verdict, seen_by = dice.choice(Verdict.values), Visibility.CASEWORKERS
            AdmissionRule.objects.create(
                facility=facility, group=group, verdict=verdict, visible_to=seen_by, source="test"
            )
        case 2:
            facility.notes = f"note {dice.random()}"
            facility.save()
        case 3:
            number = f"2{dice.randrange(100, 99999)}"
            Phone.objects.get_or_create(
                facility=facility, number=number, visible_to=Visibility.CASEWORKERS, source="test"
            )
        case 4:
            Phone.objects.filter(facility=facility, visible_to=Visibility.CASEWORKERS).delete()
        case 5:
            people.person(Role.HOST, facility.organisation, name=f"staff-{dice.random()}")
    change_a_count(dice)
    refresh([facility.pk])


def test_a_hundred_hidden_changes_change_no_byte_and_a_public_one_shows(country, sweep):
    """Without the public change, the same sweep could not fail."""
    before = list(sweep())
    dice = random.Random(2)
    for _time in range(100):
        change_something_hidden(dice)
    assert list(sweep()) == before
    facility = make.facility(Place.objects.get(name_az="Gəncə"), rules={"woman": "yes"})
    facility.rules.update(verdict="no")
    refresh([facility.pk])
    assert any(now != then for now, then in zip_longest(sweep(), before))
