"""A note of a house for its next shift: a word, a number and ticks, and no other text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..codes import ShiftNeed
from .staff import once_field


class ShiftNoteForm(forms.Form):
    word = forms.CharField(
        label=_("The word that they say first"), max_length=50, required=False, help_text=_("No name, no town.")
    )
    people = forms.TypedChoiceField(
        label=_("How many"), coerce=int, choices=[(number, number) for number in range(1, 7)]
    )
    needs = forms.MultipleChoiceField(
        label=_("To prepare"), choices=ShiftNeed.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    once = once_field()
