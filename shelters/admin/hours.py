"""Opening hours in a form that needs no manual, and the country's moved days."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..hours.opening import Opening, best
from ..models import DatedHours, DayOverride, OpeningHours, Revision
from ..models.hours import WEEKDAYS
from ..published import current
from ..published.refresh import refresh

LOOK = "look"


class OpeningHoursForm(forms.ModelForm):
    """A form that saves nothing if `look` is sent. It then comes back with the coming days in words."""

    class Meta:
        model = OpeningHours
        fields = "__all__"
        widgets = {day: forms.TextInput(attrs={"placeholder": "09:00-13:00 14:00-18:00"}) for day in WEEKDAYS}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
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
class OpeningHoursAdmin(admin.ModelAdmin):
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
        (_("Who said so"), {"fields": ("source", "stated_on")}),
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

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        _publish(form.instance)

    def delete_model(self, request: HttpRequest, obj: OpeningHours) -> None:
        self.delete_queryset(request, OpeningHours.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[OpeningHours]) -> None:
        gone = list(queryset)
        queryset.delete()
        for hours in gone:
            _publish(hours)


def _publish(hours: OpeningHours) -> None:
    if hours.facility_id:
        refresh([hours.facility_id])
    else:
        Revision.change(Revision.HOTLINES)


def in_words(hours: Iterable[OpeningHours]) -> str:
    """The state now of the best of some hours."""
    found = best(_opening(one) for one in hours)
    return found.words if found else "—"


def _opening(hours: OpeningHours) -> Opening:
    return Opening(hours.schedule, current.get().calendar, timezone.now())


class HoursInline(admin.TabularInline):
    """The stated hours, with a link to the form that edits them."""

    model = OpeningHours
    extra = 0
    can_delete = False
    show_change_link = True
    fields = readonly_fields = ("service", "when", "source", "stated_on")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DayOverride)
class DayOverrideAdmin(admin.ModelAdmin):
    list_display = ("day", "working", "name", "source")
    list_filter = ("working",)
    date_hierarchy = "day"

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[DayOverride]) -> None:
        super().delete_queryset(request, queryset)
        Revision.change(Revision.CALENDAR)
