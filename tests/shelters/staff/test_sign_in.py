"""Staff come in by invitation and beyond a password, or not at all."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from shelters.audit import trail
from shelters.codes.staff import Role
from shelters.models import Invitation, RoleGrant, TrailEntry, User
from tests.support import make
from tests.support.people import PASSWORD, STAFF, codes_of_an_app, sign_in
from tests.support.people import aysel as person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_localhost")]


@pytest.mark.parametrize("path", STAFF)
def test_signed_out_leads_to_the_sign_in(client, path):
    response = client.get(path)
    assert response.status_code == 302 and response["Location"].startswith("/work/sign-in/")


@pytest.mark.parametrize("path", ["/work/no/sign-up/", "/work/no/password/", "/accounts/signup/", "/work/signup/"])
def test_nobody_signs_up_alone(client, path):
    assert client.get(path).status_code in (302, 404)
    assert client.post(path, {"username": "x", "password1": PASSWORD}).status_code in (302, 404, 415)
    assert not User.objects.exists()


def test_an_invitation_makes_one_account_once(client):
    link = invited(client)
    page = client.get(link)
    assert page.status_code == 200
    assert client.post(link, {"username": "Leyla", "password": "short"}).status_code == 400
    assert client.post(link, {"username": "Leyla", "password": PASSWORD})["Location"] == "/work/keys/webauthn/add/"
    user = User.objects.get(username="leyla")
    assert user.roles == {Role.COORDINATOR} and user.is_staff and not user.is_superuser
    assert user.password.startswith(("argon2$", "md5$"))
    assert client.get("/admin/").status_code == 302, "no second factor yet"
    assert client.get(link).status_code == 410
    assert client.post(link, {"username": "other", "password": PASSWORD}).status_code == 410
    assert User.objects.count() == 1
    assert "leyla" not in str(list(TrailEntry.objects.values())).lower() and trail.verify() is None


def invited(client, capsys=None):
    import io

    out = io.StringIO()
    call_command("create_coordinator", stdout=out)
    return re.search(r"/work/join/[\w-]+/", out.getvalue()).group()


def test_an_invitation_is_over_after_three_days_and_kept_as_a_hash(client):
    link = invited(client)
    token = link.split("/")[-2]
    assert token not in str(list(Invitation.objects.values()))
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert client.get(link).status_code == 410


def test_a_coordinator_invites_and_nobody_else(client):
    organisation = make.facility().organisation
    fields = {"role": "counter", "organisation": organisation.pk}
    sign_in(client, person(Role.HOST, organisation, "host"))
    assert client.get("/work/people/").status_code == 403
    assert client.post("/work/people/invite/", fields).status_code == 403
    assert client.get("/admin/").status_code == 403
    sign_in(client, person())
    assert client.post("/work/people/invite/", {"role": "counter"}).status_code == 400
    page = client.post("/work/people/invite/", fields).content.decode()
    link = re.search(r"/work/join/[\w-]+/", page).group()
    client.logout()
    client.post(link, {"username": "sevda", "password": PASSWORD})
    assert RoleGrant.objects.get(user__username="sevda").role == Role.COUNTER


def test_sessions_end_after_rest_and_after_twelve_hours(client):
    now = timezone.now()
    for role, name, rest in ((Role.COORDINATOR, "aysel", 31), (Role.COUNTER, "sevda", 13 * 60)):
        with time_machine.travel(now, tick=False) as clock:
            sign_in(client, person(role, name=name), "webauthn")
            assert client.get("/work/").status_code == 200
            clock.shift(timedelta(minutes=rest - 2 if rest < 60 else 11 * 60))
            assert client.get("/work/").status_code == 200
            clock.shift(timedelta(minutes=rest if rest < 60 else 61))
            assert client.get("/work/").status_code == 302, role


@pytest.mark.parametrize("role, rest", [(Role.COORDINATOR, 1800), (Role.COUNTER, 12 * 3600)])
def test_every_page_says_how_long_the_session_lasts(client, role, rest):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, person(role))
        assert f'data-seconds="{rest}"' in client.get("/work/").content.decode()
        clock.shift(timedelta(seconds=50))  # less than a minute is not written down
        assert f'data-seconds="{rest - 50}"' in client.get("/work/keys/").content.decode()
    client.logout()
    assert "data-seconds" not in client.get("/work/sign-in/").content.decode()


def test_steady_work_ends_after_twelve_hours_too(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, person())
        for _time in range(29):
            assert client.get("/work/").status_code == 200
            clock.shift(timedelta(minutes=25))
        assert client.get("/work/").status_code == 302


def test_signing_out_everywhere_ends_other_sessions(client):
    from django.test import Client

    user = person()
    other = Client(SERVER_NAME="localhost")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for one in (client, other):
            sign_in(one, user)
            assert one.get("/work/").status_code == 200
        clock.shift(timedelta(seconds=5))
        assert client.post("/work/sign-out-everywhere/").status_code == 302
        assert other.get("/work/").status_code == 302
        assert client.get("/work/").status_code == 302
        clock.shift(timedelta(seconds=5))
        sign_in(client, user)
        assert client.get("/work/").status_code == 200


def test_guessing_is_slowed_by_client_and_the_owner_stays_in(client):
    user = person(Role.COUNTER)
    code = codes_of_an_app(user)
    for _time in range(12):
        client.post("/work/sign-in/", {"login": "aysel", "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    guess = client.post("/work/sign-in/", {"login": "aysel", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    assert guess.status_code in (200, 429)
    owner = client.post("/work/sign-in/", {"login": "aysel", "password": PASSWORD}, REMOTE_ADDR="192.0.2.8")
    assert owner["Location"] == "/work/keys/authenticate/"
    assert client.post("/work/keys/authenticate/", {"code": code()}, REMOTE_ADDR="192.0.2.8").status_code == 302
    assert "192.0.2" not in str(cache._cache)


def test_ones_language_is_kept_with_the_account(client):
    sign_in(client, person())
    assert client.post("/work/language/", {"language": "ru"}).status_code == 302
    assert '<html lang="ru">' in client.get("/work/").content.decode()
    assert client.post("/work/language/", {"language": "xx"}).status_code == 404


def test_too_many_tries_are_told_in_our_words(client):
    cache.clear()
    for _time in range(11):
        page = client.post("/work/keys/webauthn/login/", {"credential": "x"})
    assert page.status_code == 429 and "Try again in a minute" in page.content.decode()
    cache.clear()


def test_a_closed_door_says_so_in_words(client):
    sign_in(client, person(Role.COUNTER))
    page = client.get("/work/people/")
    assert page.status_code == 403 and "This is for somebody else to open." in page.content.decode()


def test_a_form_that_stood_open_too_long_says_so():
    from django.test import Client

    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en", enforce_csrf_checks=True)
    sign_in(client, person())
    page = client.post("/work/people/invite/", {"role": "counter"})
    assert page.status_code == 403 and "This form does not work any more" in page.content.decode()
