"""bin/bench faults [SECONDS]: kill workers and the database at random while people count beds, ask and choose.

Acknowledged changes must be stored, each once. Each tap carries a key and is sent again until it is answered.
`bench.journeys` has the people who ask.
"""

import hashlib
import os
import random
import secrets
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from bench import journeys
from bench.clients import UNTHROTTLED, Crew, as_staff, insist
from tests.support.server import Server

CLIENTS = 8


class Taps(threading.Thread):
    """A person who taps and insists until an answer comes."""

    def __init__(self, server: Server, found: dict[str, object], session: str, until: float) -> None:
        super().__init__()
        self.server, self.session, self.until = server, session, until
        self.path, self.pool = f"/work/beds/{found['facility']}/", found["pools"][0][1]  # type: ignore[index]
        self.acknowledged: dict[str, int] = {}
        self.done = False

    def run(self) -> None:
        while time.monotonic() < self.until:
            more, tap = random.choice((1, -1)), secrets.token_hex(8)
            fields = [("pool", self.pool), ("field", "occupied"), ("more", more), ("seen", 0), ("tap", tap)]
            status = insist(partial(as_staff, self.server, self.session, self.path, fields))[0]
            assert status == 200, status
            self.acknowledged[hashlib.sha256(tap.encode()).hexdigest()] = more
        self.done = True


def children(parent: int) -> list[int]:
    """The child processes of a process. None while PostgreSQL starts again: if killed then, it gives up."""
    found: dict[int, str] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found[int(stat.parent.name)] = (stat.parent / "cmdline").read_text()
        except OSError:
            continue
    return [] if any("startup" in command for command in found.values()) else list(found)


def kill_now_and_then(server: Server, until: float) -> dict[str, int]:
    """SIGKILL a worker or a process of PostgreSQL. The others then start again from the disk."""
    folder = Path(os.environ["DATABASE_URL"].removeprefix("postgres:///").rpartition("/")[0])
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    killed = {"killed workers": 0, "killed processes of the database": 0}
    while time.monotonic() < until:
        time.sleep(random.uniform(0.3, 1.2))
        what, parent = random.choice(list(zip(killed, (server.pid, postmaster), strict=True)))
        victims = children(parent)
        if victims and time.monotonic() < until:  # after the end of the test all must stand
            with suppress(ProcessLookupError):
                os.kill(random.choice(victims), signal.SIGKILL)
                killed[what] += 1
    return killed


def run(server: Server, crew: Crew, seconds: float) -> dict[str, Any]:
    """Count, ask and kill for this long. Then compare the answers with the database."""
    found, before = crew("prepare"), crew("judge")
    until = time.monotonic() + seconds
    people = [Taps(server, found, found["sessions"][number], until) for number in range(CLIENTS)]
    others = journeys.people(server, crew, found["sessions"][CLIENTS:], until)
    everybody: list[Taps | journeys.Journeys] = [*people, *others]
    for one in everybody:
        one.start()
    killed = kill_now_and_then(server, until)
    for one in everybody:
        one.join()
    told = {digest: more for one in people for digest, more in one.acknowledged.items()}
    gave_up = {"gave up": sum(not one.done for one in everybody)}
    return killed | gave_up | judge_taps(before, crew("judge"), told) | journeys.judge(crew, others)


def judge_taps(before: dict[str, Any], after: dict[str, Any], told: dict[str, int]) -> dict[str, Any]:
    """Check that each acknowledged tap is counted, once."""
    kept = set(after["receipts"]) & set(told)
    # A tap without an answer may be counted too. It has a receipt, and is in no list of ours.
    unheard = len(set(after["receipts"]) - set(told) - set(before["receipts"]))
    moved = after["pools"][0]["occupied"] - before["pools"][0]["occupied"] - sum(told.values())
    return {
        "tap: acknowledged": len(told),
        "tap: kept": len(kept),
        "tap: lost": len(told) - len(kept),
        "tap: doubled": after["taps"] - before["taps"] - len(kept) - unheard,
        "tap: counted beyond what was told": max(0, abs(moved) - unheard),
    }


def well(result: dict[str, Any]) -> bool:
    """Whether all is well. Only killed, acknowledged and kept numbers may be above zero. The trail must be whole."""
    fine = ("killed", "acknowledged", "kept")
    wrong = [value for name, value in result.items() if not any(word in name for word in fine)]
    return not any(value for value in wrong if value != "whole")


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        environment = UNTHROTTLED | {"DATABASE_URL": os.environ["DATABASE_URL"], "WEB_CONCURRENCY": "4"}
        server = Server(Path(folder), **environment)
        try:
            with Crew(server) as crew:
                result = run(server, crew, seconds)
        finally:
            server.stop()
    for name, value in result.items():
        print(f"{name}: {value}")
    sys.exit(0 if well(result) else 1)


if __name__ == "__main__":
    main()
