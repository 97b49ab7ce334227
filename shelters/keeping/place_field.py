"""A town in a form of staff, typed as survivors type it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Place
from ..places import gazetteer
from ..published import current


class PlaceField(forms.CharField):
    """A place by its typed name."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            place = Place.objects.select_related("rayon").get(pk=value)
            return f"{place.name}, {place.rayon.name}"
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)

    def clean(self, value: Any) -> Place:
        answer = current.get().places.resolve(super().clean(value))
        if isinstance(answer, gazetteer.Found) and answer.exact:
            return answer.place
        names = "; ".join(f"{place.name}, {place.rayon.name}" for place in gazetteer.meant(answer))
        raise ValidationError(_("That is not one place. Write one of: %(names)s"), params={"names": names})
