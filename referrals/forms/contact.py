"""How the chosen place may reach the survivor. Nobody else reads it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shelters.codes.wording import capital

from ..codes import ContactMethod
from ..vault.values import Contact
from .survivor import SurvivorForm


class ContactForm(forms.Form):
    """The fields, with the labels for a caseworker."""

    way = forms.ChoiceField(
        label=_("How"),
        choices=[(ContactMethod.VOICE, _("by voice")), (ContactMethod.WRITING, _("in writing"))],
        widget=forms.RadioSelect,
    )
    reach = forms.CharField(label=_("Number or address"), max_length=100)
    hours = forms.CharField(label=_("When it is safe"), required=False, max_length=100)
    word = forms.CharField(label=_("A word that the caller says first"), required=False, max_length=50)
    others = forms.CharField(label=_("What to say if somebody else answers"), required=False, max_length=200)


def contact_of(given: Mapping[str, Any]) -> Contact:
    """The contact to seal, from the cleaned data of either form."""
    return {
        "way": given["way"],
        "reach": given["reach"],
        "hours": given["hours"],
        "word": given["word"],
        "others": given["others"],
    }


# The texts of the survivor's page.
_LABELS = {
    "way": _("How?"),
    "reach": _("Number or address"),
    "hours": _("When is it good?"),
    "word": _("A word that they will say first"),
    "others": _("If somebody else answers, what shall they say?"),
}
_HINTS = {
    "reach": _("Of a phone that only you look into, or of somebody whom you trust."),
    "hours": _("For example: on working days, 10 to 12. It can be left out."),
    "word": _("Think of any word. If they do not say it, they are not from the place."),
    "others": _("For example: that it is the chemist, or a wrong number. Left empty, they say nothing and ring off."),
}
_REQUIRED = {
    "way": _("Say how: by voice, or in writing."),
    "reach": _("Write a number or an address."),
}


class SurvivorContactForm(SurvivorForm, ContactForm):
    """The same fields for the survivor, and her consent."""

    yes = forms.BooleanField(
        label=_("Yes, the people at the place that I chose may read this"),
        required=False,
        widget=forms.CheckboxInput({"value": "yes"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        for name, label in _LABELS.items():
            self.fields[name].label = label
        for name, hint in _HINTS.items():
            self.fields[name].help_text = hint
        for name, words in _REQUIRED.items():
            self.fields[name].error_messages["required"] = words
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [(way.value, capital(way.label)) for way in ContactMethod]

    def clean(self) -> None:
        if not self.errors and self.data.get("yes") != "yes":
            self.add_error("yes", gettext("They can read it only if you say yes."))
