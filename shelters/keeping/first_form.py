"""The first page of a facility: its name, kind, town and number, the basis of listing, and a source for all of it."""

import secrets
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..approvals import public_fields
from ..approvals.public_fields import Face
from ..codes import telephone
from ..codes.free_text import check_address, check_text
from ..codes.public import Basis, Kind, Visibility
from ..codes.staff import ProposalKind
from ..models import Facility, Organisation, Phone, Place
from ..models.base import ID_LETTERS
from ..places.gazetteer import fold
from .place_field import PlaceField
from .source_form import SourceForm

NAMES = {
    "name_az": gettext_lazy("Name in Azerbaijani"),
    "name_ru": gettext_lazy("Name in Russian"),
    "name_en": gettext_lazy("Name in English"),
}


def blank_face() -> Face:
    """A facility of which nothing is known."""
    tables = public_fields.TABLES[ProposalKind.FACILITY]
    return public_fields.fields_of(Facility()) | {table.name: [] for table in tables}


class FirstForm(SourceForm):
    """What must be known of a place before anything else is."""

    name_az, name_ru, name_en = (
        forms.CharField(label=label, required=False, max_length=200, validators=[check_text])
        for label in NAMES.values()
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", "—"), *Kind.choices])
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Who runs it"), queryset=Organisation.objects.none(), empty_label="—"
    )
    place = PlaceField(
        label=gettext_lazy("Town"), help_text=gettext_lazy("Type its name; with the rayon where there are several.")
    )
    confidential = forms.BooleanField(label=gettext_lazy("Hidden: nobody may learn where it is"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address, unless it is hidden"), required=False, max_length=300, validators=[check_address]
    )
    number = forms.CharField(label=gettext_lazy("Telephone number"), required=False, max_length=30)
    number_public = forms.BooleanField(label=gettext_lazy("Everybody may read the number"), required=False)
    basis = forms.ChoiceField(label=gettext_lazy("Why it may be listed"), choices=[("", "—"), *Basis.choices])
    field_order = [
        *NAMES,
        "kind",
        "organisation",
        "place",
        "confidential",
        "address",
        "number",
        "number_public",
        "basis",
    ]

    def __init__(self, face: Face, data: Any = None) -> None:
        self.face, self.phone = face, next(iter(face["phones"]), None)
        super().__init__(data, initial=_initial(face, self.phone))
        self.fields["organisation"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]

    @property
    def has_other_names(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("name_ru", "name_en"))

    def clean_number(self) -> str:
        """In the form that the table keeps."""
        return str(Phone._meta.get_field("number").to_python(self.cleaned_data["number"]) or "")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        town = said.get("place")
        if said.get("confidential"):
            if said.get("address"):
                self.add_error("address", _("A hidden facility has no address and no coordinates."))
            if town and (town.population or 0) < Place.HIDES_FROM:
                self.add_error("place", _too_small(town))
        if said.get("basis") != Basis.REPORTED and not any(said.get(name) for name in NAMES):
            self.add_error("name_az", _("Write its name. Only a place that is merely reported needs none."))
        return said

    def face_wanted(self) -> Face:
        """The facility as it is to read."""
        said, source = self.cleaned_data, self.sourced()
        hidden = said["confidential"]
        return self.face | {
            **{name: said[name] for name in NAMES},
            "key": self.face["key"] or _key(said),
            "kind": said["kind"],
            "organisation_id": said["organisation"].pk,
            "place_id": said["place"].pk,
            "confidential": hidden,
            "address": None if hidden else said["address"] or None,
            **({"lat": None, "lon": None} if hidden else {}),
            "basis": said["basis"],
            "basis_source": source["source"],
            "basis_url": source["source_url"],
            "basis_kind": source["source_kind"],
            "basis_date": source["stated_on"],
            "phones": self._phones(source),
        }

    def _phones(self, source: Face) -> list[Face]:
        """The first number as typed; what is said of it stays where it stays the same. Further numbers stay."""
        said, rest = self.cleaned_data, list[Face](self.face["phones"][1:])
        if not said["number"]:
            return rest
        seen_by = Visibility.PUBLIC if said["number_public"] else Visibility.CASEWORKERS
        told = {"number": said["number"], "visible_to": seen_by.value}
        old = self.phone or dict.fromkeys(("label_az", "label_ru", "label_en"), "") | {"position": 0}
        if self.phone and all(self.phone[name] == value for name, value in told.items()):
            return [self.phone, *rest]
        return [old | told | source, *(one for one in rest if one["number"] != said["number"])]


def _initial(face: Face, phone: Face | None) -> dict[str, Any]:
    return {
        **{name: face[name] for name in (*NAMES, "kind", "confidential", "address", "basis")},
        "organisation": face["organisation_id"],
        "place": face["place_id"],
        "number": telephone.in_files(phone["number"]) if phone else "",
        "number_public": bool(phone and phone["visible_to"] == Visibility.PUBLIC),
        "source": face["basis_source"],
        "source_url": face["basis_url"],
        "source_kind": face["basis_kind"],
        "stated_on": face["basis_date"],
    }


def _too_small(town: Place) -> str:
    """Why a hidden place may not name this town, and the nearest that it may name."""
    large = Place.objects.filter(population__gte=Place.HIDES_FROM, network=town.network).select_related("rayon")
    nearest = min(large, key=lambda one: one.km_to(town.lat, town.lon), default=None)
    if nearest is None:
        return _("A hidden facility may name only a town of 100,000 people or more: the nearest such town.")
    said = _(
        "A village would nearly be an address. The nearest town of 100,000 people is %(town)s (%(km)d km): write it."
    )
    return said % {"town": nearest.name, "km": nearest.km_to(town.lat, town.lon)}


def _key(said: dict[str, Any]) -> str:
    """A name in files, from the name and the town, and never that of another place."""
    name = next((said[one] for one in ("name_en", "name_az", "name_ru") if said[one]), said["kind"])
    begun = slugify(fold(name))[:40].strip("-") or str(said["kind"]).replace("_", "-")
    if not Facility.objects.filter(key=begun).exists():
        return begun
    return f"{begun}-{''.join(secrets.choice(ID_LETTERS) for _letter in range(6))}"
