"""The first page of a facility: its name, kind, town and number, the basis of listing, and a source for all of it."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes.free_text import check_address, check_text
from ..codes.public import Basis, Kind, OrganisationType, Visibility
from ..codes.staff import ProposalKind
from ..directory.organisations import refuse_namesake
from ..faces import fields
from ..faces.fields import Face
from ..models import Facility, Organisation, Phone, Place
from ..models.base import ID_LETTERS
from ..places.gazetteer import fold
from .editing import of_basis
from .place_field import PlaceField
from .source_form import SourceForm

NAMES = {
    "name_az": gettext_lazy("Name in Azerbaijani"),
    "name_ru": gettext_lazy("Name in Russian"),
    "name_en": gettext_lazy("Name in English"),
}


_OF_A_NEW_PLACE = ("new_organisation", "new_type", "number", "number_public")


def blank_face() -> Face:
    """A facility of which nothing is known."""
    tables = fields.TABLES[ProposalKind.FACILITY]
    return fields.fields_of(Facility()) | {table.name: [] for table in tables}


class FirstForm(SourceForm):
    """What must be known of a place before anything else is."""

    name_az, name_ru, name_en = (
        forms.CharField(label=label, required=False, max_length=200, validators=[check_text])
        for label in NAMES.values()
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", "—"), *Kind.choices])
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Who runs it"), queryset=Organisation.objects.none(), empty_label="—", required=False
    )
    new_organisation = forms.CharField(
        label=gettext_lazy("Name of the organisation"), required=False, max_length=200, validators=[check_text]
    )
    new_type = forms.ChoiceField(
        label=gettext_lazy("It is"), choices=[("", "—"), *OrganisationType.choices], required=False
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
        "new_organisation",
        "new_type",
        "place",
        "confidential",
        "address",
        "number",
        "number_public",
        "basis",
    ]

    def __init__(self, face: Face, data: Any = None) -> None:
        self.face = face
        super().__init__(data, initial=_initial(face))
        self.fields["organisation"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]
        if face["key"]:  # numbers have a page of their own then
            for name in _OF_A_NEW_PLACE:
                del self.fields[name]

    @property
    def has_other_names(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("name_ru", "name_en"))

    def clean_number(self) -> str:
        """In the form that the table keeps."""
        return str(Phone._meta.get_field("number").to_python(self.cleaned_data["number"]) or "")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        self._check_organisation(said)
        town = said.get("place")
        if said.get("confidential"):
            if said.get("address"):
                self.add_error("address", _("A hidden facility has no address and no coordinates."))
            if town and (town.population or 0) < Place.HIDES_FROM:
                self.add_error("place", _too_small(town))
        if said.get("basis") != Basis.REPORTED and not any(said.get(name) for name in NAMES):
            self.add_error("name_az", _("Write its name. Only a place that is merely reported needs none."))
        return said

    def _check_organisation(self, said: dict[str, Any]) -> None:
        new = said.get("new_organisation")
        if bool(said.get("organisation")) == bool(new) and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose who runs it, or write the name of a new organisation."))
        elif new and not said.get("new_type"):
            self.add_error("new_type", forms.Field.default_error_messages["required"])
        elif new:
            try:
                refuse_namesake(Organisation(name_az=new))
            except ValidationError as wrong:
                self.add_error("new_organisation", wrong)

    def new_organisation_wanted(self) -> Face | None:
        """The organisation that is new with this place. None: it is there already."""
        name = self.cleaned_data.get("new_organisation")
        if not name:
            return None
        named = dict.fromkeys(NAMES, "") | {"name_az": name, "type": self.cleaned_data["new_type"]}
        return {"key": free_key(Organisation, name, self.cleaned_data["new_type"])} | named

    def face_wanted(self) -> Face:
        """The facility as it is to read."""
        said, source = self.cleaned_data, self.sourced()
        hidden = said["confidential"]
        return self.face | {
            **{name: said[name] for name in NAMES},
            "key": self.face["key"] or _key(said),
            "kind": said["kind"],
            "organisation_id": said["organisation"] and said["organisation"].pk,
            "place_id": said["place"].pk,
            "confidential": hidden,
            "address": None if hidden else said["address"] or None,
            **({"lat": None, "lon": None} if hidden else {}),
            "basis": said["basis"],
            "phones": self._phones(source),
            **of_basis(source),
        }

    def _phones(self, source: Face) -> list[Face]:
        said = self.cleaned_data
        if not said.get("number"):
            return list(self.face["phones"])
        seen_by = Visibility.PUBLIC if said["number_public"] else Visibility.CASEWORKERS
        told = dict.fromkeys(("label_az", "label_ru", "label_en"), "") | {"position": 0, "visible_to": seen_by.value}
        return [told | {"number": said["number"]} | source]


def _initial(face: Face) -> dict[str, Any]:
    return {
        **{name: face[name] for name in (*NAMES, "kind", "confidential", "address", "basis")},
        "organisation": face["organisation_id"],
        "place": face["place_id"],
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
    """The place's name in files."""
    name = next((said[one] for one in ("name_en", "name_az", "name_ru") if said[one]), said["kind"])
    return free_key(Facility, name, said["kind"])


def free_key(model: type[Facility] | type[Organisation], name: str, instead: str) -> str:
    """A key from a name, and never that of another. `instead`: where no letter of the name can stand in a key."""
    begun = slugify(fold(name))[:40].strip("-") or str(instead).replace("_", "-")
    if not model._default_manager.filter(key=begun).exists():
        return begun
    return f"{begun}-{''.join(secrets.choice(ID_LETTERS) for _letter in range(6))}"
