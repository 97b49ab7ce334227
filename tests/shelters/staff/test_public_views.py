"""What opens without a second factor is a short list of views; however an address is written, all else asks for it."""

import pytest
from django.conf import settings

from shelters.codes.staff import Role
from shelters.staff.paths import STAFF_PATHS
from tests.support import make, people
from tests.support.addresses import PUBLIC, STAFF, VIEWS

pytestmark = pytest.mark.django_db
METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
# Where somebody who has typed a password alone shows a second factor, makes the first, or leaves.
FOR_A_PASSWORD = ("/work/keys/", "/work/sign-out/", "/work/no/")


@pytest.fixture
def stranger(client):
    client.defaults |= {"SERVER_NAME": "localhost"}
    return client


@pytest.fixture
def half_way(db):
    """A coordinator whose password is known, and nothing else."""
    return people.signed_in(people.person(Role.COORDINATOR), second="")


def spellings(address):
    """Ways to write an address that could mislead whoever reads the address itself."""
    yield from (address, "/" + address, address.replace("/", "//"), "/." + address, "/az/.." + address)
    yield from (
        "/%" + f"{ord(address[1]):02x}" + address[2:],
        address.rstrip("/"),
        address + ";az",
        address + "?next=/az/",
    )
    yield from (address.replace("/", "%2f"), address.upper(), address + "%00", "/healthz/.." + address)


def test_the_public_addresses_are_these_and_no_others():
    public = {address for address, name in VIEWS if name in settings.PUBLIC_VIEWS}
    assert public == PUBLIC
    names = [name for _address, name in VIEWS if name in settings.PUBLIC_VIEWS]
    assert len(names) == len(set(names)) == len(settings.PUBLIC_VIEWS), "a public name belongs to one view"


def test_all_else_is_where_staff_work():
    """So it opens over TLS only, and what it says to browsers fits."""
    assert STAFF and all(address.startswith(STAFF_PATHS) for address in STAFF)


def test_no_spelling_opens_it_to_a_stranger(stranger):
    for address in STAFF:
        assert stranger.get(address)["Location"].startswith("/work/sign-in/"), address
        for spelling in spellings(address):
            response = stranger.get(spelling)
            assert response.status_code in (301, 302, 400, 404, 410), spelling
            assert b"<form" not in response.content or response.status_code == 404, spelling


@pytest.mark.parametrize("method", METHODS)
def test_no_method_opens_it_to_a_stranger(stranger, method):
    for address in STAFF:
        response = stranger.generic(method, address)
        assert response.status_code == 302 and response["Location"].startswith("/work/sign-in/"), address


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_password_alone_opens_nothing(half_way, method):
    assert [address for address in STAFF if is_open(half_way.generic(method, address), address)] == []


@pytest.mark.parametrize("forced", ["", None])  # None: as if Django believed what a header or a variable says
@pytest.mark.parametrize("name", ["/x", "/az", "/work/sign-in", "/work/keys"])
def test_no_script_name_opens_it(stranger, half_way, settings, name, forced):
    settings.FORCE_SCRIPT_NAME = forced
    for address in STAFF:
        assert "/work/sign-in/" in stranger.get(address, SCRIPT_NAME=name)["Location"], address
        assert not is_open(half_way.get(address, SCRIPT_NAME=name), address), address


def test_no_script_name_moves_an_address(stranger):
    """Where a server in front sets it all the same."""
    assert stranger.get("/work/people/", SCRIPT_NAME="/x")["Location"].startswith("/work/sign-in/")


def is_open(response, address):
    """Whether it shows anything but the way to a key; to whoever typed a password, some pages do."""
    to_a_key = response.status_code == 302 and "/work/" in response["Location"]
    return not to_a_key and not address.startswith(FOR_A_PASSWORD)


def test_the_admin_has_no_doors_of_its_own(leyla):
    for address in ("login/", "logout/", "password_change/", "password_change/done/"):
        assert leyla.get(f"/admin/{address}").status_code == 404
        assert leyla.post(f"/admin/{address}", {"username": "leyla", "password": people.PASSWORD}).status_code == 404
    page = leyla.get("/admin/").content.decode()
    assert 'action="/work/sign-out/"' in page and "password" not in page


def test_the_admin_refuses_whoever_does_not_coordinate():
    host = people.signed_in(people.person(Role.HOST, make.facility().organisation))
    assert host.get("/admin/").status_code == 403
    assert host.get("/admin/shelters/facility/").status_code == 403
