"""What every test stands on: no network but this machine's, no .env, the real places."""

import gc
import os
import shutil
import socket
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

os.environ["ENV_FILE"] = os.devnull
os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("HTTPS", "off")

import pytest
import time_machine
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0", ""}


class LeftTheMachine(RuntimeError):
    """A test tried to reach another machine."""


def _guarded(connect: Any) -> Any:
    def guard(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise LeftTheMachine(address)
        return connect(self, address)

    return guard


@pytest.fixture(autouse=True, scope="session")
def no_request_leaves_the_machine():
    """Fail whatever connects to, or looks up, anything but this machine."""
    patch = pytest.MonkeyPatch()
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        if (host.decode() if isinstance(host, bytes) else host or "") not in LOCAL:
            raise LeftTheMachine(host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
    patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
    patch.setattr(socket, "getaddrinfo", look_up_here)
    yield
    patch.undo()


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations as `manage.py prepare` does, before Django reads them."""
    gc.set_threshold(100_000, 50, 50)  # looking for garbage took a twentieth of the time
    for po in (Path(__file__).parent.parent / "locale").glob("*/LC_MESSAGES/*.po"):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(source))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the tests' database nothing: it is the same on every database."""
    from django.test import SimpleTestCase

    for item in items:
        asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
        if not asks and not issubclass(getattr(item, "cls", None) or object, SimpleTestCase):
            item.add_marker("bare")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The real places stand in every test's database."""
    with django_db_blocker.unblock():
        from shelters.places import loading

        loading.load()


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """Tests render pages without a manifest of collected files, search as often as they like, and sign in at once."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SEARCHES_PER_MINUTE = settings.QUESTIONS_PER_MINUTE = settings.ANSWERS_PER_MINUTE = 10**9
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture
def ring(settings, tmp_path):
    """A keyring with its first key."""
    from django.utils import timezone

    from referrals.vault import keyring

    settings.KEYRING = tmp_path / "ring"
    keyring.make(timezone.now())
    return settings.KEYRING


@pytest.fixture
def directory(db):
    """The real directory."""
    from shelters.directory import initial

    initial.load()


@pytest.fixture(scope="module")
def once_for_the_file(django_db_setup, django_db_blocker):
    """A transaction around the rest of a file's tests, for what takes long to make: each test undoes its own part."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def near(client):
    """POST to the API's search: `near(place="Gəncə")` gives the response."""

    def ask(**fields: Any) -> Any:
        return client.post("/api/v1/near/", fields, content_type="application/json")

    return ask


@pytest.fixture
def post(client):
    """Send a page's form: `post("/az/hours/", place="Gəncə")`."""

    def send(path: str = "/en/near/", **fields: Any) -> Any:
        return client.post(path, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded")

    return send


@pytest.fixture(scope="module")
def chromium():
    """One browser for the tests of a file."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop would make Django refuse to speak to a database that nobody here asks for.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    arguments += ["--disable-gpu"]  # drawing as if there were one took a sixth of the time
    arguments += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=os.getuid() != 0, args=arguments
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, server):
    """`open_page("/az/", width=320)` at the module's `server`.

    At the end no other origin was asked, no cookie set, and the browser has no complaint.
    """
    contexts, elsewhere, complaints = [], [], []

    def make(path, *, width=320, **options):
        context = chromium.new_context(viewport={"width": width, "height": 640}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: request.url.startswith(server.url) or elsewhere.append(request.url))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.goto(server.url + path)
        return page

    yield make
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert elsewhere == []
    assert [text for text in complaints if "status of 4" not in text and "ERR_INTERNET" not in text] == []


@pytest.fixture
def phone(chromium):
    """`phone()` is a page on one more phone, each with a fingerprint reader of its own."""
    from tests.support import staff_browser

    contexts = []

    def make(**options):
        page = staff_browser.phone(chromium, **options)
        contexts.append(page.context)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def emptied_behind(django_db_setup, django_db_blocker):
    """A test with real transactions empties the database behind it: put back what the others stand on."""
    from django.db import connection

    from shelters.places import loading
    from tests.support import triggers

    with django_db_blocker.unblock():
        triggers.drop(connection)  # they would refuse to be emptied
    yield
    with django_db_blocker.unblock():
        loading.load()
        triggers.create(connection)


@pytest.fixture
def real_transactions(emptied_behind, transactional_db):
    """Transactions that commit, with the trail guarded while the test runs."""
    from django.db import connection

    from tests.support import triggers

    triggers.create(connection)
    yield
    triggers.drop(connection)


def sign_in(client: Any, user: Any, second: str = "webauthn") -> None:
    """Sign a test's client in, as if the second factor had been shown in this session."""
    client.logout()
    client.force_login(user, backend="shelters.staff.allauth_adapters.StaffBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "type": second, "at": 0}] if second else []
    session.save()


@pytest.fixture
def admin_client(admin_user, client):
    """A superuser of the console, signed in beyond a password."""
    sign_in(client, admin_user)
    return client


@pytest.fixture
def country(db):
    """Few places that help, far apart; what records traces closes on holidays."""
    from tests.support import plans

    plans.make_country()


@pytest.fixture
def plan(client):
    """`plan("2026-03-20 17:30", place="Şəki", …)`: what the API says at that moment in Baku."""

    def ask(now: str, **fields: Any) -> Any:
        from shelters.hours.clock import BAKU

        moment = datetime.fromisoformat(now).replace(tzinfo=BAKU)
        with time_machine.travel(moment, tick=False):
            response = client.post("/api/v1/hours/", fields, content_type="application/json")
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def leyla(db):
    """A coordinator of old, signed in at once by a client of her own."""
    from tests.support import people

    return people.coordinator("leyla")


@pytest.fixture
def nigar(leyla):
    """A second one."""
    from tests.support import people

    return people.coordinator("nigar")


@pytest.fixture
def house(db):
    """A facility with a number that everybody may read."""
    from shelters.models import Place
    from tests.support import make

    return make.facility(Place.objects.get(name_az="Gəncə"), name_en="House", phones=[{"number": "(012) 404 12 34"}])
