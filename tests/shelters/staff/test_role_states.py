"""Role x organisation x state x URL: what opens, read from the URL configuration. The world is built once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from referrals.vault import keyring
from referrals.workflow import placing
from shelters.codes.staff import Role
from shelters.models import BedPool, Freeze, Organisation, Proposal, User, Waking
from tests.shelters.staff.test_roles import EVERYBODY, MATRIX, OPEN, WHO, path_of
from tests.support import make, people
from tests.support.proposals import wish
from tests.support.referrals import QUESTION

pytestmark = pytest.mark.django_db
OWN, OTHER = "own", "other"
STATES = ("active", "newcomer", "asleep", "frozen", "left")
CLOSED = {"asleep": "/work/nearly-in/", "frozen": "/work/frozen/", "left": "/work/sign-in/"}
# What a state leaves open: one's own keys, signing out, the language, and the page that says why. Tested by themselves.
_KEYS = {"account_logout", "language", "key_confirm", "mfa_index"}
STILL_OPEN = {"asleep": {*_KEYS, "nearly_in", "frozen"}, "frozen": {*_KEYS, "frozen", "frozen_arrivals"}, "left": set()}
NONE, CASES = dict.fromkeys(WHO, 403), ("question", "request")
# With a real case, a real wish and a real newcomer of the house: what test_roles asks of none.
REAL = {
    "question": NONE | {"host": 200},
    "request": NONE | {"caseworker": 200},
    "proposal": NONE | {"coordinator": 200},
    "joining_one": EVERYBODY | {"counter": 403},
}
NOT_THEIRS = {"beds", "beds_feed", "beds_history", "joining_one", *CASES}  # of another organisation: as if it were none


@pytest.fixture(scope="module", autouse=True)
def world(once_for_the_file, tmp_path_factory):
    """A house with a case of yesterday, a wish, somebody who joins; and of each role a person here and elsewhere."""
    with override_settings(KEYRING=tmp_path_factory.mktemp("ring") / "ring"):
        keyring.make(timezone.now())
        home = make.facility(takes_questions=True)
        BedPool.objects.create(facility=home, name_az="Otaqlar", capacity=3)
        there = Organisation.objects.create(key="there", type="ngo", name_az="Başqa")
        with time_machine.travel(timezone.now() - timedelta(days=1)):
            staff = {
                (role, where): member(role, where, home.organisation, there) for role in WHO for where in (OWN, OTHER)
            }
            hers = placing.Client(staff["caseworker", OWN], home.organisation, "Nar")
            referral, _code = placing.ask(QUESTION, [home], once="w" * 24, client=hers)
        leyla = people.coordinator("leyla")
        wish(leyla, home, name_en="Other")
        people.invited(leyla, Role.HOST, home.organisation)
        yield {"home": home, "staff": staff, "paths": real_paths(referral)}


def member(role, where, here, there):
    organisation = None if role == "coordinator" else here if where == OWN else there
    return people.person(Role(role), organisation, f"{role}-{where}")


def real_paths(referral):
    ids = {"question": referral.enquiries.get(), "request": referral, "proposal": Proposal.objects.get()}
    ids |= {"joining_one": Waking.objects.get()}
    return {name: reverse(name, args=[row.public_id]) for name, row in ids.items()}


def in_state(user, state):
    """A client of this person, in this state."""
    if state == "frozen":
        Freeze.objects.create(at=timezone.now() - timedelta(minutes=1))
    if state == "newcomer":
        User.objects.filter(pk=user.pk).update(awake_at=timezone.now())
    client = people.signed_in(User.objects.get(pk=user.pk))
    if state == "asleep":
        User.objects.filter(pk=user.pk).update(awake_at=None)
    if state == "left":
        User.objects.filter(pk=user.pk).update(is_active=False)
    return client


def expected(name, role, where, state):
    """A status, or where it leads."""
    if state in CLOSED:
        return CLOSED[state]
    opens = (MATRIX | REAL)[name][role]
    elsewhere = where == OTHER and role != "coordinator" and name in NOT_THEIRS
    too_early = state == "newcomer" and name in CASES
    return 404 if opens == 200 and (elsewhere or too_early) else opens


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("where", [OWN, OTHER])
@pytest.mark.parametrize("role", WHO)
def test_what_opens(world, role, where, state):
    client, wrong = in_state(world["staff"][role, where], state), {}
    names = {name for name, row in MATRIX.items() if row != OPEN} - {"account_logout", *STILL_OPEN.get(state, ())}
    for name in sorted(names):
        path, wanted = world["paths"].get(name) or path_of(name, world["home"]), expected(name, role, where, state)
        for method in ("get", "post") if state in CLOSED else ("get",):
            answer = getattr(client, method)(path)
            told = (
                answer["Location"].split("?")[0]
                if state in CLOSED and answer.status_code == 302
                else answer.status_code
            )
            if told != wanted:
                wrong[method, name] = (told, wanted)
    assert wrong == {}


def test_each_page_of_a_role_has_a_row():
    assert set(REAL) | NOT_THEIRS | set().union(*STILL_OPEN.values()) <= set(MATRIX) | {"key_confirm"}
