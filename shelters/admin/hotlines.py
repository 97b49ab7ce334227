"""Hotlines."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..codes.public import Group, Service
from ..models import Hotline
from ..models.facts import with_last_confirmed
from .confirmable import Confirmable, LastConfirmed
from .guarded import Guarded, GuardedForm
from .hours import HoursInline, in_words
from .numbers import AS_WRITTEN


class HotlineForm(GuardedForm):
    """Whose line it is, and what it can help with, as boxes to tick."""

    for_groups = forms.MultipleChoiceField(
        label=_("whose line it is"),
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("none: it is for everybody"),
    )
    for_needs = forms.MultipleChoiceField(
        label=_("what it can help with"),
        choices=Service.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("none: with anything"),
    )


@admin.register(Hotline)
class HotlineAdmin(Guarded, Confirmable):
    form = HotlineForm
    list_display = ("number", "label", "answers", "published", "now", "last_confirmed")
    list_filter = ("published", LastConfirmed, "answers")
    inlines = (HoursInline, *Confirmable.inlines)  # type: ignore[assignment]
    formfield_overrides = AS_WRITTEN
    search_fields = ("number", "label_az", "label_ru", "label_en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hotline]:
        hotlines = Hotline.objects.select_related("opening").prefetch_related("opening__dated")
        return with_last_confirmed(hotlines)

    @admin.display(description=_("now"))
    def now(self, hotline: Any) -> str:
        return in_words([hotline.opening] if hasattr(hotline, "opening") else [])
