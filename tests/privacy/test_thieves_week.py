"""A week with a stolen password, an app's secret, a copy of the database, or writing into it.

The suite plays it in outline; `bin/bench soak` plays each day and each page.
"""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import timezone

from referrals.models import CaseAccess, Referral
from shelters.api import bed_feed_tokens
from shelters.codes.staff import Role
from shelters.models import Invitation, Place, PlaceName, Rayon, RoleGrant, TrailEntry, User
from shelters.models.base import digest
from shelters.staff import team
from shelters.web import failures, throttle
from tests.support import passkey, people
from tests.support.addresses import STAFF
from tests.support.referrals import asked
from tests.support.soak import TIMES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
MARK = "Zqkanar7f3"
DAYS, EVERY = ((1, 7), 12) if TIMES == 1 else (range(1, 8), 1)
DOORS = ("/work/keys/reauth", "/work/keys/webauthn/reauth", "/work/sign-out/", "/work/no/")
PAGES = [path for path in STAFF if not path.startswith(DOORS)][::EVERY]
CHANGES = {
    "shelters_session",
    "shelters_failedsignin",
    "shelters_failurecount",
    "shelters_user",
    "shelters_roomsnapshot",
}


@pytest.fixture
def house(pools):
    return pools[0].facility


@pytest.fixture
def case(pools):
    return put(pools, 0)


def put(pools, nth):
    """A question put to the house: its paths for a host and for a caseworker."""
    referral, _code, (ask, _other) = asked(pools, once=f"{nth}".zfill(24), avoid=MARK)
    return [f"/work/questions/{ask.public_id}/", f"/work/requests/{referral.public_id}/"]


def week():
    """Each day of the week: its nth, with the clock on it, and nobody slowed."""
    begin = timezone.now()
    for nth in DAYS:
        with time_machine.travel(begin + timedelta(days=nth), tick=False):
            throttle.forget()
            failures.forget()
            yield nth


def opens_nothing(client, paths):
    """No page and no form; it is always led to a key or to the sign-in."""
    for path in paths:
        for answer in (client.get(path), client.post(path, {"name": "x"})):
            assert answer.status_code == 302, path
            assert answer["Location"].startswith(("/work/keys/", "/work/sign-in/")), (path, answer["Location"])


def rows():
    """All that neither a sign-in nor the hour changes."""
    kept = [model for model in apps.get_models() if model._meta.db_table not in CHANGES]
    return {model: list(model._base_manager.order_by("pk").values()) for model in kept if model is not TrailEntry}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HOST, Role.CASEWORKER])
def test_a_password(house, case, role):
    """It is typed every day; a code is guessed, a key is asked for, and forms are sent beside it."""
    user = people.person(role, None if role == Role.COORDINATOR else house.organisation)
    passkey.make(people.signed_in(user, second=""))
    before = rows()
    for _day in week():
        thief = Client(SERVER_NAME="localhost")
        answer = thief.post("/work/sign-in/", {"login": user.username, "password": people.PASSWORD})
        assert answer["Location"].startswith("/work/keys/authenticate/"), "it is right, and not enough"
        thief.post("/work/keys/authenticate/", {"code": "123456"})
        opens_nothing(thief, [*case, *PAGES])
    assert rows() == before


def test_the_secret_of_an_app(house, case):
    """Its codes are right every day, and whoever has no password comes to no place that asks for them."""
    code = people.codes_of_an_app(people.person(Role.COUNTER, house.organisation))
    before = rows()
    for _day in week():
        thief = Client(SERVER_NAME="localhost")
        for door in ("/work/keys/authenticate/", "/work/keys/reauthenticate/", "/work/sign-in/"):
            thief.post(door, {"code": code(), "login": "sevda", "password": code()})
        opens_nothing(thief, [*case, *PAGES])
    assert rows() == before


def texts():
    """Each text of the copy that a client could send, but for the names of towns."""
    for model in set(apps.get_models()) - {Place, PlaceName, Rayon}:
        columns = [one.name for one in model._meta.fields if isinstance(one, models.CharField | models.TextField)]
        for row in model._base_manager.values_list(*columns) if columns else ():
            yield from (text for text in row if text and 6 <= len(text) <= 200 and text.isascii())


def test_a_copy_of_the_database(house, case):
    """Every text of it is tried as a cookie, a link, a token and a code, on every day."""
    people.signed_in(people.person(Role.HOST, house.organisation)).get("/work/")
    team.invite(Role.COORDINATOR, None, by=None)
    bed_feed_tokens.make_token(house, by=None)
    copy = sorted({text for text in texts() if "/" not in text})
    assert len(copy) > 40
    for nth in week():
        for text in copy if TIMES > 1 else copy[nth::48]:
            thief = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"192.0.2.{len(text)}")
            thief.cookies["__Host-session"] = text
            opens_nothing(thief, ["/work/people/", *case[:1]])
            assert thief.get(f"/work/join/{text}/").status_code in (404, 410), text
            assert thief.get(f"/work/night/watch/{text}/").status_code in (404, 410), text
            bearer = {"Authorization": f"Bearer {text}"}
            assert thief.get(f"/api/v1/beds/{house.public_id}/", headers=bearer).status_code in (400, 401), text
            throttle.forget()
            assert MARK not in thief.post("/en/answer/", {"code": text}).content.decode(), text


def gives_the_console_a_link(user):
    about = {"role": Role.COORDINATOR, "until": timezone.now() + timedelta(days=3)}
    Invitation.objects.update_or_create(digest=digest("written"), defaults=about)


def is_of_the_house(user):
    RoleGrant.objects.update_or_create(user=user, role=Role.HOST, defaults={"since": user.joined_at})


def opens_the_cases(user):
    for referral in Referral.objects.all():
        CaseAccess.objects.update_or_create(case=referral.case, user=user, defaults={"at": timezone.now()})


def is_everything(user):
    User.objects.filter(pk=user.pk).update(is_superuser=True, is_active=True, awake_at=user.joined_at)


def borrows_all_keys(user):
    Authenticator.objects.exclude(user=user).update(user=user)


def test_writing_into_it(house, pools):
    """Somebody who counts beds there writes something more every day. All others work on, and the timers run."""
    thief = people.person(Role.COUNTER, house.organisation, "thief")
    host = people.signed_in(people.person(Role.HOST, house.organisation, "aygun"))
    people.make_keys(host.user)
    writes = [gives_the_console_a_link, is_of_the_house, opens_the_cases, is_everything, borrows_all_keys]
    for nth in week():
        for write in writes if len(DAYS) == 2 else writes[: nth + 1]:
            write(User.objects.get(pk=thief.pk))
        call_command("purge", "--clock-is-right", stdout=None)
        people.sign_in(host, host.user)
        case = put(pools, nth)
        assert MARK in host.get(case[0]).content.decode(), "the house reads on"
        for second in ("webauthn", "totp"):
            browser = people.signed_in(User.objects.get(pk=thief.pk), second)
            for path in (*case, *PAGES):
                assert MARK not in browser.get(path).content.decode(errors="replace"), path
        stranger = Client(SERVER_NAME="localhost")
        given = {"username": f"second-{nth}", "password": people.PASSWORD}
        assert stranger.post("/work/join/written/", given).status_code == 410
    assert set(User.objects.values_list("username", flat=True)) == {"thief", "aygun"}
    assert not User.objects.get(pk=thief.pk).roles, "counting is over for it, too"
