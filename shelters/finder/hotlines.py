"""The published hotlines, kept in memory until `Revision` says they changed, and how they stand at a moment."""

from dataclasses import dataclass
from datetime import datetime

from ..hours.calendar import Calendar
from ..hours.opening import Opening
from ..hours.schedule import UNKNOWN, Schedule
from ..models.facts import with_last_confirmed
from ..models.hotline import Hotline
from ..web.revisions import PerStamp


@dataclass(frozen=True)
class HotlineView:
    """A hotline with `last_confirmed` (a date or None), and its hours as they stand now."""

    hotline: Hotline
    opening: Opening


def at_revision(stamp: str, calendar: Calendar, now: datetime) -> list[HotlineView]:
    """The published hotlines in their order."""
    return [HotlineView(hotline, Opening(schedule, calendar, now)) for hotline, schedule in _published.get(stamp)]


def _load(stamp: str) -> list[tuple[Hotline, Schedule]]:
    published = Hotline.objects.filter(published=True).select_related("opening").prefetch_related("opening__dated")
    return [(hotline, _schedule(hotline)) for hotline in with_last_confirmed(published)]


def _schedule(hotline: Hotline) -> Schedule:
    return hotline.opening.schedule if hasattr(hotline, "opening") else UNKNOWN


_published: PerStamp[str, list[tuple[Hotline, Schedule]]] = PerStamp(_load)
