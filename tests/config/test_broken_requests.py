"""Whatever a client sends, no answer is a fault of the server: parameters, methods, headers, encodings, bodies."""

import json
from urllib.parse import quote

import pytest
from django.test import Client

from shelters.codes.staff import Role
from shelters.models import BedPool
from tests.support import people
from tests.support.addresses import PUBLIC, VIEWS
from tests.support.soak import TIMES

PART = 64 // min(TIMES, 16)  # each page gets one of so many parts of what is broken; bin/bench soak: a quarter
pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("ring")]
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "x" * 50)
FIELDS = (
    *(
        "place",
        "place_id",
        "lat",
        "lon",
        "who",
        "need",
        "avoid",
        "people",
        "limit",
        "lang",
        "rayon",
        "once",
        "id",
        "to",
    ),
    *(
        "code",
        "do",
        "next",
        "page",
        "login",
        "password",
        "credential",
        "q",
        "o",
        "p",
        "_popup",
        "seen",
        "pool",
        "field",
    ),
    *(
        "adults",
        "children_0_2",
        "oldest_son",
        "soon",
        "day",
        "part",
        "age",
        "words",
        "email",
        "digits",
        "role",
        "token",
    ),
    *(
        "organisation",
        "session",
        "facility",
        "paused",
        "beds",
        "until",
        "arrival",
        "file",
        "action",
        "_selected_action",
    ),
    *("more", "ago", "tap", "show", "yes", "way", "reach", "csrfmiddlewaretoken", "language", "username", "name", "x"),
)
VALUES = (
    *("\0", "a\0b", "\ud800", "\U0001f4a9" * 50, "\u202e" * 9, "9" * 400, "-1", "1e999", "NaN", "Infinity", "-0", "²"),
    *("٣", "0x10", "[]", "{}", "'\"<>", "%s%n", "../../etc/passwd", "x" * 9000, "2026-13-45T99:99", "0001-01-01T00:00"),
    *("9999-12-31T23:59", "", " ", "true", "null", "https://evil.example/", "//evil", "AZ-\0", "İıƏə", "\r\nX: y"),
)
BODIES = (
    *(b"", b"\xff\xfe\x00", b"%", b"%00=%00", b"a=%ff%fe&b=%u1234", b"&&&===&", b"=" * 9000, b"a&" * 3000, b"a=1;b=2"),
    *(b"null", b"[]", b"[[[[", b"1", b'"x"', b"{", b'{"place": {"a": [1]}}', b'{"place": 1e400}', b'{"lat": NaN}'),
    *(b'{"place": "\\ud800"}', b'{"limit": ' + b"9" * 5000 + b"}", b"[" * 5000, b'{"place": "\\u0000", "place": []}'),
    *(b"--b\r\n", b'--b\r\nContent-Disposition: form-data; name="file"; filename="\0"\r\n\r\nx\r\n--b--\r\n'),
    *(b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--\r\n',),
)
KINDS = (
    *(
        FORM,
        JSON,
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "b" * 300,
    ),
    *(
        "",
        "text/plain; charset=utf-16",
        f"{FORM}; charset=nonsense",
        f"{JSON}; charset=utf-7",
        "\xff",
        "a/b/c;;;=",
        "x",
    ),
)
HEADERS = (
    *("HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT", "HTTP_COOKIE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_AUTHORIZATION"),
    *("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_X_FORWARDED_FOR"),
    *("HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUESTED_WITH", "HTTP_SEC_FETCH_SITE", "HTTP_IDEMPOTENCY_KEY", "HTTP_HOST"),
    *("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_ACCEPT_ENCODING", "HTTP_EXPECT", "HTTP_X_CSRFTOKEN", "CONTENT_LENGTH"),
)


@pytest.fixture
def who(house, request):
    """A stranger, or somebody of each role: a client that shows a fault as an answer."""
    BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=3)
    if not request.param:
        client = Client(SERVER_NAME="localhost")
    elif request.param == Role.COORDINATOR:
        client = people.coordinator("leyla")
    else:
        client = people.signed_in(people.person(request.param, house.organisation))
    client.raise_request_exception = False
    return client


def addresses(house, role):
    """Each address of the site, with the house where one is named. Open pages know no role: a stranger tries them."""
    for address, name in VIEWS:
        if TIMES == 1 and role and address in PUBLIC:
            continue
        if "logout" not in name and "sign_out" not in name and name not in ("freeze", "session_end"):
            yield address.replace("/1/", f"/{house.public_id}/") if "/beds/" in address else address


def is_sent_away(answer):
    return answer.status_code in (403, 404) or answer.get("Location", "").startswith("/work/sign-in/")


def faults(answers):
    return [told for told, status in answers if status >= 500]


PEOPLE = [None, Role.COORDINATOR, Role.HOST, Role.CASEWORKER, Role.COUNTER]


@pytest.mark.long
@pytest.mark.parametrize("who, role", [(role, role) for role in PEOPLE], indirect=["who"], ids=str)
def test_nothing_that_a_client_sends_is_a_fault_of_the_server(who, role, house):
    assert faults(sent(who, list(addresses(house, role)))) == []


def sent(client, paths):
    """Each address gets a part of it, and all addresses together everything several times.

    Who is not let in, or asks for what does not exist, is sent away before anything is read: bin/bench soak tries it.
    """
    for at, path in enumerate(paths):
        if TIMES == 1 and is_sent_away(client.get(path)):
            continue
        for method in METHODS[at % PART % 5 :: min(PART, 5)]:
            yield (method, path), client.generic(method, path).status_code
        yield ("POST", path), as_form(client, path, [(name, "a\0b") for name in FIELDS])  # PostgreSQL takes no NUL
        for value in VALUES[at % PART :: PART]:
            fields = dict.fromkeys(FIELDS, value)
            yield ("POST", path, value), post(client, path, fields)
            query = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass')[:150])}" for name in FIELDS)
            yield ("GET", path, value), client.get(f"{path}?{query}").status_code
        for nth, body in enumerate(BODIES[at % PART :: PART]):
            for kind in (FORM, JSON, KINDS[2], KINDS[(nth + at) % len(KINDS)]):
                yield ("POST", path, body, kind), client.generic("POST", path, body, content_type=kind).status_code
        for nth, header in enumerate(HEADERS[at % PART :: PART]):
            value = VALUES[(nth + at) % len(VALUES)].encode("utf-8", "replace").decode("latin-1")
            yield ("GET", path, header, value), client.get(path, **{header: value}).status_code


def post(client, path, fields):
    """As a form, with each field twice; and as JSON."""
    pairs = [(name, value) for name, value in fields.items() for _time in range(2)]
    as_json = json.dumps({name: value[:60] for name, value in fields.items()}).encode()
    return max(as_form(client, path, pairs), client.generic("POST", path, as_json, content_type=JSON).status_code)


def as_form(client, path, pairs):
    body = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass')[:150])}" for name, value in pairs)
    return client.generic("POST", path, body.encode()[:15_000], content_type=FORM).status_code
