"""Passkeys, codes of an app and recovery codes: which opens what, and what becomes of them."""

import base64
import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from shelters.codes.staff import Role
from shelters.staff import team
from shelters.staff.allauth_internals import RecoveryCodes
from shelters.web import failures
from tests.support.people import PASSWORD, STAFF, codes_of_an_app, sign_in
from tests.support.people import aysel as person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_localhost")]


@pytest.mark.parametrize("path", STAFF[:-1])
@pytest.mark.parametrize("second", ["", "recovery_codes", "totp"])
def test_without_a_passkey_in_this_session_no_page_opens(client, path, second):
    sign_in(client, person(), second)
    response = client.get(path)
    assert response.status_code == 302 and response["Location"].startswith("/work/keys/")
    assert client.get("/work/keys/").status_code == 200


def test_an_app_is_enough_for_those_who_only_count(client):
    sign_in(client, person(Role.COUNTER), "totp")
    assert client.get("/work/").status_code == 200


def test_and_in_the_demo_for_everybody(client, settings):
    settings.DEMO = True
    sign_in(client, person(), "totp")
    assert client.get("/admin/").status_code == 200


def test_the_whole_way_with_codes_of_an_app(client):
    user = person(Role.COUNTER)
    code = codes_of_an_app(user)
    response = client.post("/work/sign-in/", {"login": "aysel", "password": PASSWORD})
    assert response["Location"] == "/work/keys/authenticate/"
    assert client.get("/work/").status_code == 302, "the password alone opens nothing"
    assert client.post("/work/keys/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/work/keys/authenticate/", {"code": code()})["Location"] == "/work/"
    assert client.get("/work/").status_code == 200
    assert {"__Host-session", "__Host-csrf"} >= set(client.cookies)


def test_secrets_are_sealed_in_the_database(client):
    user = person(Role.COUNTER)
    codes_of_an_app(user)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    stored = str(list(Authenticator.objects.values()))
    assert "gAAAA" in stored and not any(code in stored for code in codes)
    row = Authenticator.objects.get(type="totp")
    assert row.wrap().validate_code("123456") is False, "it can be read back"


def test_a_code_that_was_copied_leads_to_no_passkey(client):
    """Whoever has a passkey and signs in by an app's code may not make another passkey."""
    user = person()
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "mine"})
    sign_in(client, user, "totp")
    for path in ("/work/keys/", "/work/keys/webauthn/add/"):
        assert client.get(path)["Location"].startswith("/work/keys/webauthn/reauthenticate/"), path


def test_codes_of_an_app_are_for_who_only_counts(client):
    sign_in(client, person())
    assert client.get("/work/keys/totp/activate/").status_code == 403
    assert "Use codes of an app" not in client.get("/work/keys/").content.decode()
    counter = person(Role.COUNTER, name="sevda")
    sign_in(client, counter)
    assert client.get("/work/keys/totp/activate/").status_code in (200, 302)


def encoded(said):
    return base64.urlsafe_b64encode(said if isinstance(said, bytes) else json.dumps(said).encode()).decode().rstrip("=")


RESPONSE = {"clientDataJSON": encoded({}), "authenticatorData": "eA", "signature": "eA", "userHandle": "MQ"}
CREDENTIALS = [
    *("", "{}", "x", "[]", '"x"', '{"id": "eA"}', '{"id": "eA", "rawId": "eA", "response": {"userHandle": null}}'),
    json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": RESPONSE}),
    json.dumps({"id": "eA", "rawId": "eA", "response": RESPONSE | {"authenticatorData": encoded(b"\xff" * 60)}}),
    json.dumps({"id": "eA", "rawId": "eA", "response": RESPONSE | {"userHandle": encoded(10**30)}}),
    json.dumps({"id": "eA", "rawId": "eA", "response": RESPONSE | {"attestationObject": encoded(b"\xff" * 60)}}),
]


def team_link(user):
    """Signed in by a password typed just now: what makes a key opens."""
    return f"/work/join/{team.renew_keys(user, by=None)}/"


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_a_passkey_that_opens_nothing_is_told(client, credential):
    cache.clear()
    failures.forget()
    user = person()
    client.get("/work/keys/webauthn/login/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    page = client.post("/work/keys/webauthn/login/", {"credential": credential}, follow=True)
    assert page.redirect_chain == [("/work/sign-in/?passkey=no", 302)]
    assert "That passkey does not open this" in page.content.decode()
    assert "does not open this" not in client.get("/work/sign-in/").content.decode()
    client.post(team_link(user), {"password": PASSWORD})
    assert client.get("/work/keys/webauthn/add/").status_code == 200
    assert client.post("/work/keys/webauthn/add/", {"credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()


def test_whoever_makes_the_first_key_sees_the_recovery_codes_too(client):
    user = person(Role.COUNTER)
    sign_in(client, user, "")
    assert client.get("/work/keys/").status_code == 200
    codes_of_an_app(user)
    assert client.get("/work/keys/").status_code == 200, "in the session that made it"
    assert client.get("/work/").status_code == 302
    sign_in(client, user, "")
    assert client.get("/work/keys/").status_code == 302
