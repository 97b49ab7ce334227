"""Alive and ready: to whom, under which name, and in which words."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client

from shelters.models import Heartbeat
from shelters.operations import probes
from shelters.published import database
from shelters.web import health
from shelters.witness import agreement
from shelters.witness.agreement import Agreement


@pytest.fixture(autouse=True)
def nothing_kept(settings, tmp_path):
    settings.WITNESS = tmp_path / "witness"
    health.forget()
    yield
    health.forget()


@pytest.fixture
def well(db, ring, monkeypatch):
    """All that a server needs. The witness begins after a commit, which no test makes."""
    monkeypatch.setattr(agreement, "look", lambda: Agreement.AGREES)
    probes.folder.path()


def ready(client):
    health.forget()
    response = client.get("/readyz")
    assert response.status_code == (503 if "wrong" in response.json() else 200)
    return response.json().get("wrong", [])


def test_alive_under_any_name_and_over_plain_http(db, client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["yaxin.example"], True
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).json() == {"status": "ok"}
    far = Client(REMOTE_ADDR="203.0.113.9")
    assert far.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 400
    assert far.get("/healthz", headers={"host": "yaxin.example"}, secure=True).json() == {"status": "ok"}


def test_only_the_operator_asks_whether_it_is_ready(well, client, settings):
    assert ready(client) == []
    assert Client(REMOTE_ADDR="203.0.113.9").get("/readyz").status_code == 404
    assert client.get("/readyz", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    settings.TRUSTED_PROXIES = 1
    assert client.get("/readyz", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    assert ready(client) == []
    settings.HEALTH_FROM = ["203.0.113.0/24"]
    assert client.get("/readyz", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 200
    assert client.get("/readyz").status_code == 404


def test_a_probe_leaves_nothing(well, client):
    assert ready(client) == []
    assert not Heartbeat.objects.exists()


def test_each_fault_has_its_word(well, client, settings, monkeypatch):
    for found in (Agreement.OLDER, Agreement.SHORT, Agreement.ANOTHER, Agreement.NO_WITNESS):
        monkeypatch.setattr(agreement, "look", lambda found=found: found)
        assert ready(client) == ["restored"]
    monkeypatch.setattr(agreement, "look", lambda: Agreement.AGREES)
    settings.KEYRING = settings.WITNESS
    assert ready(client) == ["ring"]
    settings.WITNESS = settings.WITNESS / "none"
    monkeypatch.setattr(probes.folder, "path", lambda: settings.KEYRING)
    assert ready(client) == ["witness", "ring"]
    monkeypatch.setattr(probes.shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    assert ready(client) == ["disk", "witness", "ring"]
    database.note(False)
    try:
        assert ready(client) == ["database", "disk", "witness", "ring"]
    finally:
        database.note(True)


def test_it_looks_at_most_once_a_second(well, client, settings):
    assert ready(client) == []
    settings.KEYRING = settings.WITNESS
    assert client.get("/readyz").status_code == 200


def test_a_probe_that_fails_itself_is_named(well, client, monkeypatch):
    monkeypatch.setattr(probes, "Heartbeat", SimpleNamespace(beat=lambda *_: call_command("no_such_command")))
    assert ready(client) == ["database_writes"]
