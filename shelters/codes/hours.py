"""The codes of opening hours and of the parts of a day, with the words that people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HoursPattern(TextChoices):
    """The pattern of opening hours."""

    UNKNOWN = "unknown", _("not known")
    ALWAYS = "always", _("day and night, every day of the year")
    WEEKLY = "weekly", _("by days of the week")


class HolidayRule(TextChoices):
    """Which hours hold on holidays and on working weekends."""

    UNKNOWN = "unknown", _("not known")
    AS_USUAL = "as_usual", _("as on any such day of the week")
    CLOSED = "closed", _("closed")
    OTHER = "other", _("other hours")


class AccessMode(TextChoices):
    """How people get in while it is open."""

    UNKNOWN = "unknown", _("not known")
    WALK_IN = "walk_in", _("one can just come")
    RING_FIRST = "ring_first", _("on call: ring first, then somebody comes")
    APPOINTMENT = "appointment", _("by appointment")


class PartOfDay(TextChoices):
    """The parts of a day in Asia/Baku, six hours each."""

    NIGHT = "night", _("night, after midnight (00–06)")
    MORNING = "morning", _("morning (06–12)")
    AFTERNOON = "afternoon", _("afternoon (12–18)")
    EVENING = "evening", _("evening (18–24)")
    UNKNOWN = "unknown", _("I do not know, or would rather not say")


class InTime(TextChoices):
    """Whether a place is open before a window ends. The journey is counted in."""

    YES = "yes", _("open in time")
    UNKNOWN = "unknown", _("not known whether it is open in time")
    NO = "no", _("not open in time")
