"""The facts of a facility, edited on its page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..codes.public import GUARDED_GROUPS, Answer, Group, Practice, Verdict, Visibility
from ..models import AdmissionRule, BedPool, Facility, Figure, OnlyFor, Phone, PracticeFact, Provision
from ..models.sourced import SOURCED
from .numbers import AS_WRITTEN


class StandsForItsRow(forms.HiddenInput):
    """A code that nobody changes, in words. A choice among all codes in each row made the page three times as long."""

    is_hidden = False
    choices: list[tuple[str, str]]  # set by the field

    def render(self, name: str, value: Any, *args: Any, **kwargs: Any) -> SafeString:
        return format_html(
            "{}{}", dict(self.choices).get(value, value or ""), super().render(name, value, *args, **kwargs)
        )


class EveryCode(admin.TabularInline):
    """A row for each code. A code that nobody has stated yet is unknown."""

    code_field: str
    codes: type[Group] | type[Practice]

    def missing(self, facility: Facility | None) -> list[str]:
        stated: set[str] = set()
        if facility:
            stated = set(self.model._default_manager.filter(facility=facility).values_list(self.code_field, flat=True))
        return [code for code in self.codes.values if code not in stated]

    def row(self, code: str) -> dict[str, str]:
        return {self.code_field: code}

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.code_field:
            kwargs["widget"] = StandsForItsRow
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(self.missing(obj))

    def get_max_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(self.codes.values)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        rows = [self.row(code) for code in self.missing(obj)]

        class Prefilled(super().get_formset(request, obj, **kwargs)):  # type: ignore[misc]
            def __init__(self, *args: Any, **more: Any) -> None:
                super().__init__(*args, **{**more, "initial": rows})

        return Prefilled


class RuleInline(EveryCode):
    model = AdmissionRule
    code_field, codes = "group", Group
    fields = (
        *("group", "verdict", "condition_az", "condition_ru", "condition_en", "sons_up_to", "visible_to"),
        *SOURCED,
    )
    radio_fields = {"verdict": admin.HORIZONTAL}

    def row(self, code: str) -> dict[str, str]:
        seen_by = Visibility.CASEWORKERS if code in GUARDED_GROUPS else Visibility.PUBLIC
        return {"group": code, "verdict": Verdict.UNKNOWN, "visible_to": seen_by}


class FactInline(EveryCode):
    model = PracticeFact
    code_field, codes = "code", Practice
    fields = ("code", "answer", *SOURCED)
    radio_fields = {"answer": admin.HORIZONTAL}

    def row(self, code: str) -> dict[str, str]:
        return {"code": code, "answer": Answer.UNKNOWN}


class ProvisionInline(admin.TabularInline):
    model = Provision
    fields = ("service", *SOURCED)
    extra = 1


class PhoneInline(admin.TabularInline):
    model = Phone
    formfield_overrides = AS_WRITTEN
    fields = ("number", "label_az", "label_ru", "label_en", "visible_to", "position", *SOURCED)
    extra = 1


class OnlyForInline(admin.TabularInline):
    model = OnlyFor
    fields = ("group", "visible_to", *SOURCED)
    extra = 1


class FigureInline(admin.TabularInline):
    model = Figure
    fields = ("code", "value", *SOURCED)
    extra = 1


class PoolInlineForm(forms.ModelForm):
    groups = forms.MultipleChoiceField(
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("whom it is for; nobody ticked: whom the facility takes"),
    )

    class Meta:
        model = BedPool
        fields = ("name_az", "name_ru", "name_en", "groups")


class PoolInline(admin.StackedInline):
    """The rooms, and for whom they are. Staff count how many are taken under /work/, never here."""

    model = BedPool
    form = PoolInlineForm
    fields = ("name_az", "name_ru", "name_en", "groups", ("capacity", "family_places", "occupied", "out_of_service"))
    readonly_fields = ("capacity", "family_places", "occupied", "out_of_service")
    can_delete = False
    extra = 0
