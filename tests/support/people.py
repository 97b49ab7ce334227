"""Staff for tests, each with a client of their own."""

import io
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from shelters.codes.staff import Role
from shelters.keys import passkeys
from shelters.models import User
from shelters.staff import team
from shelters.staff.allauth_internals import totp
from tests.support import make

PASSWORD = "a-long-password-1"
STAFF = ["/work/", "/work/people/", "/admin/", "/admin/shelters/facility/", "/admin/login/", "/work/keys/"]


def sign_in(client: Any, user: Any, second: str = "webauthn", key: Any = None) -> None:
    """Sign a test's client in, as if the second factor had been shown in this session just now. `key`: which."""
    client.logout()
    client.force_login(user, backend="shelters.staff.allauth_adapters.StaffBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    proof = {"method": "mfa", "type": second, "at": time.time(), "id": key and key.pk}
    session["account_authentication_methods"] = [proof] if second else []
    session.save()


def person(role: Role, organisation: Any = None, name: str = "sevda", language: str = "en") -> User:
    """A person who joined by a link of the console, before whatever the test asks."""
    token = team.invite(role, organisation, by=None)
    user = team.join(token, username=name, password=PASSWORD, language=language)
    change(user, awake_at=timezone.now() - timedelta(days=400))
    return user


def change(user: User, **fields: Any) -> None:
    """Change what gives an account power as the project would, with its bond."""
    for name, value in fields.items():
        setattr(user, name, value)
    with user.power_changes(trusted=True):
        user.save(update_fields=list(fields))


def sign_in_with_key(client: Any, age: timedelta) -> None:
    """Sign a test's client in anew, with a passkey that was made so long ago."""
    with time_machine.travel(timezone.now() - age, tick=False):
        make_keys(client.user, 1)
    sign_in(client, client.user, key=Authenticator.objects.filter(user=client.user).latest("pk"))


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
    bind(totp.TOTP.activate(user, secret).instance)

    def code() -> str:
        counter = next(iter(totp.yield_hotp_counters_from_time()))
        return totp.format_hotp_value(totp.hotp_value(secret, counter))

    return code


def bind(key: Authenticator) -> None:
    """As if the key was made here."""
    passkeys.bind(key)
    key.save()


def make_keys(user: Any, count: int = 2) -> None:
    """As if the person had made passkeys, on so many devices."""
    for number in range(count):
        Authenticator.objects.create(user=user, type="webauthn", data={"name": str(number)})


def invited(by: Any, role: Role, organisation: Any = None, name: str = "newcomer") -> Any:
    """Somebody whom a coordinator's client invites alone, who comes in by the link and makes two passkeys."""
    page = by.post("/work/people/invite/", {"role": role.value, "organisation": organisation.pk})
    return come_in(page, name)


def link_in(page: Any) -> str:
    """The link that a page shows once."""
    return re.search(r"/work/join/[\w-]+/", page.content.decode()).group()


def come_in(page: Any, name: str = "newcomer") -> Any:
    """Somebody who opens the link that a page shows, chooses a name, and makes two passkeys."""
    client: Any = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")
    assert client.post(link_in(page), {"username": name, "password": PASSWORD}).status_code == 302
    client.user = User.objects.get(username=name)
    make_keys(client.user)
    sign_in(client, client.user)
    return client


def digits_of(client: Any) -> str:
    """The digits that a sleeping account reads on its page, or ""."""
    found = re.search(r'class="digits">([\d ]+)<', client.get("/work/nearly-in/").content.decode())
    return found.group(1) if found else ""


def type_digits(client: Any, newcomer: Any, digits: str) -> Any:
    """Somebody types the digits that they heard."""
    waking = newcomer.user.wakings.first()
    return client.post(f"/work/joining/{waking.public_id}/digits/", {"digits": digits})


def renewed_at_the_console(name: str) -> Any:
    """Somebody who lost the keys, and got a link from the console."""
    out = io.StringIO()
    call_command("person", name, "--renew-keys", stdout=out)
    client: Any = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.post("/" + out.getvalue().strip().split("/", 3)[3], {"password": PASSWORD})
    client.user = User.objects.get(username=name)
    make_keys(client.user)
    sign_in(client, client.user)
    return client
