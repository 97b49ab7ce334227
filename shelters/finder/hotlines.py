"""The published hotlines as they stand at a moment."""

from dataclasses import dataclass
from datetime import datetime

from ..hours.opening import Opening
from ..models.hotline import Hotline
from ..published.value import Published


@dataclass(frozen=True)
class HotlineView:
    """A hotline with `last_confirmed` (a date or None), and its hours as they stand now."""

    hotline: Hotline
    opening: Opening


def at(held: Published, now: datetime) -> list[HotlineView]:
    """In their order."""
    return [HotlineView(hotline, Opening(schedule, held.calendar, now)) for hotline, schedule in held.hotlines]
