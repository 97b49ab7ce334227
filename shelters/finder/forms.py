"""What may be asked: one form for JSON and for pages alike."""

import datetime
import math
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import validators
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from ..codes.hours import PartOfDay
from ..codes.public import Group, PartySize, Service
from ..places import coordinates
from .candidates import ENOUGH

Texts = dict[str, Any]
OLDEST = 100  # years
LONGEST_NAME = 100  # letters
ORIGINS = ("place", "place_id", "rayon", "lat")
CHOICE: Texts = {"invalid_choice": gettext_lazy("“{input}” is not on the list.")}
TEXT: Texts = {
    "invalid": gettext_lazy("Write it as text."),
}
_YES_NO: Texts = {"invalid": gettext_lazy("Yes or no.")}
LIST: Texts = {
    "not_a_list": gettext_lazy("Write it as a list."),
}
NUMBER: Texts = dict.fromkeys(("invalid", "max_string_length", "overflow"), gettext_lazy("Write it as a number."))


# Django's validators fill these. The limits of the REST framework keep the text of their first error, in its language.
LIMITS: Texts = {
    "min_value": gettext_lazy("From %(limit_value)s on."),
    "max_value": gettext_lazy("Up to %(limit_value)s."),
    "max_length": gettext_lazy("That is too long: %(limit_value)s letters at most."),
}


def between(least: int, most: int) -> dict[str, Any]:
    at_least = validators.MinValueValidator(least, LIMITS["min_value"])
    return {
        "validators": [at_least, validators.MaxValueValidator(most, LIMITS["max_value"])],
        "error_messages": NUMBER,
    }


def _letters(most: int) -> dict[str, Any]:
    return {"validators": [validators.MaxLengthValidator(most, LIMITS["max_length"])], "error_messages": TEXT}


_FEW = validators.MaxLengthValidator(10, gettext_lazy("That is too long: %(limit_value)s at most."))


class Degrees(serializers.FloatField):
    """A finite number of degrees."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool):
            self.fail("invalid")
        value = super().to_internal_value(data)
        if not math.isfinite(value):
            self.fail("invalid")
        return float(value)


class WholeNumber(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, float) and not math.isfinite(data):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class PlaceText(serializers.CharField):
    """A name as people spell it, or coordinates in any shape: links to maps are long."""

    def to_internal_value(self, data: Any) -> str:
        text = str(super().to_internal_value(data))
        if len(text) > LONGEST_NAME and coordinates.read(text) is None:
            raise serializers.ValidationError(LIMITS["max_length"] % {"limit_value": LONGEST_NAME})
        return text


class OriginForm(serializers.Serializer[Any]):
    """Where from: one of `place`, `place_id`, `rayon`, or `lat` with `lon`, or none. `place` may come with `rayon`."""

    place = PlaceText(required=False, help_text="as people spell it; or coordinates, a map link", **_letters(1000))
    place_id = WholeNumber(required=False, **between(1, 2**53))
    rayon = serializers.CharField(required=False, help_text="as AZ-ZAQ", **_letters(20))
    lat = Degrees(required=False, **between(-90, 90))
    lon = Degrees(required=False, **between(-180, 180))
    lang = serializers.ChoiceField(
        choices=[code for code, _name in settings.LANGUAGES], required=False, default="az", error_messages=CHOICE
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [name for name in ORIGINS if name in attrs]
        if ("lon" in attrs) != ("lat" in attrs):
            raise serializers.ValidationError({"lat": [_("Latitude and longitude go together.")]})
        if len(given) > 1 and given != ["place", "rayon"]:
            raise serializers.ValidationError({given[1]: [_("Give one place to start from, not two.")]})
        return attrs


class NearForm(OriginForm):
    """Who, and what for."""

    who = serializers.MultipleChoiceField(choices=Group.choices, required=False, error_messages=CHOICE | LIST)
    oldest_son = WholeNumber(required=False, help_text="age in years", **between(0, 120))
    people = serializers.ChoiceField(choices=PartySize.choices, required=False, error_messages=CHOICE)
    need = serializers.MultipleChoiceField(choices=Service.choices, required=False, error_messages=CHOICE | LIST)
    avoid = serializers.ListField(
        child=serializers.CharField(**_letters(LONGEST_NAME)),
        required=False,
        validators=[_FEW],
        error_messages=LIST,
        help_text="names of places to keep away from",
    )
    open_now = serializers.BooleanField(required=False, error_messages=_YES_NO)
    by_state = serializers.BooleanField(
        required=False, error_messages=_YES_NO, help_text="whoever hurts her works for the police or the state"
    )
    limit = WholeNumber(required=False, default=10, **between(1, ENOUGH))


class HoursForm(OriginForm):
    """When it happened, as far as she says, and whether she is under 18."""

    date = serializers.DateField(
        required=False,
        input_formats=["iso-8601"],
        error_messages={"invalid": gettext_lazy("Write the day as 2026-03-20.")},
        help_text="the day on which it happened, in Asia/Baku",
    )
    part = serializers.ChoiceField(
        choices=PartOfDay.choices, required=False, default=PartOfDay.UNKNOWN, error_messages=CHOICE
    )
    minor = serializers.BooleanField(required=False, error_messages=_YES_NO, help_text="under 18")

    def validate_date(self, day: datetime.date) -> datetime.date:
        """Windows of hours need a day that people remember: none to come, none of another age."""
        today = timezone.localdate()
        if day > today:
            raise serializers.ValidationError(_("That day has not come yet."))
        if day.year < today.year - OLDEST:
            raise serializers.ValidationError(_("We cannot count from that day. You can check the year."))
        return day


def read(form: type[OriginForm], data: Mapping[str, Any]) -> dict[str, Any]:
    """The validated fields of what was asked. Raises ValidationError, whose `detail` names the fields.

    One form of each type serves all requests: it holds nothing of them.
    """
    fields: dict[str, Any] = _forms[form].run_validation(given(data))
    return fields


_forms: dict[type[OriginForm], OriginForm] = {NearForm: NearForm(), HoursForm: HoursForm()}


def given(data: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what was left empty: null, an empty text, an empty list."""
    return {name: value for name, value in data.items() if value is not None and value != "" and value != []}
