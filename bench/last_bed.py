"""The last bed, over HTTP. Clients race with offers, with expired offers, and with the same form.

40 hosts offer the only bed at once. Later 40 people choose the bed at once. A form is sent ten times.
"""

import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

from bench.clients import Crew, Reply, as_staff, post
from tests.support.server import Server
from tests.support.story import key_in

ASKED, SENT = 40, 10
NO_ROOM, GONE = "There is no room for that any more.", "Somebody else has that place now."

SEEN_WITHIN = 20.0  # seconds, for a server with much to do


def code_in(page: str) -> str:
    """The code that a page shows."""
    found = re.search(r'name="code" value="(\d{16})"', page)
    assert found, page
    return found[1]


def asks_in(page: str) -> list[str]:
    """The ids of the enquiries on a page of answers, each once."""
    return list(dict.fromkeys(re.findall(r'name="ask" value="(\w+)"', page)))


def offer(server: Server, session: str, ask: str, pool: str, once: str) -> Reply:
    """Offer a bed for two hours, by the form of a house."""
    until = datetime.now(ZoneInfo("Asia/Baku")) + timedelta(hours=2)
    fields = {"pool": pool, "beds": 1, "until": f"{until:%Y-%m-%dT%H:%M}", "once": once}
    return as_staff(server, session, f"/work/questions/{ask}/offer/", fields.items())


def at_once(calls: Sequence[Callable[[], Reply]]) -> list[Reply]:
    """The replies to calls that all begin together."""
    start = Barrier(len(calls))

    def one(call: Callable[[], Reply]) -> Reply:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as crowd:
        return list(crowd.map(one, calls))


class LastBed:
    """Rounds of 40 questions to a house with one bed. `told` counts the replies, `wrong` counts wrong results."""

    def __init__(self, server: Server, crew: Crew) -> None:
        self.server, self.crew = server, crew
        self.staff = crew("prepare")
        ((self.house, self.pool),) = crew("houses", 1, 1)
        self.codes = [code_in(self._ask()[1]) for _one in range(ASKED)]
        self.asks = [asks_in(post(server, "/en/answer/", {"code": code})[1])[0] for code in self.codes]
        self.before = crew("requests")
        self.told: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()

    def run(self, rounds: int) -> dict[str, Any]:
        """Race, then compare the database with the replies."""
        for _round in range(rounds):
            self.crew("put_back", self.asks)
            offers = [partial(self._offer, nth) for nth in range(ASKED)]
            self._one_wins(at_once(offers), "offers", 302, NO_ROOM)
            self.crew("ran_out", self.asks)
            choices = [partial(self._choose, nth) for nth in range(ASKED)]
            self._one_wins(at_once(choices), "choices", 200, GONE)
            once = self._key()
            replies = at_once([partial(self._ask, once), partial(self._case, once)] * SENT)
            self._one_reply(replies[::2], "asked", 200)
            self._one_reply(replies[1::2], "requested", 302)
        return self._judge(rounds)

    def _ask(self, once: str = "") -> Reply:
        once = once or self._key()
        fields = {"once": once, "to": self.house, "adults": 1, "soon": "now", "yes": "yes"}
        return post(self.server, "/en/ask/", fields)

    def _key(self) -> str:
        """The key of a new form of the server, which sees a new house within a second or two."""
        until = time.monotonic() + SEEN_WITHIN
        while 'name="once"' not in (page := post(self.server, "/en/ask/", {"id": self.house})[1]):
            if time.monotonic() > until:
                break
            time.sleep(0.2)
        return key_in(page)

    def _case(self, once: str) -> Reply:
        fields = {"once": once, "id": self.house, "name": "Nar", "adults": 1, "soon": "now", "how": "voice"}
        return as_staff(self.server, self.staff["caseworker"], "/work/requests/new/", fields.items())

    def _offer(self, nth: int) -> Reply:
        return offer(self.server, self.staff["sessions"][nth], self.asks[nth], self.pool, secrets.token_hex(16))

    def _choose(self, nth: int) -> Reply:
        return post(self.server, "/en/answer/", {"code": self.codes[nth], "ask": self.asks[nth], "do": "choose"})

    def _one_wins(self, replies: list[Reply], what: str, won: int, lost: str) -> None:
        """Check that one reply won the bed, as in the database, and that all others say so in words."""
        self.told.update(f"{what} {status}" for status, _body, _headers in replies)
        winners = [ask for ask, reply in zip(self.asks, replies, strict=True) if reply[0] == won]
        self.wrong["not held by the one who won"] += len(winners) != 1 or self.crew("holders") != winners
        self.wrong["unclear answers"] += sum(
            status != won and (status != 409 or lost not in body) for status, body, _headers in replies
        )

    def _one_reply(self, replies: list[Reply], what: str, status: int) -> None:
        self.told.update(f"{what} {one}" for one, _body, _headers in replies)
        different = {(one, body, headers.get("location")) for one, body, headers in replies}
        self.wrong["answered in several ways"] += len(different) - 1
        self.wrong["forms refused"] += any(one != status for one, _body, _headers in replies)

    def _judge(self, rounds: int) -> dict[str, Any]:
        after, two_forms = self.crew("requests"), 2 * rounds
        more = {what: abs(after[what] - self.before[what] - two_forms) for what in after}
        return {
            "told": dict(sorted(self.told.items())),
            **self.wrong,
            "lost or doubled requests": sum(more.values()),
            **self.crew("state"),
        }
