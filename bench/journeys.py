"""People who ask two houses, are offered a bed, choose it and come, during faults: for `bin/bench faults`.

Each step is sent again until it is answered. The answers are stored, to be judged.
"""

import random
import secrets
import threading
import time
from typing import Any

from bench.clients import Crew, as_staff, insist, post
from bench.last_bed import asks_in, code_in, offer
from tests.support.server import Server
from tests.support.story import key_in

PEOPLE, HOUSES, BEDS = 6, 2, 2
CHOSEN = "You chose this place."
ENDS: list[list[tuple[str, dict[str, str]]]] = [
    [("not_arrive", {})],
    [("set_out", {}), ("arrive", {}), ("leave", {"because": "own_wish", "ended_by": "survivor"})],
]


class Journeys(threading.Thread):
    """People in turn, with a host of their own, until the time is over."""

    def __init__(self, server: Server, session: str, houses: list[tuple[str, str]], until: float) -> None:
        super().__init__()
        self.server, self.session, self.until = server, session, until
        self.houses = [house for house, _pool in houses]
        self.pools = [pool for _house, pool in houses]
        self.codes: list[str] = []
        self.offers: list[str] = []
        self.chosen: list[str] = []
        self.done = False

    def run(self) -> None:
        while time.monotonic() < self.until:
            self._one()
        self.done = True

    def _one(self) -> None:
        form = insist(lambda: post(self.server, "/en/ask/", {"id": self.houses[0]}))[1]
        fields = [("once", key_in(form)), ("adults", 1), ("soon", "now"), ("yes", "yes")]
        fields += [("to", house) for house in self.houses]
        code = code_in(insist(lambda: post(self.server, "/en/ask/", fields))[1])
        self.codes.append(code)
        asks = asks_in(self._answer(code))
        assert len(asks) == HOUSES, asks
        offered = [ask for ask, pool in zip(asks, self.pools, strict=True) if self._offer(ask, pool)]
        taken = random.choice(offered) if offered and time.monotonic() < self.until else ""
        if taken and CHOSEN in self._answer(code, ask=taken, do="choose"):
            self.chosen.append(taken)
            self._end(taken)
        elif time.monotonic() < self.until:
            for ask in offered:
                self._host(ask, "refuse", {"reason": "full"})

    def _answer(self, code: str, **more: str) -> str:
        """The page of answers. After a choice with a lost reply, it shows the choice."""
        return insist(lambda: post(self.server, "/en/answer/", {"code": code} | more))[1]

    def _offer(self, ask: str, pool: str) -> bool:
        once = secrets.token_hex(16)
        reply = insist(lambda: offer(self.server, self.session, ask, pool, once))
        if reply[0] == 302:
            self.offers.append(once)
        return reply[0] == 302

    def _end(self, ask: str) -> None:
        """End the journey. Some people are still on their way, or there, when the time is over."""
        for move, fields in random.choice(ENDS):
            if time.monotonic() < self.until:
                self._host(ask, move, fields)

    def _host(self, ask: str, move: str, fields: dict[str, str]) -> None:
        path = f"/work/questions/{ask}/{move}/"
        insist(lambda: as_staff(self.server, self.session, path, fields.items()))


def people(server: Server, crew: Crew, sessions: list[str], until: float) -> list[Journeys]:
    """Hosts and the people who ask them, for a few houses with few beds."""
    houses = crew("houses", HOUSES, BEDS)
    return [Journeys(server, session, houses, until) for session in sessions[:PEOPLE]]


def judge(crew: Crew, those: list[Journeys]) -> dict[str, Any]:
    """Compare the answers that people got with the database."""
    told = [[told for one in those for told in getattr(one, what)] for what in ("codes", "offers", "chosen")]
    result: dict[str, Any] = {}
    found = crew("kept", *told)
    for what, acknowledged in zip(("ask", "offer", "choose"), told, strict=True):
        kept, done = found[what]
        all_told = len(acknowledged)  # each was sent until it was answered, so every further act is too much
        numbers = {"acknowledged": all_told, "kept": kept, "lost": all_told - kept, "doubled": done - all_told}
        result |= {f"{what}: {name}": number for name, number in numbers.items()}
    result |= crew("state")
    return result | {"trail": result["trail"] or "whole"}
