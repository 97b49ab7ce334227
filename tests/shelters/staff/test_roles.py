"""Every staff page times every role: read from the URL configuration, so that a page without a row fails."""

import pytest

from shelters.codes.staff import Role
from shelters.models import BedPool, Organisation
from tests.support import make, people
from tests.support.staff_pages import KEYS, MATRIX, OPEN, WHO, names, path_of

pytestmark = pytest.mark.django_db
FOR_COORDINATORS = (
    *("invite", "invitation_withdraw", "second_coordinator", "role_more", "ring_many", "ring_take_back", "ring_call"),
    *("renew_keys", "leave", "proposal_confirm", "proposal_withdraw", "proposal_put_back", "directory"),
    *("freeze", "overdue_call", "overdue_settle", "place_new", "place_show", "place_step"),
)
POSTS = dict.fromkeys([*FOR_COORDINATORS, "beds_confirm", "beds_undo", "beds_feed", "beds_feed_revoke"], 403)


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
