"""Who says what a page of a facility holds, and on which day: said once for all that is new on that page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..codes.free_text import check_text
from ..codes.page_address import LONGEST, check_page
from ..codes.public import SourceKind
from ..faces.fields import Face
from ..models import Facility
from ..models.sourced import check_stated_on
from .editing import BASIS, SOURCED_PARTS

NO_SOURCE = _("Write who said so, or the address of the page that says so.")


class SourceForm(forms.Form):
    """A source with its page, its kind and its day."""

    source = forms.CharField(label=_("Who said so"), required=False, max_length=500, validators=[check_text])
    source_url = forms.CharField(
        label=_("Page that says so"),
        help_text=_("begins with https://"),
        required=False,
        max_length=LONGEST,
        validators=[check_page],
    )
    source_kind = forms.ChoiceField(label=_("Kind of source"), choices=SourceKind.choices)
    stated_on = forms.DateField(
        label=_("On which day"),
        help_text=_("empty: the source has no date"),
        required=False,
        validators=[check_stated_on],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        named = said.get("source") or said.get("source_url") or {"source", "source_url"} & self.errors.keys()
        if self.needs_source and not named:
            self.add_error("source", NO_SOURCE)
        return said

    @property
    def needs_source(self) -> bool:
        return True

    def sourced(self) -> Face:
        """The fields of a source, for a row of a face."""
        said = self.cleaned_data
        day = said["stated_on"]
        return {
            "source": said["source"],
            "source_url": said["source_url"],
            "source_kind": said["source_kind"],
            "stated_on": day.isoformat() if day else None,
        }


class SameSourceForm(SourceForm):
    """A source that is mostly that of the first page. `face`: the facility as it stands."""

    same = forms.BooleanField(label=_("Same source and day as on the first page"), required=False)

    def __init__(self, face: Face, data: Any = None, **initial: Any) -> None:
        self.face = face
        self.has_first = bool(face["basis_source"] or face["basis_url"])
        super().__init__(data, initial={"same": self.has_first, "source_kind": SourceKind.ITSELF} | initial)
        if not self.has_first:
            del self.fields["same"]

    @property
    def needs_source(self) -> bool:
        return not self.cleaned_data.get("same")

    def sourced(self) -> Face:
        if not self.cleaned_data.get("same"):
            return super().sourced()
        face = self.face
        return {
            "source": face["basis_source"],
            "source_url": face["basis_url"],
            "source_kind": face["basis_kind"],
            "stated_on": face["basis_date"],
        }


class PlacesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Facility) -> str:
        """Its name; a place that is merely reported may have none."""
        return obj.name or obj.key


class ManySourcesForm(SourceForm):
    """One source for the same parts of many places."""

    parts = forms.MultipleChoiceField(
        label=_("It says this of them"),
        choices=[(BASIS, _("Why they may be listed")), *SOURCED_PARTS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    places = PlacesField(
        label=_("Places"),
        queryset=Facility.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="public_id",
    )
    field_order = ["places", "parts"]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        listed = Facility.objects.filter(ever_listed=True).order_by("key")
        self.fields["places"].queryset = listed  # type: ignore[attr-defined]
