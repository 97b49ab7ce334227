"""A page that is remembered is the same for everybody: it holds no key, no code, no token and no nonce."""

import gzip
import re
import secrets
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import translation
from django.utils.safestring import SafeString

from shelters.hours.clock import BAKU
from shelters.published import current, remembered
from tests.support import make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 12, 12, 30, tzinfo=BAKU)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SECRET = re.compile(r'name="(once|code|csrfmiddlewaretoken|words)" value="[^"]|nonce=|[0-9a-f]{24}|(\d{4} ){3}\d{4}')


def addresses(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from addresses(pattern, address)
        elif getattr(pattern.callback, "is_remembered", False):
            yield "/" + address


with translation.override("en"):
    REMEMBERED = sorted(addresses())


@pytest.fixture(autouse=True)
def clock(directory):
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def renderings(monkeypatch):
    """How often a page is rendered."""
    from django.template import base

    made, render = [], base.Template.render
    monkeypatch.setattr(base.Template, "render", lambda *given: made.append(1) or render(*given))
    return made


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200 and not response.cookies
    return re.sub("<!--[^>]*-->$|<!-- *-->$", "", response.content.decode())


def rendered(client, path):
    """As this client alone would have it."""
    remembered.forget()
    return text(client, path)


def check(path, staff):
    """Two clients, for each of whom the page is rendered, read the same bytes, and no secret."""
    other = Client(REMOTE_ADDR="198.51.100.7", headers={"user-agent": "other", "referer": "https://example.org/"})
    first = rendered(staff, path)
    assert rendered(other, f"{path}?a=b") == first == text(Client(), path)
    inside = re.sub(r'<style>.*?</style>|<link rel="icon"[^>]*>|src="/static/[^"]*"', "", first, flags=re.DOTALL)
    assert not (found := SECRET.search(inside)), found


def test_these_are_remembered():
    names = "answer ask easy easy/hours help hours lines near phone ready rights safety site"
    named = ["", *(f"{name}/" for name in names.split())]
    assert [f"/en/{name}" for name in named] == REMEMBERED


@pytest.mark.parametrize("path", REMEMBERED)
def test_a_remembered_page_holds_nothing_of_anybody(path, leyla):
    for language in LANGUAGES:
        check(path.replace("/en/", f"/{language}/", 1), leyla)


@pytest.mark.parametrize(
    "planted",
    [
        lambda: f"<i>{secrets.randbelow(10**9)}</i>",
        lambda: '<input type="hidden" name="once" value="a">',
        lambda: "1234 5678 1234 5678",
        lambda: '<script nonce="a"></script>',
        lambda: "0123456789abcdef01234567",
    ],
)
def test_a_planted_secret_is_found(planted, settings, leyla):
    settings.SITE_NAME = type("Planted", (), {"__str__": lambda self: SafeString(planted())})()
    with pytest.raises(AssertionError):
        check("/en/", leyla)


def test_it_is_rendered_once_a_minute_and_value(client, renderings, clock):
    first = client.get("/en/").content
    once = len(renderings)
    assert client.get("/en/").content == first and len(renderings) == once
    client.get("/ru/")
    assert len(renderings) == 2 * once
    clock.shift(timedelta(minutes=1))
    client.get("/en/")
    assert len(renderings) == 3 * once
    make.facility()
    client.get("/en/")
    assert len(renderings) == 4 * once


def test_what_was_typed_is_not_remembered(client, post):
    post("/en/near/", show="form", place="Canaryville")
    assert b"Canaryville" not in client.get("/en/near/").content
    post("/en/hours/", show="form", place="Canaryville")
    assert b"Canaryville" not in client.get("/en/hours/").content


def test_a_page_whose_age_is_told_tells_it_at_once(client, settings, clock):
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]
    current.refresh_now()
    current.watched()
    clock.move_to(NOON + timedelta(minutes=19, seconds=59))
    assert b"last known" not in client.get("/en/").content
    clock.shift(timedelta(seconds=1))
    assert b"last known" in client.get("/en/").content
    current.forget()


def test_it_is_compressed_once_and_filled_each_time(client, monkeypatch):
    packed, pack = [], remembered.pack
    monkeypatch.setattr(remembered, "pack", lambda content: packed.append(1) or pack(content))
    answers = [client.get("/en/", headers={"accept-encoding": "gzip"}).content for _time in range(3)]
    assert len(packed) == 1 and len(set(answers)) == 3 and len({len(one) for one in answers}) == 1
    assert len({gzip.decompress(one).rpartition(b"<!--")[0] for one in answers}) == 1
