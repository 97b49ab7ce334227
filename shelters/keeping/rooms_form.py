"""The rooms of a facility: beds for the same people. The first count can be typed at once."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from ..beds.counting import Numbers
from ..beds.typed_counts import LABELS
from ..codes.free_text import check_text
from ..codes.public import Group
from ..faces.fields import Face
from ..models import BedPool, Facility
from ..models.base import new_id
from ..models.beds import MOST
from .first_form import NAMES

NEW = "new"
_COUNTED = ("capacity", "occupied")


class RoomsForm(forms.Form):
    """The names of the rooms and for whom they are; at the end one more, if it has a name.

    What nobody has counted yet has two fields for its first count. A new room of a place that people read waits, so
    it has none.
    """

    def __init__(self, face: Face, data: Any = None) -> None:
        super().__init__(data)
        self.face, self.new_id = face, new_id()
        ids = [row["public_id"] for row in face["pools"]]
        self.uncounted = set(
            BedPool.objects.filter(public_id__in=ids, observed_at=None).values_list("public_id", flat=True)
        )
        if not Facility.objects.filter(key=face["key"], ever_listed=True).exists():
            self.uncounted.add(NEW)
        for row in [*face["pools"], {"public_id": NEW, "groups": []}]:
            self._add(row)

    def _add(self, row: Face) -> None:
        one = row["public_id"]
        for name, label in NAMES.items():
            self.fields[f"{one}-{name}"] = forms.CharField(
                label=label, required=False, max_length=200, validators=[check_text], initial=row.get(name, "")
            )
        for name in _COUNTED if one in self.uncounted else ():
            self.fields[f"{one}-{name}"] = forms.IntegerField(
                label=LABELS[name],
                min_value=0,
                max_value=MOST,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.fields[f"{one}-groups"] = forms.MultipleChoiceField(
            label=_("Whom they are for; nobody ticked: whom the place takes"),
            choices=Group.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=row["groups"],
        )

    @property
    def rooms(self) -> list[tuple[str, list[BoundField]]]:
        """Each room, the new one last with an empty name."""
        ids = [(row["public_id"], self._name(row)) for row in self.face["pools"]] + [(NEW, "")]
        return [(name, [self[field] for field in self.fields if field.startswith(f"{one}-")]) for one, name in ids]

    def _name(self, row: Face) -> str:
        return str(row["name_az"] or row["name_en"] or row["name_ru"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for one in self.uncounted:
            given = {name: said.get(f"{one}-{name}") for name in _COUNTED}
            missing = [name for name, number in given.items() if number is None]
            if len(missing) == 1 and f"{one}-{missing[0]}" not in self.errors:
                self.add_error(f"{one}-{missing[0]}", _("Write both numbers, or neither."))
        return said

    def first_counts(self) -> dict[str, Numbers]:
        """The first count of each room of which both numbers were typed, by its public id."""
        said = self.cleaned_data
        typed = [one for one in self.uncounted if said[f"{one}-capacity"] is not None and self._is_there(one)]
        return {
            self.new_id if one == NEW else one: Numbers(said[f"{one}-capacity"], 0, said[f"{one}-occupied"], 0)
            for one in typed
        }

    def _is_there(self, one: str) -> bool:
        return any(self._said(one)[name] for name in NAMES)

    def face_wanted(self) -> Face:
        rows = [row | self._said(row["public_id"]) for row in self.face["pools"]]
        if self._is_there(NEW):
            rows.append({"public_id": self.new_id} | self._said(NEW))
        return self.face | {"pools": sorted(rows, key=lambda row: str(row["public_id"]))}

    def _said(self, one: str) -> Face:
        return {part: self.cleaned_data[f"{one}-{part}"] for part in (*NAMES, "groups")}
