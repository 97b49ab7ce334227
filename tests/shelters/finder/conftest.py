"""Who searches as staff."""

import pytest
from django.test import Client

from shelters.codes.staff import Role
from shelters.models import Organisation
from shelters.staff import team
from tests.support.people import sign_in


def member(role=Role.CASEWORKER, language="en"):
    own, _new = Organisation.objects.get_or_create(key="helpers", defaults={"type": "ngo", "name_az": "Kömək"})
    token = team.invite(role, None if role == Role.COORDINATOR else own, by=None)
    return team.join(token, username=f"{role}-{language}", password="a-long-password-1", language=language)


@pytest.fixture
def staff(client):
    """Sign somebody in; `client` stays anonymous."""

    def come(role=Role.CASEWORKER, language="en", **options):
        one = Client(SERVER_NAME="localhost", **options)
        sign_in(one, member(role, language))
        return one

    return come
