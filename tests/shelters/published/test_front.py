"""Fronts go on without the main machine, and hold nothing that the public may not read."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.clients import UNTHROTTLED
from tests.support.canaries import find_in
from tests.support.memory import children_of, memory_holds
from tests.support.searching import comes, edit, fetch, names, search, shows_soon
from tests.support.server import ROOT, Server

pytestmark = pytest.mark.long
FORM = "application/x-www-form-urlencoded"
MAIN = "https://main.example.org"
# A mark in each thing that the public may not read.
MARKS = ("Canarynote", "Canaryrule", "+994559876501", "Canaryhost", "Canarygone", "Canaryline", "Canaryroom")
HIDE = """
from shelters.models import BedPool, Facility, Hotline, User
from shelters.published.refresh import refresh
made = Facility.objects.filter(listed=True, only_for=None).order_by("pk").first()
made.notes = "Canarynote"
made.takes_questions = made.public_rooms = True
made.save()
made.rules.create(group="lgbq", verdict="conditional", condition_en="Canaryrule", visible_to="caseworkers", source="a")
made.phones.create(number="+994559876501", visible_to="caseworkers", source="a")
BedPool.objects.create(facility=made, name_az="Canaryroom", capacity=7)
User.objects.create(username="Canaryhost")
gone = Facility.objects.filter(listed=True).exclude(pk=made.pk).order_by("pk").last()
gone.name_az, gone.name_en, gone.listed = "Canarygone", "Canarygone", False
gone.save()
Hotline.objects.create(key="new", number="1234", label_az="Canaryline", published=False, source="a")
refresh([made.pk, gone.pk])
"""


@pytest.fixture(scope="module")
def main(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("main"), **UNTHROTTLED)
    made.run(HIDE)
    yield made
    made.stop()


def published(server):
    return Path(server.environment["PUBLISHED"]) / "directory.jsonl"


@pytest.fixture(scope="module")
def copied(main):
    """Copies the file as an operator does, when something new stands in it."""
    key = main.manage("published_key").strip()

    def copy(*folders):
        edit(main, name := f"Edited {time.monotonic()}")
        assert shows_soon(main, name=name) and comes(lambda: name in published(main).read_text())
        for folder in folders:
            shutil.copy(published(main), folder / "coming")
            (folder / "coming").replace(folder / "directory.jsonl")
        return key

    return copy


@pytest.fixture(scope="module")
def fronts(copied, tmp_path_factory):
    folders = [tmp_path_factory.mktemp(f"front{number}") for number in range(2)]
    key = copied(*folders)
    made = [started(folder, key) for folder in folders]
    yield made
    for one in made:
        one.stop()


def started(folder, key):
    return Server(
        folder,
        FRONT=str(folder / "directory.jsonl"),
        FRONT_KEY=key,
        MAIN_SITE=MAIN,
        DJANGO_SETTINGS_MODULE="config.front",
        **UNTHROTTLED,
    )


def folder_of(front):
    return front._log.parent


def test_it_answers_as_the_main_machine(main, fronts, copied):
    copied(*(folder_of(front) for front in fronts))
    assert comes(lambda: [names(front) for front in fronts] == [names(main)] * len(fronts))
    for front in fronts:
        assert json.loads(search(front).text) == json.loads(search(main).text)
        for path in ("/az/", "/ru/hours/", "/en/safety/", "/en/near/", "/api/v1/", "/api/v1/schema/", "/api/v1/docs/"):
            assert fetch(front, path).status == 200, path
        assert int(fetch(front, "/az/").headers["Directory-Serial"]) > 1_000_000_000
        assert "Set-Cookie" not in fetch(front, "/az/").headers


def test_asking_is_a_plain_link_and_nothing_travels(fronts):
    front = fronts[0]
    place = fetch(front, "/en/near/", "place=Bakı".encode(), FORM).text
    one = fetch(front, "/en/site/", f"id={json.loads(search(front).text)['results'][0]['id']}".encode(), FORM).text
    for page in (place, fetch(front, "/en/").text, one):
        assert f'<a href="{MAIN}" rel="noreferrer">' in page and "/ask/" not in page and "/answer/" not in page
    for path in ("/en/ask/", "/az/answer/"):
        told = fetch(front, path, b"id=abcdef&question=Canarytyped", FORM)
        assert told.status == 200 and MAIN in told.text and "abcdef" not in told.text and "<form" not in told.text


@pytest.mark.parametrize("path", ["/work/", "/work/sign-in/", "/admin/", "/api/v1/beds/abcdef/", "/en/nothing/"])
def test_staff_have_nothing_there(fronts, path):
    found = fetch(fronts[0], path)
    assert found.status == 404 and "/work/" not in found.text


def test_it_takes_the_next_file_and_refuses_an_older_one(main, fronts, copied):
    front, folder = fronts[0], folder_of(fronts[0])
    old = (folder / "directory.jsonl").read_bytes()
    copied(folder)
    assert comes(lambda: names(front) == names(main))
    newest = names(front)
    (folder / "directory.jsonl").write_bytes(old)
    time.sleep(2)
    assert names(front) == newest


def test_a_wrong_key_serves_no_place(fronts, tmp_path):
    shutil.copy(folder_of(fronts[0]) / "directory.jsonl", tmp_path)
    front = started(tmp_path, "11" * 32)
    try:
        page = fetch(front, "/az/")
        assert page.status == 503 and all(f"tel:{number}" in page.text for number in (112, 102, 103))
    finally:
        front.stop()


def test_no_byte_of_a_front_holds_what_is_hidden(main, fronts):
    """The same search finds all of it on the main machine."""
    assert find_in(folder_of(main), *MARKS) and not find_in(folder_of(main) / "published", *MARKS)
    secrets = ("tests-only", "DATABASE_URL", "sqlite:///")
    for front in fronts:
        search(front)
        assert find_in(folder_of(front), *MARKS, *secrets) == []
        for pid in children_of(front.pid):
            assert memory_holds(pid, *MARKS, "Edited") == ["Edited"]
        names_of_files = {path.name for path in folder_of(front).iterdir()}
        assert not {"ring", "published.key", "server.sqlite3"} & names_of_files


def test_searches_go_on_when_the_main_machine_is_killed(tmp_path_factory):
    doomed = Server(tmp_path_factory.mktemp("doomed"), **UNTHROTTLED)  # of its own: other tests need theirs
    folder = tmp_path_factory.mktemp("left")
    edit(doomed, "Edited last")
    assert comes(lambda: "Edited last" in published(doomed).read_text())
    shutil.copy(published(doomed), folder)
    front = started(folder, doomed.manage("published_key").strip())
    for pid in (*children_of(doomed.pid), doomed.pid):
        os.kill(pid, signal.SIGKILL)
    for _time in range(100):
        assert search(front).status == 200 and fetch(front, "/ru/").status == 200
    front.stop()


def test_it_is_begun_with_two_arguments():
    for command in (["--front"], ["--front", "a"], ["--demo", "x"], ["--fronts", "a", "b"]):
        found = subprocess.run(["bin/serve", *command], cwd=ROOT, capture_output=True, text=True, check=False)
        assert found.returncode == 2 and "--front FILE PUBLIC_KEY" in found.stderr


def test_it_imports_nothing_of_staff():
    code = (
        "import django; django.setup(); import config.front_urls, sys;"
        "print([name for name in sys.modules if name.startswith(('referrals', 'allauth', 'shelters.staff.team'))])"
    )
    environment = {"PATH": os.environ["PATH"], "FRONT": "x", "FRONT_KEY": "11" * 32, "ENV_FILE": os.devnull}
    environment["DJANGO_SETTINGS_MODULE"] = "config.front"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert found.stdout.strip() == "[]", found.stderr
