"""bin/bench outage [SEARCHES]: searches with the database, and while it is stopped, frozen, refusing or read-only.

None may fail. These are times that pass, so nobody else may use the machine.
"""

import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bench.clients import UNTHROTTLED
from tests.support.postgres import postgres
from tests.support.searching import search
from tests.support.server import Server

SEARCHES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
PLACES = ("Bakı", "Gəncə", "Şəki", "Zaqatala")


def main() -> None:
    with postgres() as base, tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), WEB_CONCURRENCY="2", **UNTHROTTLED, **base.environment)
        try:
            usual = _measure(server, "there", nullcontext())
            for how in ("stopped", "frozen", "refusing", "read_only"):
                p99 = _measure(server, how, getattr(base, how)())
                print(f"{how:>9}: {p99 / usual:.2f} times the 99th percentile with it (goal: at most 2)")
            _measure(server, "back", nullcontext())
        finally:
            server.stop()


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
