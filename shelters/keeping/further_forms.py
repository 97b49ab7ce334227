"""The numbers of a place, its closures, and figures that somebody stated."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes import telephone
from ..codes.free_text import check_hours
from ..codes.public import FigureCode, Visibility
from ..faces.fields import SCHEDULE, Face
from ..hours import notation
from ..hours.schedule import UNKNOWN, Dated
from ..models import DatedHours, Phone
from ..models.beds import MOST
from .source_form import SameSourceForm

_LABELS = {
    "label_az": gettext_lazy("Who answers, in Azerbaijani"),
    "label_ru": gettext_lazy("Who answers, in Russian"),
    "label_en": gettext_lazy("Who answers, in English"),
}


class RowsForm(SameSourceForm):
    """Rows that stand already, and a blank one. A row whose first field is emptied goes."""

    parts: tuple[str, ...]

    def add_rows(self, rows: list[Face]) -> None:
        self.count = len(rows) + 1
        for at, row in enumerate([*rows, {}]):
            for name, field in self.row_fields(row).items():
                self.fields[f"{name}-{at}"] = field

    def row_fields(self, row: Face) -> dict[str, forms.Field]:
        raise NotImplementedError

    @property
    def rows(self) -> list[list[BoundField]]:
        """The fields of each row, the blank one last."""
        return [[self[f"{part}-{at}"] for part in self.parts] for at in range(self.count)]

    def typed(self) -> list[tuple[int, Face]]:
        """The rows that have a first field, each with its place."""
        said = self.cleaned_data
        rows = [(at, {part: said.get(f"{part}-{at}") for part in self.parts}) for at in range(self.count)]
        return [(at, row) for at, row in rows if row[self.parts[0]]]

    @property
    def needs_source(self) -> bool:
        return self.has_changed() and super().needs_source


class NumbersForm(RowsForm):
    """All numbers. The first of a new place is typed on its first page."""

    parts = ("number", *_LABELS, "public")

    def __init__(self, face: Face, data: Any = None) -> None:
        super().__init__(face, data)
        self.add_rows(face["phones"])

    def row_fields(self, row: Face) -> dict[str, forms.Field]:
        number = telephone.in_files(row["number"]) if row else ""
        labels = {
            name: forms.CharField(
                label=label, required=False, max_length=100, validators=[check_hours], initial=row.get(name, "")
            )
            for name, label in _LABELS.items()
        }
        return {
            "number": forms.CharField(label=_("Telephone number"), required=False, max_length=30, initial=number),
            **labels,
            "public": forms.BooleanField(
                label=_("Everybody may read the number"),
                required=False,
                initial=row.get("visible_to") == Visibility.PUBLIC,
            ),
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for at, row in self.typed():
            try:
                said[f"number-{at}"] = str(Phone._meta.get_field("number").to_python(row["number"]))
            except ValidationError as wrong:
                self.add_error(f"number-{at}", wrong)
        return said

    def face_wanted(self) -> Face:
        stored = {row["number"]: row for row in self.face["phones"]}
        last = max((row["position"] for row in self.face["phones"]), default=0)
        rows: list[Face] = []
        for at, row in self.typed():
            seen_by = Visibility.PUBLIC if row["public"] else Visibility.CASEWORKERS
            told = {name: row[name] for name in ("number", *_LABELS)} | {"visible_to": seen_by.value}
            old = stored.get(told["number"])
            same = old and all(old[name] == value for name, value in told.items())
            position = old["position"] if old else last + 1 + at
            rows.append(old if old and same else told | {"position": position} | self.sourced())
        return self.face | {"phones": sorted(rows, key=lambda row: (row["position"], row["number"]))}


class ClosuresForm(RowsForm):
    """Days on which all that it offers has other hours than usual."""

    parts = ("first", "last", "hours")

    def __init__(self, face: Face, data: Any = None) -> None:
        self.stored = next((row for row in face["hours"] if not row["service"]), None)
        self.schedule = notation.read(self.stored[SCHEDULE]) if self.stored else UNKNOWN
        super().__init__(face, data)
        self.add_rows([vars(one) for one in self.schedule.dated])

    def row_fields(self, row: Face) -> dict[str, forms.Field]:
        hours = notation.write_hours(row["hours"]) if row else "closed"
        return {
            "first": _day(_("From"), row.get("first")),
            "last": _day(_("To, included; empty: one day"), row.get("last")),
            "hours": forms.CharField(
                label=_("Hours then, or “closed”"),
                required=False,
                max_length=120,
                initial="" if hours == "?" else hours,
            ),
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for at, row in self.typed():
            made = DatedHours(first=row["first"], last=row["last"] or row["first"])
            if made.last < made.first:
                self.add_error(f"last-{at}", _("The last day is before the first."))
            try:
                made.hours = DatedHours._meta.get_field("hours").to_python(row["hours"])
                said[f"hours-{at}"] = made.dated
            except ValidationError as wrong:
                self.add_error(f"hours-{at}", wrong)
        return said

    def face_wanted(self) -> Face:
        dated: list[Dated] = sorted((row["hours"] for _at, row in self.typed()), key=lambda one: one.first)
        text = notation.write(replace(self.schedule, dated=tuple(dated)))
        others = [row for row in self.face["hours"] if row["service"]]
        if text == "unknown":
            return self.face | {"hours": others}
        same = self.stored if self.stored and self.stored[SCHEDULE] == text else None
        return self.face | {"hours": [same or {"service": "", SCHEDULE: text} | self.sourced(), *others]}


class FiguresForm(SameSourceForm):
    """Numbers that somebody stated, such as how many beds a report speaks of."""

    def __init__(self, face: Face, data: Any = None) -> None:
        super().__init__(face, data)
        self.stored = {row["code"]: row for row in face["figures"]}
        for code in FigureCode:
            self.fields[code.value] = forms.IntegerField(
                label=code.label,
                min_value=0,
                max_value=MOST,
                required=False,
                initial=self.stored.get(code, {}).get("value"),
            )

    @property
    def rows(self) -> list[list[BoundField]]:
        return [[self[code.value] for code in FigureCode]]

    @property
    def needs_source(self) -> bool:
        return self.has_changed() and super().needs_source

    def face_wanted(self) -> Face:
        said = {code.value: self.cleaned_data[code.value] for code in FigureCode}
        rows = [
            old if (old := self.stored.get(code)) and old["value"] == value else self._row(code, value)
            for code, value in said.items()
            if value is not None
        ]
        return self.face | {"figures": sorted(rows, key=lambda row: str(row["code"]))}

    def _row(self, code: str, value: int) -> Face:
        return {"code": code, "value": value} | self.sourced()


def _day(label: str, day: date | None) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, initial=day, widget=widget)
