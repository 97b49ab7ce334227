"""What a caseworker writes down of a client: never a name, and as little as the work needs."""

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shelters.codes.public import Service

from ..codes import CaseOutcome, ConsentMethod, Danger, SafeWay, Spoken, StatisticalGroup
from ..models import Case
from ..vault.values import Safe
from ..workflow.triage import colleagues, other_organisations
from .staff import CodeNameField, LocalMomentField, NothingForm

LONGEST_NOTE = 280
_line = partial(forms.CharField, required=False, widget=forms.TextInput({"autocomplete": "off"}))
_radio = partial(forms.ChoiceField, widget=forms.RadioSelect)
# What a note must not hold: a run of digits, an address, a common first name, a street.
_DOUBTFUL = re.compile(
    r"\d(?:\D?\d){4}|@|\b(?:küç\w*|pr\.|prospekt\w*|ул\.|улиц\w*|просп\w*|street|avenue|Aygün|Aysel|Aytən|Elnur|Elçin|"
    r"Fidan|Gülnar\w*|Günel|Kamran|Leyla|Lalə|Məryəm|Mehriban|Nərmin|Nigar|Rəşad|Samir\w*|Sevda|Sevinc|Tural|Vüsal\w*|"
    r"Zeynəb|Айгюн|Айсель|Лейла|Мария|Нигяр|Гюнель|Самира|Севда|Эльнур)\b"
)


class SafeWayForm(NothingForm):
    """How a caseworker may reach the client."""

    way = _radio(label=_("How may we reach you?"), choices=SafeWay.choices)
    reach = _line(label=_("Number or address"), max_length=100)
    hours = _line(label=_("At which hours is it safe?"), max_length=100)
    message = forms.BooleanField(label=_("A message may be left"), required=False)
    others = _line(label=_("What to say if somebody else answers"), max_length=200)
    word = _line(label=_("A word that we say first"), max_length=50)
    spoken = forms.ChoiceField(label=_("Language"), choices=Spoken.choices)

    @staticmethod
    def read(given: Mapping[str, Any]) -> Safe:
        """The safe way to seal, from the cleaned data."""
        return {
            "way": given["way"],
            "reach": given["reach"],
            "hours": given["hours"],
            "message": given["message"],
            "others": given["others"],
            "word": given["word"],
            "spoken": given["spoken"],
        }


class NewCaseForm(SafeWayForm):
    """A new client: a group, needs, the danger and the safe way."""

    group = _radio(label=_("Who is it?"), choices=StatisticalGroup.choices)
    needs = forms.MultipleChoiceField(
        label=_("What do they need?"), choices=Service.choices, widget=forms.CheckboxSelectMultiple
    )
    danger = _radio(label=_("Is there danger?"), choices=Danger.choices)
    told = forms.BooleanField(label=_("I said what I must tell others, and what not"))
    name = CodeNameField()
    once = forms.SlugField(max_length=64, validators=[MinLengthValidator(20)], widget=forms.HiddenInput)
    field_order = ("name", "once", "group", "spoken", "needs", "danger", "told", "way")


class DangerForm(NothingForm):
    danger = _radio(label=_("Is there danger?"), choices=Danger.choices)


class NeedForm(NothingForm):
    need = forms.ChoiceField(label=_("What do they need?"), choices=Service.choices)


def doubtful(form: forms.Form, text: str) -> None:
    """Ask "really?" about a text with a number, an address or a name. Ticked, it is kept."""
    if _DOUBTFUL.search(text) and not form.cleaned_data.get("really"):
        form.fields["really"].widget = forms.CheckboxInput()
        raise ValidationError(gettext("There may be a name, a number or an address in it. Really keep it so?"))


class ReallyForm(NothingForm):
    really = forms.BooleanField(label=_("Yes: nobody can be found by this"), required=False, widget=forms.HiddenInput)


class NoteForm(ReallyForm):
    text = forms.CharField(
        label=_("A short note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("No name, no number, no address, no illness, nothing about whoever did harm."),
    )
    field_order = ("text", "really")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        doubtful(self, given.get("text", ""))
        return given


def ask_safe_way_first(case: Case) -> None:
    """Raises ValidationError where nobody wrote down how the client may be reached."""
    if case.safe_way is None:
        raise ValidationError(gettext("First write down how they may be reached safely."))


class NextForm(ReallyForm):
    """The next step, and its hour. The safe way is asked first."""

    about: Case
    step = _line(label=_("Next step"), required=True, max_length=LONGEST_NOTE)
    at = LocalMomentField(label=_("When"), farthest=timedelta(days=180))
    field_order = ("step", "at", "really")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ask_safe_way_first(self.about)
        doubtful(self, given.get("step", ""))
        return given


class FinishForm(NothingForm):
    outcome = _radio(label=_("How did it end?"), choices=CaseOutcome.choices)
    reviewed = forms.BooleanField(label=_("We went through the safety plan once more"), required=False)


class HandOverForm(NothingForm):
    """To a colleague (`to` is "user 3"), or with her yes to another organisation ("organisation 4")."""

    about: Case
    to = forms.ChoiceField(label=_("To whom"))
    how = forms.ChoiceField(
        label=_("To another organisation: how they said yes to it"),
        choices=ConsentMethod.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    word = _line(label=_("A word why"), max_length=200)
    with_notes = forms.BooleanField(label=_("My notes go with it"), required=False)

    def offer_choices(self) -> None:
        self.people = {f"user {mate.pk}": mate for mate in colleagues(self.about)}
        self.others = {f"organisation {one.pk}": one for one in other_organisations(self.about)}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (gettext("A colleague"), [(key, mate.username) for key, mate in self.people.items()]),
            (gettext("Another organisation"), [(key, one.name) for key, one in self.others.items()]),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        to = str(given.get("to"))
        if to in self.others and not given.get("how"):
            raise ValidationError({"how": gettext("Ask them first, and say how they said yes.")})
        return given | {"caseworker": self.people.get(to), "organisation": self.others.get(to)}


class KeepForm(NothingForm):
    about: Case
    days = forms.TypedChoiceField(
        label=_("After the end, keep it for"),
        coerce=int,
        choices=[(0, _("no day: erase at once")), (7, _("7 days")), (14, _("14 days")), (30, _("30 days"))],
    )

    def offer_choices(self) -> None:
        self.initial["days"] = self.about.keep_days
