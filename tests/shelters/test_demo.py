"""The demo has people and beds for everything that can be played, and no other database ever gets them."""

import io
import re
import runpy
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from shelters.audit import trail
from shelters.beds import counting
from shelters.beds.freshness import age
from shelters.codes.staff import CountRoute
from shelters.directory import initial
from shelters.models import BedCount, BedPool, Facility, Phone, User
from shelters.places.loading import DATA
from shelters.staff import team
from shelters.staff.allauth_internals import totp

pytestmark = pytest.mark.django_db
CODE = Path(__file__).parents[2] / "bin" / "code"
code = runpy.run_path(str(CODE))["code"]


@pytest.fixture
def moment():
    """Codes do not run out while a test types them."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture(scope="module")
def loaded(once_for_the_file):
    with override_settings(DEMO=True):
        initial.load(DATA / "demo" / "facilities.csv", DATA / "demo" / "hotlines.csv")


@pytest.fixture
def made_up(loaded, db, settings):
    settings.DEMO = True


def printed():
    """What the console shows: by name, a password and a secret."""
    out = io.StringIO()
    call_command("demo_people", stdout=out)
    rows = [line.split() for line in out.getvalue().splitlines() if line.startswith("demo-")]
    return {name: (password, secret) for name, password, secret, *_role in rows}


def test_whoever_is_printed_comes_in(made_up, moment):
    for name, (password, secret) in printed().items():
        client = Client(SERVER_NAME="localhost")
        client.post("/work/sign-in/", {"login": name, "password": password})
        assert client.get("/work/").status_code == 302, "the password alone opens nothing"
        typed = {"code": code(secret, time.time())}
        assert client.post("/work/keys/authenticate/", typed)["Location"] == "/work/"
        assert client.get("/work/").status_code == 200
        assert client.get("/work/people/").status_code == (200 if "coordinator" in name else 403)
        assert secret not in str(list(Authenticator.objects.values()))
    long_ago = timezone.now() - timedelta(days=30)
    assert team.coordinators().filter(role_grants__since__lt=long_ago).count() == 2, "two people"
    assert trail.verify() is None


def test_twice_makes_nobody_and_nothing_anew_but_the_keys(made_up):
    first, counts = printed(), BedCount.objects.count()
    User.objects.filter(username="demo-host-1").update(is_active=False)
    second = printed()
    assert first.keys() == second.keys() and len(first) == User.objects.count() == 6
    assert not {one for pair in first.values() for one in pair} & {one for pair in second.values() for one in pair}
    assert Authenticator.objects.count() == 6 and BedCount.objects.count() == counts
    assert User.objects.get(username="demo-host-1").check_password(second["demo-host-1"][0])
    assert not User.objects.filter(is_active=False).exists()


def test_every_state_of_a_count_occurs(made_up):
    printed()
    rooms = [(home, room) for home in Facility.objects.all() for room in counting.rooms(home)]
    ages = {age(room.pool.observed_at, home, timezone.now()).value for home, room in rooms}
    assert ages == {"fresh", "ageing", "stale"}
    pools = [room.pool for _home, room in rooms]
    assert any(pool.left == 0 < pool.occupied for pool in pools), "full"
    assert any(pool.left < 0 for pool in pools), "over"
    assert any(pool.observed_at is None for pool in pools), "never counted"


def test_the_finder_tells_of_rooms_at_once(made_up, near):
    printed()
    found = near(place="Bakı", limit=50).json()["results"]
    assert {"likely", "full", "ask"} <= {one["availability"] for one in found}


def test_what_was_counted_since_stays(made_up):
    printed()
    pool = BedPool.objects.earliest("pk")
    counting.step(pool, by=counting.CountedBy(trail.CONSOLE, CountRoute.CONSOLE), occupied=1)
    before = BedPool.objects.values_list("pk", "occupied", "version")
    kept = list(before)
    printed()
    assert list(before.all()) == kept


def test_the_code_is_that_of_an_app(moment):
    secret = totp.generate_totp_secret()
    for written in (secret, secret.lower(), f"{secret[:8]} {secret[8:]}"):
        assert totp.validate_totp_code(secret, code(written, time.time()))
    assert not totp.validate_totp_code(secret, code(secret, time.time() - 90))


@pytest.mark.parametrize("secret, answer", [("MFRGGZDF", r"\d{6}\n"), ("", ""), ("not base 32!", ""), ("ü", "")])
def test_the_code_at_the_console(secret, answer):
    said = subprocess.run([CODE, secret], capture_output=True, text=True)
    assert re.fullmatch(answer, said.stdout) and ("bin/code SECRET" in said.stderr) is not bool(answer)


def test_the_walk_through_says_what_the_pages_say():
    root = Path(__file__).parents[2]
    strings = (root / "locale" / "az" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    said = re.findall(r'"([^"]+)"', (root / "docs" / "walk-through.md").read_text(encoding="utf-8"))
    words = {" ".join(one.split()) for one in said} - {"English"}
    assert len(words) > 20
    spoken = {one: (one, one[:1].lower() + one[1:]) for one in words}  # a button has a capital that its code has not
    assert [one for one, ways in spoken.items() if not any(f'"{way}"\n' in strings for way in ways)] == []


def test_its_directory_is_right(made_up):
    assert Facility.objects.count() >= 28
    assert not any(phone.dial for phone in Phone.objects.all())
