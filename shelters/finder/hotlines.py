"""The published hotlines, kept in memory until `Revision` says they changed, and how they stand at a moment."""

from dataclasses import dataclass
from datetime import datetime

from ..hours.calendar import Calendar
from ..hours.opening import Opening
from ..hours.schedule import UNKNOWN, Schedule
from ..models.facts import with_last_confirmed
from ..models.hotline import Hotline

_current: tuple[str, list[tuple[Hotline, Schedule]]] | None = None


@dataclass(frozen=True)
class HotlineView:
    """A hotline with `last_confirmed` (a date or None), and its hours as they stand now."""

    hotline: Hotline
    opening: Opening


def at_revision(stamp: str, calendar: Calendar, now: datetime) -> list[HotlineView]:
    """The published hotlines in their order."""
    global _current
    if _current is None or _current[0] != stamp:
        published = Hotline.objects.filter(published=True).select_related("opening").prefetch_related("opening__dated")
        _current = (stamp, [(hotline, _schedule(hotline)) for hotline in with_last_confirmed(published)])
    return [HotlineView(hotline, Opening(schedule, calendar, now)) for hotline, schedule in _current[1]]


def _schedule(hotline: Hotline) -> Schedule:
    return hotline.opening.schedule if hasattr(hotline, "opening") else UNKNOWN
