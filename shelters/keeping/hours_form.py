"""When a facility is open: Monday to Friday at once, several spans a day, holidays, and how people get in."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..codes.hours import AccessMode, HolidayRule, HoursPattern
from ..faces.fields import SCHEDULE, Face
from ..hours import notation
from ..hours.schedule import Schedule
from ..models.hours import STATED, WEEKDAYS, HoursText, OpeningHours
from .source_form import SameSourceForm

WORKDAYS = WEEKDAYS[:5]
_TYPED = {"placeholder": "09:00-13:00 14:00-18:00"}


def _times(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=120, widget=forms.TextInput(attrs=_TYPED))


class OpeningForm(SameSourceForm):
    """The hours of all that it offers. Those of a single service, and closures, stay as they are."""

    when = forms.ChoiceField(label=_("Open"), choices=HoursPattern.choices, widget=forms.RadioSelect)
    workdays = _times(_("Monday to Friday, all the same"))
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        _times(OpeningHours._meta.get_field(day).verbose_name)  # type: ignore[union-attr]
        for day in WEEKDAYS
    )
    on_holidays = forms.ChoiceField(label=_("On public holidays"), choices=HolidayRule.choices)
    holiday_hours = _times(_("Other hours on holidays"))
    on_working_weekends = forms.ChoiceField(
        label=_("On Saturdays and Sundays that are made working days"), choices=HolidayRule.choices
    )
    working_weekend_hours = _times(_("Other hours on such days"))
    entry = forms.ChoiceField(label=_("How people get in"), choices=AccessMode.choices)
    field_order = ["when", "workdays", "saturday", "sunday", *WORKDAYS]

    def __init__(self, face: Face, data: Any = None) -> None:
        self.stored = next((row for row in face["hours"] if not row["service"]), None)
        self.schedule = notation.read(self.stored[SCHEDULE]) if self.stored else None
        super().__init__(face, data, **_initial(self.schedule))

    @property
    def has_single_days(self) -> bool:
        """Whether a day of Monday to Friday has hours of its own, or a mistake."""
        return any(self[day].value() or self[day].errors for day in WORKDAYS)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("workdays"):
            for day in WORKDAYS:
                said[day] = said.get(day) or said["workdays"]
        hours = OpeningHours(**{name: said.get(name, "") for name in STATED})
        for name in (*WEEKDAYS, "holiday_hours", "working_weekend_hours"):
            self._read(hours, name)
        if not self.errors:
            try:
                hours.check_times()
            except ValidationError as wrong:
                self.add_error(None, wrong)
        self.hours = hours
        return said

    def _read(self, hours: OpeningHours, name: str) -> None:
        field: HoursText = OpeningHours._meta.get_field(name)  # type: ignore[assignment]
        try:
            setattr(hours, name, field.to_python(getattr(hours, name)))
        except ValidationError as wrong:
            typed = "workdays" if name in WORKDAYS and not self.data.get(name) else name
            if typed not in self.errors:
                self.add_error(typed, wrong)

    def face_wanted(self) -> Face:
        dated = self.schedule.dated if self.schedule else ()
        text = notation.write(replace(self.hours.schedule, dated=dated))
        others = [row for row in self.face["hours"] if row["service"]]
        if text == "unknown":
            return self.face | {"hours": others}
        same = self.stored if self.stored and self.stored[SCHEDULE] == text else None
        return self.face | {"hours": [same or {"service": "", SCHEDULE: text} | self.sourced(), *others]}


def _initial(schedule: Schedule | None) -> dict[str, Any]:
    hours = OpeningHours()
    if schedule is not None:
        hours.take(schedule)
    found: dict[str, Any] = {name: getattr(hours, name) for name in STATED}
    if len({found[day] for day in WORKDAYS}) == 1:
        found["workdays"] = found["monday"]
        found |= dict.fromkeys(WORKDAYS, "")
    return found
