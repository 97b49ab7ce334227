"""What is sent without being signed in is small, and no body ever reaches the disk."""

import http.client

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler

from shelters.codes.staff import Role
from shelters.views import lists
from tests.support import people
from tests.support.server import Server

pytestmark = pytest.mark.django_db
LARGE = "x" * 17_000
FORM = "application/x-www-form-urlencoded"
OPEN = ["/work/sign-in/", "/work/keys/authenticate/", "/work/keys/webauthn/login/", "/work/join/x/", "/work/still/x/"]


@pytest.mark.parametrize("path", [*OPEN, "/az/near/", "/az/ask/", "/api/v1/near/"])
def test_a_large_body_is_refused_before_it_is_read(client, path):
    client.defaults |= {"SERVER_NAME": "localhost"}
    assert client.post(path, f"login={LARGE}", content_type=FORM).status_code == 413
    assert client.post(path, {"file": SimpleUploadedFile("a", LARGE.encode())}).status_code in (413, 415)


@pytest.mark.parametrize(
    "path", ["/work/directory/", "/admin/shelters/facility/add/", "/work/", "/work/people/invite/"]
)
def test_behind_the_sign_in_nothing_is_read_either(client, path, monkeypatch):
    client.defaults |= {"SERVER_NAME": "localhost"}
    monkeypatch.setattr(MemoryFileUploadHandler, "new_file", lambda *_args, **_kwargs: pytest.fail("it was read"))
    assert client.post(path, {"file": SimpleUploadedFile("a", LARGE.encode())}).status_code in (302, 413)
    half_way = people.signed_in(people.person(Role.COORDINATOR), second="")
    assert half_way.post(path, {"file": SimpleUploadedFile("a", LARGE.encode())}).status_code in (302, 413)


def test_staff_send_larger_ones_which_stay_in_memory(leyla, monkeypatch):
    read = []
    monkeypatch.setattr(lists, "decoded", lambda data: read.append(len(data)) or data.decode())
    monkeypatch.setattr(TemporaryUploadedFile, "__init__", lambda *_args, **_kwargs: pytest.fail("it is on the disk"))
    assert leyla.post("/work/people/invite/", f"role={LARGE}", content_type=FORM).status_code == 400
    leyla.post("/work/directory/", {"file": SimpleUploadedFile("list.csv", LARGE.encode())})
    assert read == [len(LARGE)]
    huge = SimpleUploadedFile("list.csv", b"x" * 2_600_000)
    assert leyla.post("/work/directory/", {"file": huge}).status_code == 413


@pytest.fixture(scope="module")
def spool(tmp_path_factory):
    """Where a server would keep what is too large for its memory."""
    return tmp_path_factory.mktemp("spool")


@pytest.fixture(scope="module")
def server(tmp_path_factory, spool):
    made = Server(tmp_path_factory.mktemp("server"), TMPDIR=str(spool))
    yield made
    made.stop()


@pytest.mark.parametrize("path", ["/work/sign-in/", "/work/directory/"])
def test_sixty_megabytes_are_not_taken(server, spool, path):
    """Over HTTP, with the temporary folder in sight."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    connection.putrequest("POST", path)
    connection.putheader("Content-Type", "multipart/form-data; boundary=b")
    connection.putheader("Content-Length", str(60_000_000))
    connection.endheaders()
    connection.send(b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"x" * 100_000)
    assert connection.getresponse().status in (302, 413)
    connection.close()
    assert list(spool.iterdir()) == []
