"""bin/bench races [ROUNDS] [sqlite]: 40 clients at once against real workers.

No count may be lost or doubled, and no bed oversold. The last bed goes to a single person (`bench.last_bed`).
"""

import json
import os
import random
import re
import secrets
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

from bench.clients import UNTHROTTLED, Crew, as_staff, send
from bench.last_bed import LastBed
from tests.support.server import Server

TAPS, CONFIRMS, FEEDS = 20, 10, 10
CLIENTS = TAPS + CONFIRMS + FEEDS


class Race:
    """Rounds on a facility. `told` counts the answers. Acknowledged changes are stored, to be judged."""

    def __init__(self, server: Server, crew: Crew) -> None:
        self.server, self.crew = server, crew
        self.found = crew("prepare")
        self.before = crew("judge")
        self.path = f"/work/beds/{self.found['facility']}/"
        self.start = Barrier(CLIENTS)
        self.told: Counter[str] = Counter()
        self.taken = self.changes = 0
        self.feed: dict[str, int] = {}

    def run(self, rounds: int) -> dict[str, Any]:
        """Race, then compare the database with the replies."""
        with ThreadPoolExecutor(CLIENTS) as pool:
            for _round in range(rounds):
                key, occupied = secrets.token_hex(8), random.randint(0, 1000)
                tag = self._feed("GET", "", {})[2]["etag"]
                runners = [self._tap] * TAPS + [self._confirm] * CONFIRMS
                others = [pool.submit(run, number) for number, run in enumerate(runners)]
                feeds = [pool.submit(self._send, key, tag, occupied) for _time in range(FEEDS)]
                for one in others:
                    self._note(*one.result())
                replies = Counter(one.result() for one in feeds)
                assert len(replies) == 1, f"the same message was answered in {len(replies)} ways"
                self._note_feed(next(iter(replies)), occupied)
        # On a slow machine a tap may come first in each round. Once the feed is alone, it counts.
        tag = self._feed("GET", "", {})[2]["etag"]
        self._note_feed(self._put(secrets.token_hex(8), tag, occupied), occupied)
        return self._judge()

    def _tap(self, number: int) -> tuple[str, int, int]:
        """Tap + or −, sent twice with the same key, as after a lost reply."""
        more = random.choice((1, -1))
        tap, session = secrets.token_hex(8), self.found["sessions"][number]
        fields = [("pool", self.found["pools"][0][1]), ("field", "occupied"), ("more", more), ("seen", 0), ("tap", tap)]
        self.start.wait()
        statuses = [as_staff(self.server, session, self.path, fields)[0] for _time in range(2)]
        assert statuses == [200, 200], statuses
        return "taps", more, 1

    def _confirm(self, number: int) -> tuple[str, int, int]:
        session = self.found["sessions"][number]
        page = as_staff(self.server, session, self.path)[1]
        seen = [("seen", pair) for pair in re.findall(r'name="seen" value="(\d+:\d+)"', page)]
        self.start.wait()
        status = as_staff(self.server, session, self.path + "confirm/", seen)[0]
        assert status in (302, 409), status
        return ("confirmed" if status == 302 else "told that others counted"), 0, 2 if status == 302 else 0

    def _send(self, key: str, tag: str, occupied: int) -> tuple[int, str, str]:
        self.start.wait()
        return self._put(key, tag, occupied)

    def _put(self, key: str, tag: str, occupied: int) -> tuple[int, str, str]:
        counts = {"capacity": 1000, "family_places": 0, "occupied": occupied, "out_of_service": 0}
        pools = [{"id": self.found["pools"][1][1], **counts}]
        body = json.dumps({"observed_at": datetime.now(UTC).isoformat(), "pools": pools})
        status, text, headers = self._feed("PUT", body, {"If-Match": tag, "Idempotency-Key": key})
        assert status in (200, 412), (status, text)
        return status, json.dumps(json.loads(text), sort_keys=True), headers["etag"]

    def _feed(self, method: str, body: str, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
        headers |= {"Authorization": f"Bearer {self.found['token']}", "Content-Type": "application/json"}
        return send(self.server, method, f"/api/v1/beds/{self.found['facility']}/", body, headers)

    def _note(self, what: str, more: int, changes: int) -> None:
        self.told[what] += 1
        self.taken += more
        self.changes += changes

    def _note_feed(self, reply: tuple[int, str, str], occupied: int) -> None:
        self.told[f"feed {reply[0]}"] += 1
        if reply[0] == 200:
            self.changes += 1
            self.feed = {"occupied": occupied}

    def _judge(self) -> dict[str, Any]:
        after = self.crew("judge")
        taps, feed = after["pools"]
        versions = sum(pool["version"] for pool in after["pools"]) - sum(p["version"] for p in self.before["pools"])
        return {
            "told": dict(self.told),
            "lost or doubled taps": abs(taps["occupied"] - self.before["pools"][0]["occupied"] - self.taken),
            "lost or doubled records": abs(versions - self.changes),
            "versions without a record": sum(abs(pool["version"] - pool["rows"]) for pool in after["pools"]),
            "feed differs": int(bool(self.feed) and feed["occupied"] != self.feed["occupied"]),
            "oversold": after["oversold"],
            "trail": after["trail"],
        }


def fair(result: dict[str, Any]) -> bool:
    return not any(value for name, value in result.items() if name != "told")


def race(kind: type[Race | LastBed], server: Server, rounds: int) -> bool:
    """Print the result of a race. Returns whether it is fair."""
    with Crew(server) as crew:
        one = kind(server, crew)
        begin = time.monotonic()
        result = one.run(rounds)
    print(f"{kind.__name__}: {rounds} rounds in {time.monotonic() - begin:.0f} s")
    for name, value in result.items():
        print(f"  {name}: {value or 'none'}")
    return fair(result)


def main() -> None:
    """Race on the database of the environment, or else on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000 if url else 100
    with tempfile.TemporaryDirectory() as folder:
        environment = UNTHROTTLED | ({"DATABASE_URL": url} if url else {})
        server = Server(Path(folder), WEB_CONCURRENCY="4", THREADS="12", **environment)
        try:
            well = [race(kind, server, rounds) for kind in (Race, LastBed)]
        finally:
            server.stop()
    sys.exit(0 if all(well) else 1)


if __name__ == "__main__":
    main()
