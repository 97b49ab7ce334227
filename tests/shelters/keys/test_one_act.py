"""A key that is shown for an act opens that act, once, within two minutes, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from shelters.codes.staff import Decision, Role
from shelters.models import Invitation, Proposal, TrailEntry
from shelters.web import failures
from tests.support import passkey, people
from tests.support.proposals import url, wish

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AGAIN = "/work/keys/webauthn/reauthenticate/"


@pytest.fixture
def house():
    from tests.support import make

    return make.facility(name_en="House")


@pytest.fixture
def open_session(house):
    """A coordinator's session, eleven minutes after the key was shown; with the key."""
    cache.clear()
    failures.forget()
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        user = people.person(Role.COORDINATOR, name="aysel")
    client = people.signed_in(user, second="")
    key = passkey.make(client)
    passkey.prove(client, key)
    assert client.get("/work/people/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False) as clock:
        yield client, key, clock


def asked(client):
    """What the page asks the key to sign."""
    return client.get(AGAIN).context["js_data"]["request_options"]


def proposed(count=2):
    maker = people.coordinator("maker")
    from tests.support import make

    return [wish(maker, make.facility(name_en=f"House {n}"), name_en=f"Other {n}") for n in range(count)]


def test_what_was_signed_to_confirm_one_confirms_no_other(open_session):
    """The thief in the session puts another proposal there, while the owner looks at the first."""
    client, key, _clock = open_session
    harmless, harmful = proposed()
    assert client.post(url(harmless, "confirm"))["Location"].startswith(AGAIN)
    signed = {"credential": key.signed(asked(client))}
    client.post(url(harmful, "confirm"))
    assert client.post(AGAIN, signed).status_code == 400
    decisions = Proposal.objects.values_list("decision", flat=True)
    assert set(decisions) == {Decision.WAITING}
    assert client.post(url(harmful, "confirm"))["Location"].startswith(AGAIN), "nor is the session fresh now"
    client.post(url(harmless, "confirm"))
    assert client.post(AGAIN, {"credential": key.signed(asked(client))}).status_code == 200
    assert Proposal.objects.get(decision=Decision.CONFIRMED) == harmless


def test_nor_an_invitation_with_other_words_nor_a_sign_in(open_session, house):
    client, key, _clock = open_session
    fields = {"role": "counter", "organisation": house.organisation_id}
    client.post("/work/people/invite/", fields)
    signed = {"credential": key.signed(asked(client), count=0)}
    client.post("/work/people/invite/", fields | {"role": "host"})
    assert client.post(AGAIN, signed).status_code == 400
    assert not Invitation.objects.filter(role__in=("counter", "host")).exists()
    stranger = people.Client(SERVER_NAME="localhost")
    refused = stranger.post("/work/keys/webauthn/login/", signed)
    assert refused["Location"].startswith("/work/sign-in/")
    other = people.signed_in(client.user, second="")
    assert other.post(AGAIN, signed).status_code == 400, "nor in another session of the same person"


def test_it_opens_once_and_for_two_minutes(open_session, house):
    client, key, clock = open_session
    fields = {"role": "counter", "organisation": house.organisation_id}
    client.post("/work/people/invite/", fields)
    late = {"credential": key.signed(asked(client))}
    clock.shift(timedelta(seconds=121))
    page = client.post(AGAIN, late)
    assert page.status_code == 400 and not Invitation.objects.filter(role="counter").exists()
    options = page.context["js_data"]["request_options"]
    assert client.post(AGAIN, {"credential": key.signed(options)}).status_code == 200, "what was typed waits"
    assert Invitation.objects.filter(role="counter").count() == 1
    replayed = {"credential": key.signed(asked(client), count=0)}
    key_row = client.user.authenticator_set.get()
    key_row.data["count"] = 0
    people.bind(key_row)
    assert client.post(AGAIN, replayed).status_code == 302
    assert client.post(AGAIN, replayed).status_code == 400


def test_a_count_that_goes_back_is_refused_and_told(open_session, house):
    client, key, _clock = open_session
    client.post("/work/people/invite/", {"role": "counter", "organisation": house.organisation_id})
    assert client.post(AGAIN, {"credential": key.signed(asked(client), count=1)}).status_code == 400
    assert TrailEntry.objects.filter(what="keys.went_back").count() == 1
    assert not Invitation.objects.filter(role="counter").exists()


STEP = "/work/keys/authenticate/"


def after_the_password(user):
    """A client that has typed the password, and what the next page asks a key to sign."""
    user.set_password("a-long-password-1")
    user.save()
    client = people.Client(SERVER_NAME="localhost")
    typed = {"login": user.username, "password": "a-long-password-1"}
    assert client.post("/work/sign-in/", typed)["Location"] == STEP
    return client, client.get(STEP).context["js_data"]["request_options"]


def test_the_second_step_takes_a_key_shown_for_it_in_this_session_once(open_session):
    client, key, clock = open_session
    thief, _options = after_the_password(client.user)
    hers, options = after_the_password(client.user)
    signed = {"credential": key.signed(options)}
    assert thief.post(STEP, signed).status_code == 200, "shown in another session"
    clock.shift(timedelta(seconds=121))
    assert hers.post(STEP, {"credential": key.signed(options)}).status_code == 200, "late"
    options = hers.get(STEP).context["js_data"]["request_options"]
    assert hers.post(STEP, {"credential": key.signed(options)})["Location"] == "/work/"
