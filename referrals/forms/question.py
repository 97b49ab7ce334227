"""The question to places. It has no field for a name."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shelters.codes.public import MOST_COME, Group, Service
from shelters.directory import pausing
from shelters.models import Facility
from shelters.published import current

from ..codes import Urgency
from ..vault.values import Question
from ..workflow.triage import WAITS
from .survivor import SurvivorForm

BANDS = {
    "0-2": _("up to 2 years"),
    "3-6": _("3 to 6 years"),
    "7-12": _("7 to 12 years"),
    "13-17": _("13 to 17 years"),
}
ACCESS = (Group.LIMITED_MOBILITY, Group.BLIND, Group.DEAF)
MOST_PLACES, MOST_IDS = 10, 50  # places that are asked at once, and ids that are looked up for it
_LISTS = ("who", "access", "to")
_FIRST = {"adults": "1", "soon": Urgency.NOW.value}


_heads = partial(forms.IntegerField, required=False, min_value=0, max_value=10)


def _children(band: str) -> forms.IntegerField:
    return _heads(label=format_lazy("{}, {}", _("children"), BANDS[band]))


class QuestionForm(SurvivorForm):
    """Who would come, from where and when. The answers are coarse on purpose; `question` gives the contents to seal."""

    adults = _heads(label=_("adults"))
    children_0_2 = _children("0-2")
    children_3_6 = _children("3-6")
    children_7_12 = _children("7-12")
    children_13_17 = _children("13-17")
    oldest_son = forms.IntegerField(
        label=_("If a son comes: how old is the oldest?"),
        help_text=_("Some places take boys only up to an age."),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput({"aria-describedby": "son-hint"}),
    )
    rayon = forms.ChoiceField(
        label=_("From which rayon?"),
        help_text=_("So that they can work out how long the journey takes. It can be left out."),
        required=False,
    )
    service = forms.ChoiceField(
        label=_("What is needed?"), choices=Service.choices, required=False, initial=Service.EMERGENCY_SHELTER
    )
    soon = forms.ChoiceField(
        label=_("When do you need a place?"), choices=Urgency.choices, required=False, widget=forms.RadioSelect
    )
    who = forms.MultipleChoiceField(
        label=_("Who needs a place?"),
        choices=[group for group in Group.choices if group[0] not in ACCESS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access = forms.MultipleChoiceField(
        label=_("Does somebody need help with this?"),
        choices=[(group.value, group.label) for group in ACCESS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    avoid = forms.CharField(
        label=_("Is there a town to keep away from?"),
        help_text=_("Only the town. Please write no names, no address, and nothing about whoever hurt you."),
        required=False,
        max_length=100,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None, **more: Any
    ) -> None:
        super().__init__(data, initial=_FIRST | dict(initial or {}), **more)
        rayon = self.fields["rayon"]
        assert isinstance(rayon, forms.ChoiceField)
        rayon.choices = [("", "—"), *_rayons()]
        rayon.error_messages["invalid_choice"] = _("That is not on the list.")
        if self.is_for_service:
            self.fields["soon"].label, self.fields["who"].label = _("When do you need it?"), _("Who comes?")

    @property
    def is_for_service(self) -> bool:
        """Whether something else is asked for than a place to stay."""
        return self["service"].value() not in ("", None, Service.EMERGENCY_SHELTER)

    def offer_services(self, services: Collection[str]) -> None:
        """Leave these services to choose from. A single one needs no choice."""
        field = self.fields["service"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [choice for choice in Service.choices if choice[0] in services]
        if len(services) == 1:
            field.widget = forms.HiddenInput()

    def clean(self) -> None:
        if not self.errors and not self._adults() and not any(self._children().values()):
            self.add_error("adults", gettext("Say how many come."))

    def question(self) -> Question:
        """The contents to seal, from a valid form."""
        given = self.cleaned_data
        return {
            "adults": self._adults(),
            "children": {band: number for band, number in self._children().items() if number},
            "oldest_son": given["oldest_son"],
            "rayon": given["rayon"],
            "soon": given["soon"] or Urgency.NOW.value,
            "who": [group for group in Group.values if group in given["who"]],
            "access": [group for group in Group.values if group in given["access"]],
            "avoid": given["avoid"],
            "need": given["service"] or Service.EMERGENCY_SHELTER.value,
        }

    def _adults(self) -> int:
        """An empty field means 1."""
        adults: int | None = self.cleaned_data["adults"]
        return 1 if adults is None else adults

    def _children(self) -> dict[str, int]:
        return {band: self.cleaned_data[children(band)] or 0 for band in BANDS}

    def heads(self) -> list[BoundField]:
        """The fields for the number of adults, and of children of each age."""
        return [self["adults"], *(self[children(band)] for band in BANDS)]

    def who_most_come(self) -> list[BoundWidget]:
        """The groups of people who come most often."""
        return [option for option in self["who"] if option.data["value"] in MOST_COME]

    def who_are_refused(self) -> list[BoundWidget]:
        """The groups that places sometimes refuse."""
        return [option for option in self["who"] if option.data["value"] not in MOST_COME]

    def waits(self) -> list[tuple[BoundWidget, int]]:
        """Each urgency, and for how many days the question then waits."""
        return [(option, WAITS[Urgency(option.data["value"])].days) for option in self["soon"]]

    def says_more(self) -> bool:
        """Whether the part that is closed at first has a value."""
        refused = any(option.data["selected"] for option in self.who_are_refused())
        return bool(refused or self["access"].value() or self["avoid"].value())


class AskForm(QuestionForm):
    """The question, the ticked places, and the survivor's consent."""

    to = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    yes = forms.BooleanField(
        label=_("Yes, the people at these places may read this"),
        required=False,
        widget=forms.CheckboxInput({"value": "yes"}),
    )

    def clean_to(self) -> list[Facility]:
        return places_to_ask(self.cleaned_data["to"] or [])

    def clean(self) -> None:
        super().clean()
        if not self.cleaned_data["to"]:
            self.add_error("to", gettext("Tick at least one place."))
        if self.data.get("yes") != "yes":
            words = gettext("They can read it only if you say yes. You need not: you can ring instead.")
            self.add_error("yes", words)


class ClientQuestionForm(QuestionForm):
    """The question that a caseworker asks for a client."""

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["soon"].label = _("When is it needed?") if self.is_for_service else _("When is a place needed?")
        self.fields["avoid"].help_text = _(
            "Only the town. Please write no names, no address, and nothing about whoever did harm."
        )


def children(band: str) -> str:
    """The name of the field for children of an age."""
    return "children_" + band.replace("-", "_")


def entered(post: QueryDict) -> dict[str, str | list[str]]:
    """The sent values: texts, and lists of codes. A missing field has its first value."""
    texts: dict[str, str | list[str]] = {name: str(value).strip() for name, value in post.items()}
    return {**_FIRST, **texts, **{name: post.getlist(name) for name in _LISTS if name in post}}


def places_to_ask(ids: list[str]) -> list[Facility]:
    """The first places that take questions, in the order of their ids. Other ids are ignored."""
    fit = [one for one in dict.fromkeys(ids) if one.isascii() and one.isalnum()][:MOST_IDS]
    asking = pausing.asking().filter(public_id__in=fit)
    return sorted(asking, key=lambda place: fit.index(place.public_id))[:MOST_PLACES]


def _rayons() -> list[tuple[str, str]]:
    """Codes and names of all rayons, sorted by name."""
    places, city = current.get().places, gettext("city")
    return [
        (rayon.code, f"{rayon.name} ({city})" if rayon.type == "city" else rayon.name)
        for rayon in places.rayons_by_name()
    ]
