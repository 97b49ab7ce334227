"""Recovery codes are for who only counts beds: who reads cases or coordinates has two passkeys."""

import pytest
from allauth.mfa.models import Authenticator

from shelters.codes.staff import Role
from shelters.staff.allauth_internals import RecoveryCodes
from tests.support import passkey
from tests.support.people import PASSWORD, bind, codes_of_an_app, sign_in
from tests.support.people import aysel as person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_localhost")]
PAGES = ("/work/keys/recovery-codes/", "/work/keys/recovery-codes/generate/", "/work/keys/recovery-codes/download/")
WITH_CASES = [Role.HOST, Role.CASEWORKER, Role.COORDINATOR]


@pytest.mark.parametrize("role", WITH_CASES)
def test_a_password_and_a_recovery_code_make_no_key(client, role):
    """The thief's way: a code of the paper, then a passkey of their own."""
    user = person(role)
    sign_in(client, user, "")
    passkey.make(client)
    assert not Authenticator.objects.filter(type="recovery_codes").exists(), "none are made"
    paper = RecoveryCodes.activate(user)
    bind(paper.instance)
    code = paper.get_unused_codes()[0]  # from before
    client.logout()
    client.post("/work/sign-in/", {"login": "aysel", "password": PASSWORD})
    assert "Location" not in client.post("/work/keys/authenticate/", {"code": code}).headers
    assert client.get("/work/keys/webauthn/add/").status_code == 302
    sign_in(client, user, "recovery_codes")
    assert client.get("/work/keys/webauthn/add/")["Location"].startswith("/work/keys/webauthn/reauthenticate/")


@pytest.mark.parametrize("role", WITH_CASES)
def test_their_pages_are_gone(client, role):
    sign_in(client, person(role))
    assert [client.get(path).status_code for path in PAGES] == [404, 404, 404]
    assert "Make two, on two devices" in client.get("/work/keys/").content.decode()


def test_who_counts_comes_back_by_one(client):
    user = person(Role.COUNTER)
    codes_of_an_app(user)
    paper = RecoveryCodes.activate(user)
    bind(paper.instance)
    code = paper.get_unused_codes()[0]
    client.post("/work/sign-in/", {"login": "aysel", "password": PASSWORD})
    assert client.post("/work/keys/authenticate/", {"code": code}).status_code == 302
    assert client.get("/work/").status_code == 302
    assert client.get("/work/keys/webauthn/add/").status_code == 200
    assert client.get(PAGES[0]).status_code == 200
    client.logout()
    client.post("/work/sign-in/", {"login": "aysel", "password": PASSWORD})
    assert client.post("/work/keys/authenticate/", {"code": code}).status_code == 200, "each opens once"


def test_a_code_of_an_app_opens_once_over_all_workers(client, settings):
    """Each worker remembered used codes in its own memory, for half a minute."""
    user = person(Role.COUNTER)
    code = codes_of_an_app(user)()
    for opened in (True, False, False):
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        client.logout()
        client.post("/work/sign-in/", {"login": "aysel", "password": PASSWORD})
        assert (client.post("/work/keys/authenticate/", {"code": code}).status_code == 302) == opened
