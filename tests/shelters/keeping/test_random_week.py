"""A random week at the desk: each change is read back in "who did what", and nothing sealed or personal is there."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.codes.staff import LetterKind, Role
from shelters.desk import letters
from shelters.models import Facility, Letter, Organisation
from tests.support import make, people
from tests.support.desk_week import Week
from tests.support.pages import text_of
from tests.support.soak import TIMES

pytestmark = pytest.mark.django_db
MOVES = 12  # of a week in the suite
# A letter, a password, a host's name, and what a hidden place has.
NEVER = ("Gizli məktub", people.PASSWORD, "aygun", "Gizli qeyd")


@pytest.mark.parametrize("seed", range(TIMES))
def test_every_change_of_a_random_week_is_read_back(leyla, nigar, house, seed):
    rng = random.Random(seed)
    host = people.signed_in(people.person(Role.HOST, house.organisation, "aygun"))
    Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")
    other = make.facility(house.place, name_en="Hidden house", notes="Gizli qeyd", confidential=True)
    make.facility(house.place, name_en="A third")
    letters.put(next(iter(LetterKind)), "Gizli məktub", timezone.now())
    week = Week(leyla, nigar, host, house, rng)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _move in range(MOVES):
            clock.shift(timedelta(hours=rng.randrange(1, 20)))
            week.move()
    assert week.changes >= MOVES // 3, week.played
    assert Facility.objects.filter(pk=other.pk).exists() and Letter.objects.count() <= 1
    said = text_of(nigar.get("/work/done/")) + text_of(leyla.get("/work/done/?about=exports"))
    assert [one for one in NEVER if one in said] == []
