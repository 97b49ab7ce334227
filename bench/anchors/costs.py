"""What a request costs a server of two workers beside bare views: processor time, taken in turns.

The processor time of the workers and of PostgreSQL is counted, not the time that passes: others may use the machine.
"""

import gzip
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

TURNS, TIMES = 9, 60
TICK = os.sysconf("SC_CLK_TCK")
ASKED = {"place": "Закаталы", "who": ["woman_with_children"], "oldest_son": 9}
FORM = {"place": "Закаталы", "who": "woman_with_children", "oldest_son": "9"}
JSON = "application/json"


class Sent(NamedTuple):
    path: str
    body: str | None = None
    kind: str = JSON


REQUESTS = {
    "bare": Sent("/api/bare/", json.dumps(ASKED)),
    "search": Sent("/api/v1/near/", json.dumps(ASKED)),
    "search for fifty": Sent("/api/v1/near/", json.dumps(ASKED | {"limit": 50})),
    "list": Sent("/api/list/"),
    "loop": Sent("/az/loop/", urlencode(FORM), "application/x-www-form-urlencoded"),
    "results": Sent("/az/near/", urlencode(FORM), "application/x-www-form-urlencoded"),
    "bare home": Sent("/az/bare/"),
    "home": Sent("/az/"),
}
# What is compared, with what, and the goal.
RATIOS = [
    ("bare", "search", "at least 0.3, aim 0.5"),
    ("list", "search", "reported"),
    ("bare home", "home", "at least 0.8"),
    ("search for fifty", "results", "at least 0.5: a page shows fifty"),
    ("loop", "results", "reported"),
]


def compare(size: int, folder: Path) -> None:
    """Print what each request costs among so many facilities, the ratios, and what a worker weighs.

    The folder is the same for all sizes of a database: it holds the witness.
    """
    with serving(folder) as (port, pid):
        costs: dict[str, list[float]] = {name: [] for name in REQUESTS}
        for turn in range(TURNS + 1):  # the first warms
            for name, sent in REQUESTS.items():
                cost = _cost(port, pid, sent)
                if turn:
                    costs[name].append(cost)
        print(f"{size:>7} facilities, ms of processor time a request, medians of {TURNS} turns of {TIMES}:")
        print("        " + ", ".join(f"{name} {statistics.median(times):.2f}" for name, times in costs.items()))
        for bare, ours, goal in RATIOS:
            found = sorted(a / b for a, b in zip(costs[bare], costs[ours], strict=True))
            print(
                f"        {bare} / {ours}: {statistics.median(found):.2f}, {found[0]:.2f} to {found[-1]:.2f} ({goal})"
            )
        most = max(_pss(worker) for worker in _children(pid))
        print(f"        memory of a worker: {most:.0f} MB (Pss; goal at 1,000: at most 120)")


def _cost(port: int, pid: int, sent: Sent) -> float:
    """Milliseconds of processor time for a request, over a connection that is kept."""
    client = http.client.HTTPConnection("localhost", port)
    watched = [*_children(pid), *_database()]
    before = sum(map(_ticks, watched))
    for _time in range(TIMES):
        headers = {"Content-Type": sent.kind, "Accept-Encoding": "gzip"} if sent.body else {"Accept-Encoding": "gzip"}
        client.request("POST" if sent.body else "GET", sent.path, sent.body and sent.body.encode(), headers)
        answer = client.getresponse()
        content = answer.read()
        assert answer.status == 200 and content, gzip.decompress(content)[:500]
    spent = sum(map(_ticks, watched)) - before
    client.close()
    return spent / TICK / TIMES * 1000


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _database() -> list[int]:
    """The processes of PostgreSQL, but for the one that serves this process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return [pid for (pid,) in cursor.fetchall()]


def _ticks(pid: int) -> int:
    """The user and system time of a process so far; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _pss(pid: int) -> float:
    """MB."""
    line = next(one for one in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if one.startswith("Pss:"))
    return int(line.split()[1]) / 1024


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """A server of two workers, with the bare views: its port and the id of its first process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    client = Client(SERVER_NAME="localhost")
    (folder / "search").write_bytes(client.post("/api/v1/near/", ASKED, content_type=JSON).content)
    environment = os.environ | {"PORT": str(port), "BENCH_ANSWERS": str(folder), "WEB_CONCURRENCY": "2"}
    environment |= {"PUBLISHED": f"{folder}/published", "PUBLISHED_KEY": f"{folder}/key", "KEYRING": f"{folder}/ring"}
    environment |= {"STATIC_ROOT": f"{folder}/static", "WITNESS": f"{folder}/witness"}
    subprocess.run([sys.executable, "manage.py", "prepare"], env=environment, check=True, capture_output=True)
    with _begun(environment, port):
        (folder / "home").write_bytes(_home(port))
    with _begun(environment, port) as pid:
        yield port, pid


def _home(port: int) -> bytes:
    client = http.client.HTTPConnection("localhost", port)
    client.request("GET", "/az/")
    return client.getresponse().read().rpartition(b"<!--")[0]


@contextmanager
def _begun(environment: dict[str, str], port: int) -> Iterator[int]:
    gunicorn = Path(sys.executable).parent / "gunicorn"
    server = subprocess.Popen([gunicorn, "--config", "config/gunicorn.conf.py"], env=environment)
    try:
        for _attempt in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield server.pid
    finally:
        server.terminate()
        server.wait()
