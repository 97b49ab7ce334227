"""bin/bench outage [SEARCHES]: searches with the database, while it is away, and by a server that starts without it.

None may fail. These are times that pass, so nobody else may use the machine.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from bench.clients import UNTHROTTLED
from tests.support.postgres import Postgres, postgres
from tests.support.searching import edit, names, search
from tests.support.server import Server

SEARCHES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
STATES = ("stopped", "frozen", "refusing", "read_only")
PLACES = ("Bakı", "Gəncə", "Şəki", "Zaqatala")


def main() -> None:
    with postgres() as base, tempfile.TemporaryDirectory() as folder:
        with _serving(base, folder) as server:
            usual = _measure(server, "there", nullcontext())
            for how in STATES:
                _compare(usual, how, _measure(server, how, getattr(base, how)()))
                _edit(server, f"After it was {how}")
        with base.stopped(), _serving(base, folder) as server:
            _compare(usual, "at start", _measure(server, "at start", nullcontext()))


def _edit(server: Server, name: str) -> None:
    """How long an edit takes to show in every worker, now that the database is back."""
    edit(server, name)
    begun = time.monotonic()
    while not all(name in names(server) for _time in range(20)):
        time.sleep(0.05)
    print(f"           then an edit shows in every worker after {time.monotonic() - begun:.1f} s (goal: 2)")


@contextmanager
def _serving(base: Postgres, folder: str) -> Iterator[Server]:
    server = Server(Path(folder), WEB_CONCURRENCY="2", **UNTHROTTLED, **base.environment)
    try:
        yield server
    finally:
        server.stop()


def _compare(usual: float, how: str, p99: float) -> None:
    print(f"{how:>9}: {p99 / usual:.2f} times the 99th percentile with it (goal: at most 2)")


def _measure(server: Server, how: str, state: AbstractContextManager[None]) -> float:
    """The 99th percentile in seconds, from the first moment of the state on. Exits with 1 where a search fails."""
    with state:
        found = [search(server, PLACES[number % len(PLACES)]) for number in range(SEARCHES)]
    failed = sum(one.status != 200 for one in found)
    seconds = sorted(one.seconds for one in found)
    half, p99 = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]
    print(f"{how:>9}: {len(found)} searches, {failed} failed; median {half * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms")
    if failed:
        sys.exit(1)
    return p99


if __name__ == "__main__":
    main()
