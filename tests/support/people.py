"""Staff for tests, each with a client of their own."""

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import User
from shelters.staff import team
from tests.conftest import sign_in

PASSWORD = "a-long-password-1"


def person(role: Role, organisation: Any = None, name: str = "sevda", language: str = "en") -> User:
    """A person who joined by invitation."""
    token = team.invite(role, organisation, by=None)
    return team.join(token, username=name, password=PASSWORD, language=language)


def signed_in(user: User, second: str = "webauthn") -> Any:
    client: Any = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")
    sign_in(client, user, second)
    client.user = user
    return client


def coordinator(name: str, since: timedelta = timedelta(days=10)) -> Any:
    """A coordinator who joined some time ago."""
    with time_machine.travel(timezone.now() - since):
        user = person(Role.COORDINATOR, name=name)
    return signed_in(user)
