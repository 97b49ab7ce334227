"""The stated opening hours of facilities and hotlines, and the days that staff state for the whole country."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..codes.hours import AccessMode, HolidayRule, HoursPattern
from ..codes.public import Service
from ..hours import notation
from ..hours.schedule import ALWAYS, NOT_KNOWN, SHUT, UNKNOWN, Dated, Hours, Schedule
from .base import Named, Revision, Stamped
from .facility import Facility
from .hotline import Hotline
from .sourced import Sourced, has_a_source

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# The fields that `OpeningHours.take` sets.
STATED = (
    *("when", "entry", *WEEKDAYS),
    *("on_holidays", "holiday_hours", "on_working_weekends", "working_weekend_hours"),
)


class HoursText(models.CharField):
    """The hours of a day as `hours.notation` writes them. Empty: not known. It reads several spellings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 120, "blank": True, **kwargs})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text or not text.strip():
            return ""
        try:
            return notation.write_hours(notation.read_hours(text))
        except notation.BadHours as error:
            plain = _("“%(text)s” cannot be read. Write times as 09:00-13:00 14:00-18:00, or “closed”, or nothing.")
            said = str(error.why) if error.why is not notation.UNREADABLE else plain
            raise ValidationError(said, params={"text": str(error)}) from error


class OpeningHours(Sourced):
    """The opening hours of a facility, of a service in it, or of a hotline."""

    facility = models.ForeignKey(
        Facility, verbose_name=_("facility"), null=True, blank=True, on_delete=models.CASCADE, related_name="hours"
    )
    hotline = models.OneToOneField(
        Hotline, verbose_name=_("hotline"), null=True, blank=True, on_delete=models.CASCADE, related_name="opening"
    )
    service = models.CharField(
        _("service"), max_length=30, choices=Service.choices, blank=True, help_text=_("empty: of all that it offers")
    )
    when = models.CharField(_("open"), max_length=10, choices=HoursPattern.choices, default=HoursPattern.UNKNOWN)
    entry = models.CharField(
        _("how one gets in"), max_length=12, choices=AccessMode.choices, default=AccessMode.UNKNOWN
    )
    monday = HoursText(_("Monday"))
    tuesday = HoursText(_("Tuesday"))
    wednesday = HoursText(_("Wednesday"))
    thursday = HoursText(_("Thursday"))
    friday = HoursText(_("Friday"))
    saturday = HoursText(_("Saturday"))
    sunday = HoursText(_("Sunday"))
    on_holidays = models.CharField(
        _("on public holidays"), max_length=10, choices=HolidayRule.choices, default=HolidayRule.UNKNOWN
    )
    holiday_hours = HoursText(_("other hours on holidays"))
    on_working_weekends = models.CharField(
        _("on Saturdays and Sundays that are made working days"),
        max_length=10,
        choices=HolidayRule.choices,
        default=HolidayRule.UNKNOWN,
    )
    working_weekend_hours = HoursText(_("other hours on such days"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["service"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "service"], name="hours_once"),
            models.CheckConstraint(
                condition=Q(facility=None, hotline__isnull=False, service="") | Q(facility__isnull=False, hotline=None),
                name="hours_of_one_thing",
                violation_error_message=_("Choose whose hours they are: a facility, or a hotline with no service."),
            ),
            models.CheckConstraint(condition=Q(service__in=["", *Service.values]), name="hours_service_known"),
            models.CheckConstraint(condition=Q(when__in=HoursPattern.values), name="hours_when_known"),
            models.CheckConstraint(condition=Q(entry__in=AccessMode.values), name="hours_entry_known"),
            has_a_source("hours"),
            models.CheckConstraint(
                condition=Q(on_holidays__in=HolidayRule.values, on_working_weekends__in=HolidayRule.values),
                name="hours_otherwise_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_service_display() if self.service else _("all that it offers"))

    def clean(self) -> None:
        super().clean()
        self.check_times()

    def check_times(self) -> None:
        """Refuse times that would not count, and missing times that a choice needs. Raises ValidationError."""
        wrong: dict[str, Any] = {}
        if self.when != HoursPattern.WEEKLY:
            stray = _("Times count only with “by days of the week”.")
            wrong |= {day: stray for day in WEEKDAYS if getattr(self, day)}
        for choice, field in (("on_holidays", "holiday_hours"), ("on_working_weekends", "working_weekend_hours")):
            if bool(getattr(self, field)) != (getattr(self, choice) == HolidayRule.OTHER):
                wrong[field] = _("Write times here with “other hours”, and only then.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def schedule(self) -> Schedule:
        """The stated schedule, for `clock`. Reads the dated hours (`dated`)."""
        dated = tuple(one.dated for one in self.dated.all()) if self.pk else ()
        entry = AccessMode(self.entry)
        if self.when == HoursPattern.ALWAYS:
            return Schedule(ALWAYS.week, None, None, dated, entry)
        if self.when == HoursPattern.UNKNOWN:
            return Schedule(UNKNOWN.week, dated=dated, entry=entry)
        week = tuple(notation.read_hours(getattr(self, day)) for day in WEEKDAYS)
        holidays = _otherwise(self.on_holidays, self.holiday_hours)
        weekends = _otherwise(self.on_working_weekends, self.working_weekend_hours)
        return Schedule(week, holidays, weekends, dated, entry)

    def keep(self, schedule: Schedule) -> None:
        """Check and write a schedule with its dated hours. Raises ValidationError."""
        self.take(schedule)
        self.full_clean()
        self.save()
        self.replace_dated(schedule.dated)

    def replace_dated(self, dated: Iterable[Dated]) -> None:
        """Replace the dated hours in the table by these."""
        self.dated.all().delete()
        DatedHours.objects.bulk_create(
            DatedHours(opening=self, first=one.first, last=one.last, hours=_text(one.hours)) for one in dated
        )

    def take(self, schedule: Schedule) -> None:
        """Set the fields to a schedule, without its dated hours."""
        always = schedule.week == ALWAYS.week and schedule.holidays is schedule.working_weekends is None
        weekly = not always and not replace(schedule, dated=()).is_unknown
        self.when = HoursPattern.ALWAYS if always else HoursPattern.WEEKLY if weekly else HoursPattern.UNKNOWN
        self.entry = schedule.entry
        if weekly:
            for name, hours in zip(WEEKDAYS, schedule.week, strict=True):
                setattr(self, name, _text(hours))
            self.on_holidays, self.holiday_hours = _stated(schedule.holidays)
            self.on_working_weekends, self.working_weekend_hours = _stated(schedule.working_weekends)


def _text(hours: Hours) -> str:
    return "" if hours == NOT_KNOWN else notation.write_hours(hours)


def _otherwise(choice: str, text: str) -> Hours | None:
    if choice == HolidayRule.OTHER:
        return notation.read_hours(text)
    return {HolidayRule.AS_USUAL: None, HolidayRule.CLOSED: SHUT, HolidayRule.UNKNOWN: NOT_KNOWN}[HolidayRule(choice)]


def _stated(hours: Hours | None) -> tuple[HolidayRule, str]:
    if hours is None:
        return HolidayRule.AS_USUAL, ""
    fixed = {NOT_KNOWN: HolidayRule.UNKNOWN, SHUT: HolidayRule.CLOSED}
    return (fixed[hours], "") if hours in fixed else (HolidayRule.OTHER, notation.write_hours(hours))


class DatedHours(models.Model):
    """Days with other hours than usual: a closure, or an extra opening."""

    opening = models.ForeignKey(OpeningHours, on_delete=models.CASCADE, related_name="dated")
    first = models.DateField(_("from"))
    last = models.DateField(_("to, included"))
    hours = HoursText(_("hours on these days"), help_text=_("times, or “closed”; empty: not known"))

    class Meta:
        verbose_name = _("closure or extra opening")
        verbose_name_plural = _("closures and extra openings")
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")),
                name="dated_hours_in_order",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"

    @property
    def dated(self) -> Dated:
        return Dated(self.first, self.last, notation.read_hours(self.hours))


class DayOverride(Stamped, Named, Sourced):
    """A day of the whole country that the Cabinet moved: working or not."""

    revision = Revision.CALENDAR

    day = models.DateField(_("day"), unique=True)
    working = models.BooleanField(_("working day"), default=False)

    class Meta:
        verbose_name = _("moved day")
        verbose_name_plural = _("moved days")
        ordering = ["-day"]
        constraints = [has_a_source("moved_day")]
