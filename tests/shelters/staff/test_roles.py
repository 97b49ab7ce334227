"""Every staff page times every role: read from the URL configuration, so that a page without a row fails."""

import pytest
from django.urls import URLResolver, get_resolver, reverse

from shelters.codes.staff import Role
from shelters.models import BedPool, Organisation
from tests.support import make, people

pytestmark = pytest.mark.django_db
WHO = ("counter", "host", "caseworker", "coordinator")
EVERYBODY, OPEN = dict.fromkeys(WHO, 200), "open"
# What each role gets with GET: of its own organisation, and of another's ("other").
MATRIX = {
    "work": EVERYBODY,
    "calendar": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "people": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "invite": dict.fromkeys(WHO, 405),
    "renew_keys": dict.fromkeys(WHO, 405),
    "leave": dict.fromkeys(WHO, 405),
    "nearly_in": dict.fromkeys(WHO, 302),
    "joining": EVERYBODY | {"counter": 403},
    "joining_one": dict.fromkeys(WHO, 404) | {"counter": 403},
    "joining_type": dict.fromkeys(WHO, 405),
    "joining_stop": dict.fromkeys(WHO, 405),
    "proposals": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "proposal": dict.fromkeys(WHO, 403) | {"coordinator": 404},
    "proposal_confirm": dict.fromkeys(WHO, 405),
    "proposal_withdraw": dict.fromkeys(WHO, 405),
    "proposal_put_back": dict.fromkeys(WHO, 405),
    "places": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "place_new": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "place": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "place_preview": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "place_show": dict.fromkeys(WHO, 405),
    "place_step": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "trail": EVERYBODY | {"counter": 403},
    "trail_own": EVERYBODY,
    "opening": dict.fromkeys(WHO, 405),
    "first_day": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "second_coordinator": dict.fromkeys(WHO, 405),
    "ring": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "ring_many": dict.fromkeys(WHO, 405),
    "ring_take_back": dict.fromkeys(WHO, 405),
    "ring_when": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "ring_call": dict.fromkeys(WHO, 403) | {"coordinator": 404},
    "directory": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "directory_template": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "directory_template_csv": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "directory_list": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "directory_list_csv": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "freeze": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "person": dict.fromkeys(WHO, 403) | {"coordinator": 404},
    "role_more": dict.fromkeys(WHO, 405),
    "seen": EVERYBODY,
    "frozen": dict.fromkeys(WHO, 302),
    "frozen_arrivals": dict.fromkeys(WHO, 405),
    "mail": EVERYBODY,
    "sessions": EVERYBODY,
    "session_end": dict.fromkeys(WHO, 405),
    "join": OPEN,
    "join_words": OPEN,
    "invitation_withdraw": dict.fromkeys(WHO, 405),
    "language": dict.fromkeys(WHO, 405),
    "sign_out_everywhere": dict.fromkeys(WHO, 405),
    "work_near": EVERYBODY | {"counter": 403},
    "beds": EVERYBODY | {"caseworker": 403, "other": 404},
    "beds_first": dict.fromkeys(WHO, 405),
    "beds_confirm": dict.fromkeys(WHO, 405),
    "beds_undo": dict.fromkeys(WHO, 405),
    "beds_feed": EVERYBODY | {"counter": 403, "caseworker": 403, "other": 404},
    "beds_feed_revoke": dict.fromkeys(WHO, 405),
    "beds_history": EVERYBODY | {"caseworker": 403, "other": 404},
    "overdue": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "overdue_call": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "overdue_settle": dict.fromkeys(WHO, 405),
    "still": OPEN,
    "questions": dict.fromkeys(WHO, 403) | {"host": 200},
    "questions_pause": dict.fromkeys(WHO, 405),
    "question": dict.fromkeys(WHO, 403) | {"host": 404},
    "question_next": dict.fromkeys(WHO, 403) | {"host": 404},
    "question_contact": dict.fromkeys(WHO, 405),
    "question_move": dict.fromkeys(WHO, 405),
    "night": dict.fromkeys(WHO, 403) | {"host": 200},
    "night_begin": dict.fromkeys(WHO, 405),
    "night_watch": OPEN,
    "night_come": dict.fromkeys(WHO, 405),
    "night_nobody": dict.fromkeys(WHO, 405),
    "night_gone": dict.fromkeys(WHO, 405),
    "requests": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "requests_search": dict.fromkeys(WHO, 405),
    "request_calls": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "case_new": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "case": dict.fromkeys(WHO, 403) | {"caseworker": 404},
    "case_contact": dict.fromkeys(WHO, 405),
    "case_move": dict.fromkeys(WHO, 405),
    "request_new": dict.fromkeys(WHO, 403) | {"caseworker": 200},
    "requests_overdue": dict.fromkeys(WHO, 403) | {"coordinator": 200},
    "request": dict.fromkeys(WHO, 403) | {"caseworker": 404},
    "request_contact": dict.fromkeys(WHO, 405),
    "request_move": dict.fromkeys(WHO, 405),
    "request_towards": dict.fromkeys(WHO, 405),
    "account_login": OPEN,
    "account_logout": EVERYBODY,
    "account_reauthenticate": dict.fromkeys(WHO, 404),
    "key_confirm": dict.fromkeys(WHO, 405),
    "account_signup": dict.fromkeys(WHO, 404),
    "account_reset_password": dict.fromkeys(WHO, 404),
    "account_inactive": dict.fromkeys(WHO, 404),
    "mfa_index": EVERYBODY,
    "mfa_authenticate": OPEN,
    "mfa_login_webauthn": OPEN,
}
# allauth's own pages of one's own keys: signed in, they open, ask for the password again, or lead back to the list.
KEYS = {
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
}
FOR_COORDINATORS = (
    *(
        "invite",
        "invitation_withdraw",
        "second_coordinator",
        "role_more",
        "ring_many",
        "ring_take_back",
        "ring_call",
        "renew_keys",
        "leave",
        "proposal_confirm",
        "proposal_withdraw",
        "proposal_put_back",
        "directory",
    ),
    *("freeze", "overdue_call"),
    *("invite", "renew_keys", "leave", "proposal_confirm", "proposal_withdraw", "proposal_put_back", "directory"),
    *("freeze", "overdue_call", "overdue_settle"),
    *("invite", "renew_keys", "leave", "proposal_confirm", "proposal_withdraw", "proposal_put_back", "directory"),
    *("freeze", "overdue_call", "place_new", "place_show", "place_step"),
)
POSTS = dict.fromkeys([*FOR_COORDINATORS, "beds_confirm", "beds_undo", "beds_feed", "beds_feed_revoke"], 403)


def names(resolver=None, prefix=""):
    """The names of all patterns under /work/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from names(pattern, route)
        elif route.startswith("work/"):
            yield pattern.name


@pytest.fixture(scope="module", autouse=True)
def home(once_for_the_file):
    facility = make.facility()
    BedPool.objects.create(facility=facility, name_az="Otaqlar", capacity=3)
    return facility


@pytest.fixture(scope="module", autouse=True)
def staff(home):
    """Who is signed in, by role: a client of their own."""
    return {role: people.signed_in(people.person(role, _own(role, home.organisation), str(role))) for role in Role}


def _own(role, organisation):
    return None if role == Role.COORDINATOR else organisation


@pytest.fixture
def of(staff):
    """`of("host")` is a client in the session of somebody of that role, as it was when the file began."""
    cookies = {role: client.cookies.copy() for role, client in staff.items()}
    yield staff.__getitem__
    for role, client in staff.items():
        client.cookies = cookies[role]


def path_of(name, home):
    arguments = (
        {"join": ["x"], "still": ["x"], "night_watch": ["x"], "overdue_call": [home.public_id]}
        | {
            "overdue_settle": [home.public_id],
        }
        | {key: [home.public_id] for key in MATRIX if key.startswith("beds")}
    )
    arguments = {"join": ["x"], "still": ["x"], "night_watch": ["x"], "overdue_call": [home.public_id]} | {
        key: [home.public_id] for key in MATRIX if key.startswith("beds")
    }
    arguments |= {key: [home.public_id] for key in ("place", "place_preview", "place_show")}
    arguments |= {"place_step": [home.public_id, "takes"]}
    arguments |= {key: ["zzzzzz"] for key in ("proposal", "proposal_confirm", "proposal_withdraw", "proposal_put_back")}
    arguments |= {key: ["zzzzzz"] for key in ("joining_one", "joining_type", "joining_stop")}
    arguments |= {key: ["zzzzzz"] for key in ("question", "question_contact", "question_next")}
    arguments |= {key: ["zzzzzz"] for key in ("request", "request_contact")}
    arguments |= {"question_move": ["zzzzzz", "offer"], "request_move": ["zzzzzz", "set_out"]}
    arguments |= {
        "ring_call": ["facility", 999999],
        "case": ["zzzzzz"],
        "case_contact": ["zzzzzz"],
        "case_move": ["zzzzzz", "withdraw"],
    }
    arguments |= {"request_towards": ["zzzzzz", "zzzzzz", "choose"]}
    arguments |= {
        key: [999] for key in ("renew_keys", "leave", "night_gone", "invitation_withdraw", "person", "role_more")
    }
    return reverse(
        name,
        args=arguments.get(name, [999] if name.endswith(("remove_webauthn", "edit_webauthn", "key_confirm")) else []),
    )


def test_every_page_has_a_row():
    assert set(names()) == set(MATRIX) | KEYS


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row != OPEN])
def test_what_each_role_gets(of, home, name, role):
    assert of(role).get(path_of(name, home)).status_code == MATRIX[name][role]


@pytest.mark.parametrize("name", sorted(KEYS))
def test_ones_own_keys_are_ones_own(of, home, name):
    assert of("counter").get(path_of(name, home)).status_code in (200, 302, 403, 404)


@pytest.mark.parametrize("name", sorted(set(MATRIX) | KEYS))
def test_signed_out_nothing_opens(client, home, name):
    client.defaults |= {"SERVER_NAME": "localhost"}
    response = client.get(path_of(name, home))
    expected = {"join": 410, "still": 410, "night_watch": 410, "account_login": 200, "join_words": 200}.get(name, 302)
    assert response.status_code == expected
    if expected == 302:
        assert response["Location"].startswith("/work/sign-in/")


@pytest.mark.parametrize("role", ["counter", "host"])
def test_somebody_elses_house_is_not_there(client, home, role):
    client.defaults |= {"SERVER_NAME": "localhost"}
    stranger = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    people.sign_in(client, people.person(Role(role), stranger))
    for name in ("beds", "beds_confirm", "beds_undo"):
        tap = {"pool": home.pools.get().public_id, "field": "occupied", "more": "1"}
        assert client.post(path_of(name, home), tap).status_code == 404
    for name in ("beds", "beds_history"):
        assert client.get(path_of(name, home)).status_code == 404
    for name in ("beds_feed", "beds_feed_revoke"):
        assert client.post(path_of(name, home), {"token": 1}).status_code == (404 if role == "host" else 403)
    assert home.pools.get().occupied == 0


@pytest.mark.parametrize("name", sorted(POSTS))
def test_a_caseworker_counts_nothing_and_invites_nobody(of, home, name):
    assert of("caseworker").post(path_of(name, home)).status_code == POSTS[name]


@pytest.mark.parametrize("role", WHO[:-1])
def test_the_directory_is_for_coordinators(of, home, role):
    assert of(role).get("/admin/shelters/facility/").status_code == 403
    assert of(role).get(f"/admin/shelters/facility/{home.pk}/change/").status_code == 403


FOR_HOSTS = ("question_contact", "question_move")
FOR_CASEWORKERS = ("request_new", "request_contact", "request_move", "request_towards")


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize("name", [*FOR_HOSTS, *FOR_CASEWORKERS])
def test_a_case_moves_by_those_whose_it_is(of, home, name, role):
    theirs = role == ("host" if name in FOR_HOSTS else "caseworker")
    there = 200 if name == "request_new" else 404
    assert of(role).post(path_of(name, home)).status_code == (there if theirs else 403)
