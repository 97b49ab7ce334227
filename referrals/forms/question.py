"""What a person may ask of places, and how they may be reached. There is no field for who they are."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from shelters.codes.public import Group
from shelters.finder.forms import CHOICE, LIST, TEXT, WholeNumber, between, given
from shelters.models import Rayon

from ..codes import ContactMethod, Urgency

BANDS = {
    "0-2": gettext_lazy("up to 2 years"),
    "3-6": gettext_lazy("3 to 6 years"),
    "7-12": gettext_lazy("7 to 12 years"),
    "13-17": gettext_lazy("13 to 17 years"),
}
ACCESS = (Group.LIMITED_MOBILITY, Group.BLIND, Group.DEAF)
_LISTS = ("who", "access")
LONGEST_TEXT = 1_000  # letters of a message


def _needed(words: Any) -> dict[str, Any]:
    return {"required": words, "blank": words}


def children(band: str) -> str:
    """The name of the field for children of an age."""
    return "children_" + band.replace("-", "_")


class QuestionForm(serializers.Serializer[Any]):
    """Who would come, from where and when: coarse on purpose. `validated_data` is what is sealed."""

    adults = WholeNumber(required=False, default=1, **between(0, 10))
    children_0_2 = WholeNumber(required=False, default=0, **between(0, 10))
    children_3_6 = WholeNumber(required=False, default=0, **between(0, 10))
    children_7_12 = WholeNumber(required=False, default=0, **between(0, 10))
    children_13_17 = WholeNumber(required=False, default=0, **between(0, 10))
    oldest_son = WholeNumber(required=False, default=None, **between(0, 120))
    rayon = serializers.CharField(required=False, default="", max_length=20, error_messages=TEXT)
    soon = serializers.ChoiceField(choices=Urgency.choices, required=False, default=Urgency.NOW, error_messages=CHOICE)
    who = serializers.MultipleChoiceField(
        choices=[group for group in Group.choices if group[0] not in ACCESS],
        required=False,
        default=set,
        error_messages=CHOICE | LIST,
    )
    access = serializers.MultipleChoiceField(
        choices=[(group.value, group.label) for group in ACCESS],
        required=False,
        default=set,
        error_messages=CHOICE | LIST,
    )
    avoid = serializers.CharField(required=False, default="", max_length=100, error_messages=TEXT)

    def validate_rayon(self, code: str) -> str:
        if code and not Rayon.objects.filter(code=code).exists():
            raise serializers.ValidationError(_("That is not on the list."))
        return code

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As `cases.Question` is kept."""
        counted = {band: attrs.pop(children(band)) for band in BANDS}
        if not attrs["adults"] and not any(counted.values()):
            raise serializers.ValidationError({"adults": [_("Say how many come.")]})
        return {
            "adults": attrs["adults"],
            "children": {band: number for band, number in counted.items() if number},
            "oldest_son": attrs["oldest_son"],
            "rayon": attrs["rayon"],
            "soon": str(attrs["soon"]),
            "who": [group for group in Group.values if group in attrs["who"]],
            "access": [group for group in Group.values if group in attrs["access"]],
            "avoid": attrs["avoid"],
        }


class ReplyForm(serializers.Serializer[Any]):
    text = serializers.CharField(
        max_length=LONGEST_TEXT, error_messages=TEXT | _needed(gettext_lazy("Write something first."))
    )


class ContactForm(serializers.Serializer[Any]):
    """How the chosen place, and nobody else, may reach somebody."""

    way = serializers.ChoiceField(
        choices=ContactMethod.choices,
        error_messages=CHOICE | _needed(gettext_lazy("Say how: by voice, or in writing.")),
    )
    reach = serializers.CharField(
        max_length=100, error_messages=TEXT | _needed(gettext_lazy("Write a number or an address."))
    )
    hours = serializers.CharField(required=False, default="", max_length=100, error_messages=TEXT)
    word = serializers.CharField(required=False, default="", max_length=50, error_messages=TEXT)
    others = serializers.CharField(required=False, default="", max_length=200, error_messages=TEXT)


def typed(post: QueryDict) -> dict[str, Any]:
    """What a page's form holds: texts, and lists of codes."""
    fields: dict[str, Any] = {name: str(value).strip() for name, value in post.items()}
    return fields | {name: post.getlist(name) for name in _LISTS if name in post}


def read(form: type[serializers.Serializer[Any]], fields: dict[str, Any]) -> dict[str, Any]:
    """The validated fields. Raises ValidationError, whose `detail` names the fields."""
    wanted = {name: value for name, value in fields.items() if name in form._declared_fields}
    found: dict[str, Any] = form().run_validation(given(wanted))
    return found
