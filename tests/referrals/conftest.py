"""People for the tests of referrals."""

from typing import Any

import pytest

from shelters.codes.staff import Role
from shelters.models import Organisation
from tests.support import people


@pytest.fixture
def ngo(db: None) -> Organisation:
    return Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")


@pytest.fixture
def sevda(ngo: Organisation) -> Any:
    """A caseworker."""
    return people.signed_in(people.person(Role.CASEWORKER, ngo, "sevda"))
