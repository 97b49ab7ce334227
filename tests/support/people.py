"""Staff for tests, each with a client of their own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.models import User
from shelters.staff import team
from shelters.staff.allauth_internals import totp
from tests.support import make

PASSWORD = "a-long-password-1"
STAFF = ["/work/", "/work/people/", "/admin/", "/admin/shelters/facility/", "/admin/login/", "/work/keys/"]


def sign_in(client: Any, user: Any, second: str = "webauthn") -> None:
    """Sign a test's client in, as if the second factor had been shown in this session."""
    client.logout()
    client.force_login(user, backend="shelters.staff.allauth_adapters.StaffBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "type": second, "at": 0}] if second else []
    session.save()


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


def aysel(role: Role = Role.COORDINATOR, organisation: Any = None, name: str = "aysel") -> Any:
    """Somebody who came in by invitation, of a house of their own."""
    organisation = None if role == Role.COORDINATOR else organisation or make.facility().organisation
    return person(role, organisation, name)


def codes_of_an_app(user: Any) -> Callable[[], str]:
    """Give a person codes of an app; a function that tells the code of the moment."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)

    def code() -> str:
        counter = next(iter(totp.yield_hotp_counters_from_time()))
        return totp.format_hotp_value(totp.hotp_value(secret, counter))

    return code
