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
from tests.support import make, people
from tests.support.addresses import STAFF
from tests.support.proposals import wish
from tests.support.referrals import QUESTION
from tests.support.staff_pages import EVERYBODY, MATRIX, OPEN, WHO, path_of

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
NOT_THEIRS = {
    "beds",
    "beds_feed",
    "beds_history",
    "joining_one",
    "place",
    "place_step",
    *CASES,
}  # of another organisation: as if it were none


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
        yield {"home": home, "staff": staff, "paths": real_paths(referral), "sent": real_forms(referral)}


def member(role, where, here, there):
    organisation = None if role == "coordinator" else here if where == OWN else there
    return people.person(Role(role), organisation, f"{role}-{where}")


def real_paths(referral):
    ids = {"question": referral.enquiries.get(), "request": referral, "proposal": Proposal.objects.get()}
    ids |= {"joining_one": Waking.objects.get()}
    return {name: reverse(name, args=[row.public_id]) for name, row in ids.items()}


def real_forms(referral):
    """Where what is sent would act on the case, the wish and the newcomer."""
    ask, case = referral.enquiries.get().public_id, referral.case.public_id
    here = referral.public_id
    ids = {"question_contact": [ask], "question_move": [ask, "refuse"], "case_contact": [case]}
    ids |= {"case_move": [case, "withdraw"], "request_contact": [here], "request_move": [here, "set_out"]}
    ids |= {"request_towards": [here, ask, "write"]}
    wishes = ("proposal_confirm", "proposal_withdraw", "proposal_put_back")
    ids |= {name: [Proposal.objects.get().public_id] for name in wishes}
    ids |= {name: [Waking.objects.get().public_id] for name in ("joining_type", "joining_stop")}
    return {name: reverse(name, args=args) for name, args in ids.items()}


def in_state(user, state):
    """A client of this person, in this state."""
    if state == "frozen":
        Freeze.objects.create(at=timezone.now() - timedelta(minutes=1))
    if state == "newcomer":
        people.change(user, awake_at=timezone.now())
    client = people.signed_in(User.objects.get(pk=user.pk))
    if state == "asleep":
        people.change(user, awake_at=None)
    if state == "left":
        people.change(user, is_active=False)
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
        for method in ("get",) if state not in CLOSED else ("post",) if where == OWN else ("get",):
            answer = getattr(client, method)(path)
            told = (
                answer["Location"].split("?")[0]
                if state in CLOSED and answer.status_code == 302
                else answer.status_code
            )
            if told != wanted:
                wrong[method, name] = (told, wanted)
    assert wrong == {}


# Who may send a form: all other roles get 403. A page without a row takes no form.
SENT_BY = {
    ("counter", "host", "coordinator"): "beds beds_confirm beds_first beds_undo",
    ("host", "coordinator"): "beds_feed beds_feed_revoke place_step places_recall",
    ("host",): "question_contact question_move questions_pause frozen_arrivals"
    " night_begin night_come night_gone night_duty night_nobody night_note night_note_read night_asked",
    ("caseworker",): "place_wrong case_contact case_move case_new requests_search request_calls"
    " request_contact request_move request_new request_paper request_towards",
    ("coordinator",): "proposal_confirm proposal_put_back proposal_withdraw opening freeze"
    " directory invite leave letter letter_settle renew_keys overdue_call invitation_withdraw second_coordinator"
    " ring_call ring_many ring_take_back role_more overdue_settle overdue_complaint place_new place_show place_sources"
    " whole_ask whole_list",
    ("host", "caseworker", "coordinator"): "joining_stop joining_type work_near",
    WHO: "frozen key_confirm language mail session_end sign_out_everywhere",
}
SENDS = {name: roles for roles, names in SENT_BY.items() for name in names.split()}
# What is sent to a real case or house: to somebody of another organisation it is not there.
OF_A_HOUSE = {"beds", "beds_confirm", "beds_first", "beds_undo", "question_contact", "question_move", "joining_stop"}
OF_A_HOUSE |= {
    "joining_type",
    "case_contact",
    "case_move",
    "request_contact",
    "request_move",
    "request_towards",
    "place_step",
}


@pytest.mark.parametrize("role", WHO)
def test_who_may_send(world, role):
    """Role x organisation x form. What somebody may send at home is not sent: it is tested where it is."""
    wrong = {}
    for where in (OWN, OTHER):
        client = in_state(world["staff"][role, where], "active")
        for name in sorted(name for name, row in MATRIX.items() if row != OPEN and not name.startswith("account_")):
            wanted = 403 if role not in SENDS.get(name, WHO) else 405 if name not in SENDS else 404
            at_home = name in SENDS and (where == OWN or role == "coordinator" or name not in OF_A_HOUSE)
            if wanted == 404 and at_home:
                continue
            path = world["sent"].get(name) or path_of(name, world["home"])
            if (told := client.post(path).status_code) != wanted:
                wrong[where, name] = (told, wanted)
    assert wrong == {}


@pytest.mark.parametrize("role", WHO[:-1])
def test_the_admin_opens_to_coordinators_alone(world, role):
    client = in_state(world["staff"][role, OWN], "active")
    pages = [address for address in STAFF if address.startswith("/admin/")]
    told = {(method, page): getattr(client, method)(page).status_code for method in ("get", "post") for page in pages}
    assert len(told) > 60 and {one: status for one, status in told.items() if status not in (403, 404)} == {}


def test_each_page_of_a_role_has_a_row():
    assert set(SENDS) | OF_A_HOUSE <= set(MATRIX) | {"key_confirm"}
    assert set(REAL) | NOT_THEIRS | set().union(*STILL_OPEN.values()) <= set(MATRIX) | {"key_confirm"}
