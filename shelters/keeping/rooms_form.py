"""The rooms of a facility: beds for the same people. How many there are is counted on the page of beds."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from ..approvals.public_fields import Face
from ..codes.free_text import check_text
from ..codes.public import Group
from ..models.base import new_id
from .first_form import NAMES

NEW = "new"


class RoomsForm(forms.Form):
    """The names of the rooms and for whom they are; at the end one more, if it has a name."""

    def __init__(self, face: Face, data: Any = None) -> None:
        super().__init__(data)
        self.face = face
        for row in [*face["pools"], {"public_id": NEW, "groups": []}]:
            for name, label in NAMES.items():
                self.fields[f"{row['public_id']}-{name}"] = forms.CharField(
                    label=label, required=False, max_length=200, validators=[check_text], initial=row.get(name, "")
                )
            self.fields[f"{row['public_id']}-groups"] = forms.MultipleChoiceField(
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
        return [(name, [self[f"{one}-{part}"] for part in (*NAMES, "groups")]) for one, name in ids]

    def _name(self, row: Face) -> str:
        return str(row["name_az"] or row["name_en"] or row["name_ru"])

    def face_wanted(self) -> Face:
        rows = [row | self._said(row["public_id"]) for row in self.face["pools"]]
        new = self._said(NEW)
        if any(new[name] for name in NAMES):
            rows.append({"public_id": new_id()} | new)
        return self.face | {"pools": sorted(rows, key=lambda row: str(row["public_id"]))}

    def _said(self, one: str) -> Face:
        return {part: self.cleaned_data[f"{one}-{part}"] for part in (*NAMES, "groups")}
