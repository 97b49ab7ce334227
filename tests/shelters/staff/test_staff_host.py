"""Staff pages have a host of their own, and passkeys belong to that host exactly."""

import base64
import json

import pytest
from allauth.core import context
from django.test import Client, RequestFactory

from shelters.keys import passkey_origin

pytestmark = pytest.mark.django_db
HOST = "localhost:8443"
ELSEWHERE = ("localhost", "localhost:8444", "127.0.0.1:8443", "example.localhost:8443")


@pytest.fixture
def staff_host(settings):
    settings.STAFF_HOST, settings.ALLOWED_HOSTS = HOST, ["*"]
    settings.PASSKEY_HOST, settings.PASSKEY_ORIGIN = "localhost", f"https://{HOST}"


def test_staff_pages_are_nowhere_else(staff_host, leyla):
    assert leyla.get("/work/", HTTP_HOST=HOST).status_code == 200
    for host in ELSEWHERE:
        nothing = Client().get("/work/nothing/", HTTP_HOST=host)
        for path in ("/work/", "/work/sign-in/", "/work/join/x/", "/admin/", "/work/keys/webauthn/login/"):
            for client in (leyla, Client()):
                response = client.get(path, HTTP_HOST=host)
                assert response.status_code == nothing.status_code == 404, (host, path)
                assert "__Host-session" not in response.cookies


def test_public_pages_stay_where_they_are(staff_host, directory):
    for host in (HOST, *ELSEWHERE):
        assert Client().get("/az/", HTTP_HOST=host).status_code == 200


def test_without_the_setting_every_host_has_them(leyla):
    assert leyla.get("/work/").status_code == 200


def credential(origin):
    said = base64.urlsafe_b64encode(json.dumps({"origin": origin}).encode()).decode().rstrip("=")
    return {"response": {"clientDataJSON": said}}


ORIGINS = [f"http://{HOST}", "https://localhost", f"https://a.{HOST}", f"https://{HOST}/", "https://evil.example", ""]


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_passkey_of_another_page_opens_nothing(staff_host, origin):
    """The library takes any page below the name, and over plain HTTP any page at all."""
    with context.request_context(RequestFactory().get("/", HTTP_HOST="evil.example")):
        passkey_origin.check(credential(f"https://{HOST}"))
        with pytest.raises(ValueError, match="another page"):
            passkey_origin.check(credential(origin))


def test_without_the_setting_it_is_the_host_of_the_request(rf):
    with context.request_context(RequestFactory().get("/", HTTP_HOST="localhost:8000")):
        passkey_origin.check(credential("http://localhost:8000"))
        with pytest.raises(ValueError, match="another page"):
            passkey_origin.check(credential("http://other.localhost:8000"))


@pytest.mark.usefixtures("staff_host")
def test_the_name_of_passkeys_is_the_staff_hosts(client, settings):
    settings.PASSKEY_HOST = "staff.example.org"
    asked = client.get("/work/keys/webauthn/login/", HTTP_HOST=HOST, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert asked.json()["request_options"]["publicKey"]["rpId"] == "staff.example.org"
