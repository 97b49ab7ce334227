"""People, houses and a question for the tests of referrals."""

from typing import Any

import pytest

from referrals.models import Referral
from referrals.workflow import placing
from shelters.codes.staff import Role
from shelters.models import BedPool, Organisation
from tests.support import make, people
from tests.support.referrals import QUESTION, two_pools


@pytest.fixture
def ngo(db: None) -> Organisation:
    return Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")


@pytest.fixture
def sevda(ngo: Organisation) -> Any:
    """A caseworker."""
    return people.signed_in(people.person(Role.CASEWORKER, ngo, "sevda"))


@pytest.fixture
def aynur(db: None) -> Any:
    """One of another organisation."""
    there = Organisation.objects.create(key="there", type="ngo", name_az="Başqa")
    return people.signed_in(people.person(Role.CASEWORKER, there, "aynur"))


@pytest.fixture
def answering(db: None) -> list[BedPool]:
    """Two houses that take questions, with a host who answers."""
    houses = [make.facility(name_en=f"House {n}", takes_questions=True) for n in (1, 2)]
    people.person(Role.HOST, houses[0].organisation, "host")
    return two_pools(*houses)


@pytest.fixture
def referral(sevda: Any, ngo: Organisation, pools: list[BedPool]) -> Referral:
    """A question that sevda put to both houses."""
    client = placing.Client(sevda.user, ngo, "Qaranquş")
    return placing.ask(QUESTION, [pool.facility for pool in pools], once="c" * 24, client=client)[0]
