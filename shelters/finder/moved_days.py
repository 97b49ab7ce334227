"""The calendar with the days that staff stated, in memory until `Revision` says that these changed."""

from ..hours.calendar import Calendar
from ..models.hours import DayOverride
from ..web.revisions import PerStamp


def _load(stamp: str) -> Calendar:
    return Calendar({day.day: day for day in DayOverride.objects.all()})


calendars: PerStamp[str, Calendar] = PerStamp(_load)
