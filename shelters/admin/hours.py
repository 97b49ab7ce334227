"""Opening hours in a form that needs no manual, and the country's moved days."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..approvals import changes, public_fields
from ..codes.staff import ProposalKind
from ..faces import fields
from ..hours import notation
from ..hours.opening import Opening, best
from ..models import DatedHours, DayOverride, OpeningHours
from ..models.hours import WEEKDAYS
from ..models.sourced import SOURCED
from ..published import current
from ..staff import team
from .alphabet import WithName
from .guarded import Guarded, InTheTrail, refuse_while_waiting, waits

LOOK = "look"


class OpeningHoursForm(forms.ModelForm):
    """A form that saves nothing if `look` is sent. It then comes back with the coming days in words."""

    class Meta:
        model = OpeningHours
        fields = "__all__"
        widgets = {day: forms.TextInput(attrs={"placeholder": "09:00-13:00 14:00-18:00"}) for day in WEEKDAYS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A closed day is shown in the reader's word, as the form asks for it."""
        super().__init__(*args, **kwargs)
        for field, text in self.initial.items():
            if text == notation.CLOSED:
                self.initial[field] = _("closed")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        # Whose they are is chosen once: later it is not among the fields.
        whose = cleaned.get("facility") or cleaned.get("hotline") or self.instance.facility or self.instance.hotline
        if whose:
            refuse_while_waiting(fields.kind_of(whose), whose.pk)
        if LOOK in self.data:
            raise ValidationError(
                _("Nothing is saved yet. Below are the coming 14 days as they would read; closures count once saved."),
                LOOK,
            )
        return cleaned


class DatedInline(admin.TabularInline):
    model = DatedHours
    fields = ("first", "last", "hours")
    extra = 1


@admin.register(OpeningHours)
class OpeningHoursAdmin(InTheTrail):
    """Hours are a part of what people read of a facility or a hotline, and wait with it."""

    form = OpeningHoursForm
    list_display = ("whose", "service", "when", "now")
    list_filter = ("when", "entry", "on_holidays", "service")
    search_fields = ("facility__key", "facility__name_az", "hotline__number", "hotline__label_az")
    autocomplete_fields = ("facility", "hotline")
    readonly_fields = ("coming_days",)
    inlines = (DatedInline,)
    change_form_template = "admin/hours.html"
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("facility", "hotline", "service", "when", "entry")}),
        (
            _("By days of the week"),
            {
                "fields": WEEKDAYS,
                "description": _(
                    "Write times as 09:00-13:00 14:00-18:00; an end after midnight as 22:00-06:00. Write “closed” "
                    "where "
                    "it is closed. Leave empty what nobody has told you: it is shown as not known. A “?” behind a time "
                    "means perhaps."
                ),
            },
        ),
        (
            _("On days that are not like others"),
            {"fields": (("on_holidays", "holiday_hours"), ("on_working_weekends", "working_weekend_hours"))},
        ),
        (_("Who said so"), {"fields": SOURCED}),
        (_("The coming 14 days"), {"fields": ("coming_days",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[OpeningHours]:
        return OpeningHours.objects.select_related("facility", "hotline").prefetch_related("dated")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer all rows. The admins of these models order by a field that only they annotate."""
        return super().formfield_for_foreignkey(
            db_field, request, queryset=db_field.related_model.objects.all(), **kwargs
        )

    @admin.display(description=_("whose"))
    def whose(self, hours: OpeningHours) -> str:
        return str(hours.facility or hours.hotline)

    @admin.display(description=_("now"))
    def now(self, hours: Any) -> str:
        return in_words([hours])

    @admin.display(description=_("in words"))
    def coming_days(self, hours: OpeningHours) -> str:
        """The coming days as typed, saved or not. The dated hours below count once they are saved."""
        if not hours.when:
            return "—"
        opening = _opening(hours)
        return render_to_string("admin/_days_ahead.html", {"words": opening.words, "lines": opening.lines(14)})

    def get_readonly_fields(self, request: HttpRequest, obj: OpeningHours | None = None) -> tuple[str, ...]:
        return ("facility", "hotline", "service", *self.readonly_fields) if obj else self.readonly_fields

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def has_delete_permission(self, request: HttpRequest, obj: OpeningHours | None = None) -> bool:
        whose: Any = obj and (obj.facility or obj.hotline)
        return obj is None or not waits(fields.kind_of(whose), whose.pk)

    def save_model(self, request: HttpRequest, obj: OpeningHours, form: Any, change: bool) -> None:
        """Nothing yet: its closures and extra openings belong to it."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        kept = [one for one in formset.forms if one not in formset.deleted_forms]
        rows = [one.instance for one in kept if one.instance.pk or one.has_changed()]
        form.dated = tuple(row.dated for row in sorted(rows, key=lambda row: row.first))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        hours = form.instance
        text = notation.write(replace(hours.schedule, dated=form.dated))
        said = {name: getattr(hours, name) for name in SOURCED} | {"stated_on": iso(hours.stated_on)}
        self.wish(request, hours, {"text": text} | said)

    def delete_model(self, request: HttpRequest, obj: OpeningHours) -> None:
        self.wish(request, obj, None)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        return redirect("admin:shelters_openinghours_changelist")

    def wish(self, request: HttpRequest, hours: Any, row: dict[str, Any] | None) -> None:
        """Change the hours of whose they are. None: nothing is known of them any more."""
        whose = hours.facility or hours.hotline
        kind, name = fields.kind_of(whose), "hours" if hours.facility else "opening"
        face = public_fields.read(kind, whose.pk) or {}
        others = [one for one in face[name] if one["service"] != hours.service]
        rows = [*others, {"service": hours.service} | row] if row else others
        wanted = face | {name: sorted(rows, key=lambda one: str(one["service"]))}
        outcome = changes.edit(whose, wanted, by=team.user_of(request))
        hours.differs = bool(outcome.waiting)
        self.tell(request, outcome)


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def in_words(hours: Iterable[OpeningHours]) -> str:
    """The state now of the best of some hours."""
    found = best(_opening(one) for one in hours)
    return found.words if found else "—"


def _opening(hours: OpeningHours) -> Opening:
    return Opening(hours.schedule, current.get().calendar, timezone.now())


class HoursInline(admin.StackedInline):
    """The stated hours, with a link to the form that edits them."""

    model = OpeningHours
    extra = 0
    can_delete = False
    show_change_link = True
    fields = readonly_fields = ("service", "when", *SOURCED)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DayOverride)
class DayOverrideAdmin(WithName, Guarded):
    list_display = ("day", "working", "name", "source_name")
    list_filter = ("working",)
    date_hierarchy = "day"
    fields = ("day", "working", "name_az", "name_ru", "name_en", *SOURCED)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or not waits(ProposalKind.DAY, obj.pk)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def delete_model(self, request: HttpRequest, obj: DayOverride) -> None:
        self.tell(request, changes.change(ProposalKind.DAY, obj.pk, {}, by=team.user_of(request)))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        return redirect("admin:shelters_dayoverride_changelist")
