"""An edit shows soon in every worker, and no request looks for it."""

import pytest

from tests.support.searching import edit, names, shows_soon
from tests.support.server import Server

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("watch"), WEB_CONCURRENCY="2")
    yield made
    made.stop()


def test_an_edit_shows_in_every_worker(server):
    assert all("Renamed" not in names(server) for _time in range(10))
    edit(server, "Renamed")
    assert shows_soon(server, name="Renamed")
