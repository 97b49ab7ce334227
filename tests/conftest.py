"""What every test stands on: no network but this machine's, no `.env`, the real places."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation

from referrals.vault import keyring
from shelters.hours.clock import BAKU
from shelters.models import BedPool, Facility, Place
from shelters.published import current, remembered
from shelters.web import throttle
from tests.support import loaded_directory, make, people, plans, referrals

pytest_plugins = ["tests.support.network", "tests.support.database", "tests.support.quick", "tests.support.browser"]


@pytest.fixture(autouse=True, scope="module")
def nothing_remembered() -> None:
    """No file depends on what a process kept in memory for another."""
    current.forget()
    throttle.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def newest_forgotten() -> None:
    """The database of each test begins anew, and its rows may be older than what a process read before."""
    if held := current.held_since():
        held[0].newest.clear()


@pytest.fixture(autouse=True)
def no_page_remembered() -> None:
    """A test may change settings that a page shows; and no test speaks the language of another's last page."""
    remembered.forget()
    translation.deactivate()


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Path:
    """A keyring with its first key."""
    settings.KEYRING = tmp_path / "ring"
    keyring.make(timezone.now())
    return tmp_path / "ring"


@pytest.fixture
def directory(db: None) -> None:
    """The real directory."""
    loaded_directory.load()


@pytest.fixture
def near(client: Client) -> Callable[..., HttpResponse]:
    """POST to the API's search: `near(place="Gəncə")` gives the response."""

    def ask(**fields: Any) -> Any:
        return client.post("/api/v1/near/", fields, content_type="application/json")

    return ask


@pytest.fixture
def post(client: Client) -> Callable[..., HttpResponse]:
    """Send a page's form: `post("/az/hours/", place="Gəncə")`."""

    def send(path: str = "/en/near/", **fields: Any) -> Any:
        return client.post(path, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded")

    return send


@pytest.fixture
def admin_client(admin_user: AbstractBaseUser, client: Client) -> Client:
    """A superuser of the console, signed in beyond a password."""
    people.sign_in(client, admin_user)
    return client


@pytest.fixture
def country(db: None) -> None:
    """Few places that help, far apart; what records traces closes on holidays."""
    plans.make_country()


@pytest.fixture
def plan(client: Client) -> Callable[..., Any]:
    """`plan("2026-03-20 17:30", place="Şəki", …)`: what the API says at that moment in Baku."""

    def ask(now: str, **fields: Any) -> Any:
        moment = datetime.fromisoformat(now).replace(tzinfo=BAKU)
        with time_machine.travel(moment, tick=False):
            response = client.post("/api/v1/hours/", fields, content_type="application/json")
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def leyla(db: None) -> Any:
    """A coordinator of old, signed in at once by a client of her own."""
    return people.coordinator("leyla")


@pytest.fixture
def nigar(leyla: Any) -> Any:
    """A second one."""
    return people.coordinator("nigar")


@pytest.fixture
def house(db: None) -> Facility:
    """A facility with a number that everybody may read."""
    return make.facility(Place.objects.get(name_az="Gəncə"), name_en="House", phones=[{"number": "(012) 404 12 34"}])


@pytest.fixture
def pools(db: None) -> list[BedPool]:
    """Two houses with a pool of two beds each."""
    return referrals.two_pools()
