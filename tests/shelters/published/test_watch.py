"""An edit shows within two seconds in every worker, and no request looks for it."""

import json
import time
import urllib.request

import pytest

from tests.support.server import Server

pytestmark = pytest.mark.long
EDIT = """
from shelters.models import Facility
from shelters.published.refresh import refresh
facility = Facility.objects.filter(kind="shelter", listed=True, only_for=None).first()
facility.basis, facility.name_en = "agreed", "Renamed"
facility.save()
refresh([facility.pk])
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("watch"), WEB_CONCURRENCY="2")
    yield made
    made.stop()


def names(server):
    body = json.dumps({"place": "Bakı", "lang": "en", "limit": 50}).encode()
    request = urllib.request.Request(
        f"{server.url}/api/v1/near/", data=body, headers={"Content-Type": "application/json", "Connection": "close"}
    )
    with urllib.request.urlopen(request) as response:
        return [result["name"] for result in json.load(response)["results"]]


def test_an_edit_shows_in_every_worker(server):
    assert all("Renamed" not in names(server) for _time in range(10))
    server.run(EDIT)
    time.sleep(2)
    assert all("Renamed" in names(server) for _time in range(30))
