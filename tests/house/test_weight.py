"""What a page weighs on the wire, with everything that it loads: counted from a real server, gzipped."""

import re
import urllib.request

import pytest

from tests.support import server as servers

HOME, LIST = 14 * 1024, 24 * 1024
PLAN = b"rayon=AZ-SAK&part=afternoon&minor=true"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = servers.Server(tmp_path_factory.mktemp("weight"), DEMO="on")
    yield made
    made.stop()


def fetched(server, path, body=None):
    """The bytes of head and body, and the page itself."""
    request = urllib.request.Request(server.url + path, data=body, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as response:
        content = response.read()
        zipped = response.headers.get("Content-Encoding") == "gzip"
        weight = len(content) + len(str(response.headers).encode())
    import gzip

    return weight, (gzip.decompress(content) if zipped else content).decode()


@pytest.mark.parametrize("language", ["az", "ru", "en"])
@pytest.mark.parametrize(
    "path, body, most",
    [
        ("", None, HOME),
        *((f"{path}/", None, HOME) for path in ("ready", "rights", "phone", "help", "listing", "easy", "easy/hours")),
        ("near/", b"place=Zaqatala&who=woman_with_children&oldest_son=9", LIST),
        ("hours/", None, LIST),
        ("hours/", PLAN, LIST),
    ],
)
def test_weight(server, language, path, body, most):
    weight, page = fetched(server, f"/{language}/{path}", body)
    loaded = re.findall(r'(?:src|<link rel="stylesheet" href)="(/[^"]+)"', page)
    assert len(loaded) == 1, loaded
    whole = weight + sum(fetched(server, one)[0] for one in loaded)
    assert whole <= most, f"{whole} bytes"
    assert "DEMO 00" in page or not body, page
