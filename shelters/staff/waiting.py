"""The lines on a person's first page that say how much waits for them. Each app adds its own."""

from collections.abc import Callable
from dataclasses import dataclass

from ..models import User


@dataclass(frozen=True)
class WaitingLine:
    """How many things wait, and the same in words. `url`: the name of the page that lists them."""

    number: int
    url: str
    words: str


Counter = Callable[[User], WaitingLine | None]
_counters: list[Counter] = []


def register(counter: Counter) -> None:
    _counters.append(counter)


def lines(user: User) -> list[WaitingLine]:
    """What waits for this person; nothing that is zero."""
    found = (counter(user) for counter in _counters)
    return [line for line in found if line and line.number]
