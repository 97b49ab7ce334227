"""Telephone numbers in the forms of the admin."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django import forms

from ..codes import telephone
from ..models.sourced import NumberField


class NumberFormField(forms.CharField):
    """A number, shown as people write it. The model refuses a text that is none."""

    def prepare_value(self, value: Any) -> Any:
        return telephone.in_files(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        with suppress(telephone.BadNumber):
            return telephone.read(text) if text else text
        return text


AS_WRITTEN: Mapping[Any, Any] = {NumberField: {"form_class": NumberFormField}}
