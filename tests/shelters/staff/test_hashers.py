"""Guessed passwords take neither all memory nor all threads of a worker."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as real
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.test import Client

from shelters.keys import hashers
from tests.support import people

PASSWORD = "correct horse battery"


@pytest.fixture
def argon2(settings):
    settings.PASSWORD_HASHERS = ["shelters.keys.hashers.PatientArgon2Hasher"]


@pytest.mark.usefixtures("argon2")
def test_a_worker_computes_two_at_a_time(monkeypatch):
    now, most, lock = 0, 0, threading.Lock()

    def slow(_self, _password, _encoded):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return True

    hashed = make_password(PASSWORD)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", slow)
    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(lambda _nth: check_password(PASSWORD, hashed), range(24)))
    assert most == hashers.AT_ONCE


@pytest.mark.django_db
def test_who_waits_too_long_is_told_to_and_the_next_gets_in(argon2, monkeypatch):
    client = Client(SERVER_NAME="localhost")
    person = people.coordinator("leyla").user
    person.set_password(PASSWORD)
    person.save()
    monkeypatch.setattr(hashers, "PATIENCE", 0.01)
    typed = {"login": "leyla", "password": PASSWORD}
    for _turn in range(hashers.AT_ONCE):
        hashers._turns.acquire()
    try:
        busy = client.post("/work/sign-in/", typed)
    finally:
        for _turn in range(hashers.AT_ONCE):
            hashers._turns.release()
    assert busy.status_code == 503 and busy.headers["Retry-After"] == "60"
    assert client.post("/work/sign-in/", typed).status_code == 302


def test_the_site_uses_it():
    from config import settings as ours

    assert ours.PASSWORD_HASHERS == ["shelters.keys.hashers.PatientArgon2Hasher"] != real.PASSWORD_HASHERS
