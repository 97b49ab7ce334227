"""What staff's devices give away is kept nowhere: no address, no user agent, no password, no second factor."""

import logging

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client

from shelters.codes.staff import Role
from shelters.staff.allauth_internals import totp
from tests.support import sessions
from tests.support.people import PASSWORD, bind, person

pytestmark = pytest.mark.django_db
ADDRESS, AGENT = "192.0.2.77", "Marked-Agent/1.0"


def everything_stored():
    """Every value of every table as text; sessions as they read once opened."""
    rows = [row for model in apps.get_models() for row in model._base_manager.values_list()]
    return (
        str(rows)
        + str(sessions.WRITTEN)
        + str(getattr(cache, "_cache", ""))
        + "".join(str(m.body) for m in mail.outbox)
    )


def test_of_a_whole_sign_in_nothing_stays(house, caplog):
    caplog.set_level(logging.DEBUG)
    user = person(Role.COUNTER, house.organisation)
    secret = totp.generate_totp_secret()
    bind(totp.TOTP.activate(user, secret).instance)
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_X_FORWARDED_FOR=ADDRESS)
    client.post("/work/sign-in/", {"login": "sevda", "password": "a-wrong-password"})
    assert client.post("/work/sign-in/", {"login": "sevda", "password": PASSWORD}).status_code == 302
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post("/work/keys/authenticate/", {"code": code}).status_code == 302
    assert client.get("/work/").status_code == 200
    client.post("/work/sign-in/", {"login": "\x00", "password": PASSWORD})
    kept = everything_stored() + caplog.text
    assert "sevda" in kept and Authenticator.objects.get().type == "totp"
    for mark in (ADDRESS, AGENT, PASSWORD, "a-wrong-password", secret):
        assert mark not in kept, mark
