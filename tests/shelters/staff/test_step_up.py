"""A session that somebody found open asks for the key afresh before it shows or gives away what matters."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone

from referrals.codes import ConsentMethod
from referrals.workflow import placing, stay, transitions
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import Role
from shelters.models import Freeze, Invitation, NightDuty
from shelters.night import rota
from tests.support import passkey, people
from tests.support.referrals import CONTACT, asked, offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def found_open(house):
    """A coordinator's session, eleven minutes after the key was shown; with the key."""
    client = people.signed_in(people.person(Role.COORDINATOR, name="aysel"), second="")
    key = passkey.make(client)
    passkey.prove(client, key)
    assert client.get("/work/people/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        yield client, key


def test_the_lists_name_views_that_exist():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    views = {act.split()[0] for act in settings.FRESH_VIEWS}
    assert views <= names and set(settings.FRESH_KEY_PAGES) <= names


def test_nobody_invites_freezes_or_makes_a_key_without_it(found_open, house):
    client, _key = found_open
    fields = {"role": "counter", "organisation": house.organisation.pk}
    before = Invitation.objects.count()
    for path, sent in (("people/invite/", fields), ("freeze/", {}), ("mail/", {"email": "thief@example.org"})):
        assert client.post(f"/work/{path}", sent)["Location"].startswith("/work/keys/webauthn/reauthenticate/"), path
    assert client.get("/work/keys/webauthn/add/")["Location"].startswith("/work/keys/webauthn/reauthenticate/")
    assert Invitation.objects.count() == before and not Freeze.objects.exists()
    client.user.refresh_from_db()
    assert client.user.email == "" and client.get("/work/people/").status_code == 200


def test_who_has_no_key_at_hand_reads_whom_to_ring(found_open, house):
    """The second on duty tonight, at the person's own house. A number that was written there is not told."""
    client, _key = found_open
    client.user.organisation = house.organisation
    client.user.save()
    client.user.bind()
    hosts = [people.person(Role.HOST, house.organisation, name) for name in ("first", "second")]
    noon, _next = rota.nights(timezone.now())
    rota.put(house.organisation, noon, first=hosts[0], second=hosts[1], number="+994124041234", by=CONSOLE)
    page = client.post("/work/freeze/", follow=True).content.decode()
    assert "Second on duty tonight" in page and "tel:+994124041234" in page
    NightDuty.objects.update(number="+994559998877")
    page = client.post("/work/freeze/", follow=True).content.decode()
    assert "Second on duty tonight" not in page and "99 88 77" not in page


def test_nobody_wakes_an_account_or_opens_the_site_without_it(found_open, house):
    client, _key = found_open
    newcomer = people.invited(people.coordinator("leyla"), Role.HOST, house.organisation)
    typed = people.type_digits(client, newcomer, people.digits_of(newcomer))
    for answer in (typed, client.post("/work/opening/")):
        assert answer["Location"].startswith("/work/keys/webauthn/reauthenticate/")
    newcomer.user.refresh_from_db()
    assert newcomer.user.awake_at is None and newcomer.user.wakings.get().asker_typed == ""


def test_nobody_hands_a_case_over_without_it(house):
    """All else of a case goes on without a key at hand."""
    client = people.signed_in(people.person(Role.CASEWORKER, house.organisation), second="")
    passkey.prove(client, passkey.make(client))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        over = client.post("/work/cases/zzzzzz/hand_over/", {"to": "organisation 1", "how": "voice"})
        assert over["Location"].startswith("/work/keys/webauthn/reauthenticate/")
        assert client.post("/work/cases/zzzzzz/seen/").status_code == 404


def test_what_was_typed_survives_the_key(found_open, house):
    client, key = found_open
    fields = {"role": "counter", "organisation": house.organisation.pk}
    client.post("/work/people/invite/", fields)
    page = passkey.prove(client, key)
    assert page.status_code == 200 and "/work/join/" in page.content.decode()
    assert Invitation.objects.filter(role="counter").count() == 1
    assert client.post("/work/people/invite/", fields).status_code == 200, "the key is fresh now"
    assert passkey.prove(client, key).status_code == 302, "it is sent once"


def test_a_forged_form_waits_in_no_session(found_open, house):
    client, key = found_open
    client.handler.enforce_csrf_checks = True
    fields = {"role": "counter", "organisation": house.organisation.pk}
    assert client.post("/work/people/invite/", fields).status_code == 403
    client.handler.enforce_csrf_checks = False
    assert passkey.prove(client, key).status_code == 302
    assert not Invitation.objects.filter(role="counter").exists()


def test_a_contact_that_was_shown_is_not_asked_for_again(pools, ring):
    """At two in the night a host looks at the same number more than once."""
    referral, _code, (one, *_others) = asked(pools)
    offered(one, pools[0])
    placing.choose(one, by=transitions.HER)
    stay.leave_contact(referral, CONTACT, how=ConsentMethod.SCREEN, by=transitions.HER)
    host = people.signed_in(people.person(Role.HOST, one.facility.organisation))
    path = f"/work/questions/{one.public_id}/contact/"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert host.post(path).status_code == 302
    assert host.post(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=22)):
        host.get("/work/")
        assert host.post(path).status_code == 200
