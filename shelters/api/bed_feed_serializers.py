"""The fields that a message of the bed feed may have."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from ..beds.counting import FIELDS, Nonsense, Numbers
from ..finder.forms import Texts, WholeNumber
from ..models.beds import MOST, BedPool

AHEAD = timedelta(minutes=5)  # a clock elsewhere may be fast by this much
_MISSING: Texts = dict.fromkeys(("required", "null", "blank", "empty"), gettext_lazy("This is missing."))
_MOMENT: Texts = dict.fromkeys(("invalid", "overflow"), gettext_lazy("Write the moment as 2026-03-20T14:00:00+04:00."))
_NUMBER: Texts = dict.fromkeys(("invalid", "max_string_length", "overflow"), gettext_lazy("Write it as a number."))
_TEXT: Texts = {"invalid": gettext_lazy("Write it as text.")}
_OBJECT: Texts = {"invalid": gettext_lazy("Send a JSON object.")}
_LIST: Texts = {"not_a_list": gettext_lazy("Write it as a list.")}


class MomentField(serializers.DateTimeField):
    """ISO 8601 with an offset. Without an offset the moment is not known."""

    default_error_messages = _MOMENT | _MISSING

    def enforce_timezone(self, value: datetime) -> datetime:
        if timezone.is_naive(value) or value.year < 1970:
            self.fail("invalid")
        return super().enforce_timezone(value)


class BedNumber(WholeNumber):
    """A number of beds. `Numbers` knows whether a shelter can have so many."""

    default_error_messages = _NUMBER | _MISSING


@extend_schema_serializer(component_name="PoolForm")
class PoolSerializer(serializers.Serializer[Any]):
    """The four numbers of one pool."""

    id = serializers.CharField(error_messages=_TEXT | _MISSING, help_text="of the pool, as GET names it")
    capacity = BedNumber(help_text=f"beds: 0 to {MOST}")
    family_places = BedNumber(help_text="of the beds, those that stand together for families")
    occupied = BedNumber(help_text=f"beds that somebody is in: 0 to {MOST}, more than there are beds if that is so")
    out_of_service = BedNumber(help_text="of the beds, those that cannot be used now")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        numbers = Numbers(**{field: attrs[field] for field in FIELDS})
        try:
            numbers.check()
        except Nonsense as error:
            raise serializers.ValidationError({error.field: [_("That number cannot be.")]}) from error
        return {"id": attrs["id"], "numbers": numbers}


@extend_schema_serializer(component_name="BedsForm")
class BedsSerializer(serializers.Serializer[Any]):
    """When somebody looked, and what they counted. `context["pools"]`: what the facility has, by public id."""

    observed_at = MomentField(
        help_text="when somebody looked: ISO 8601 with offset, at most 5 minutes ahead of our clock"
    )
    pools = PoolSerializer(
        many=True,
        allow_empty=False,
        help_text="some pools or all, each once; all of them are taken or none",
        error_messages=_OBJECT | _LIST | _MISSING,
    )

    def validate_observed_at(self, moment: datetime) -> datetime:
        if moment > timezone.now() + AHEAD:
            raise serializers.ValidationError(_("That moment has not come yet."))
        return moment

    def validate_pools(self, rows: list[dict[str, Any]]) -> dict[int, Numbers]:
        pools, ids = self.context["pools"], [row["id"] for row in rows]
        if not set(ids) <= pools.keys():
            raise serializers.ValidationError(_("That is not on the list."))
        if len(set(ids)) < len(ids):
            raise serializers.ValidationError(_("That is named twice."))
        return {pools[row["id"]].pk: row["numbers"] for row in rows}


def read(data: Any, pools: Mapping[str, BedPool]) -> tuple[datetime, dict[int, Numbers]]:
    """When somebody looked, and the numbers of each pool in the message. Raises ValidationError."""
    form = BedsSerializer(data=data, context={"pools": pools}, error_messages=_OBJECT | _MISSING)
    form.is_valid(raise_exception=True)
    return form.validated_data["observed_at"], form.validated_data["pools"]


def named(errors: Any, name: str = "") -> dict[str, list[str]]:
    """Errors under the full names of their fields, such as `pools[0].occupied`."""
    if not isinstance(errors, Mapping):
        return {name: [str(text) for text in errors]}
    inner = ((_below(name, key), found) for key, found in errors.items())
    return {field: texts for full, found in inner for field, texts in named(found, full).items()}


def _below(name: str, key: str | int) -> str:
    if isinstance(key, int):
        return f"{name}[{key}]"
    return name if key == "non_field_errors" else f"{name}.{key}".lstrip(".")
