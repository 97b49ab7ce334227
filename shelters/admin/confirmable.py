"""Entries that somebody has to ring, and the record of each confirmation."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Confirmation

OLD = timedelta(days=90)


class ConfirmationInline(admin.TabularInline):
    """Earlier confirmations. The ringing list records a new one, because it knows who and when."""

    model = Confirmation
    extra = 0
    can_delete = False
    fields = readonly_fields = ("confirmed_on", "how", "confirmed_by", "note")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LastConfirmed(admin.SimpleListFilter):
    title = _("last confirmed")
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("never", _("never")), ("old", _("more than 90 days ago")), ("fresh", _("within 90 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        oldest = timezone.localdate() - OLD
        wanted = {
            "never": Q(last_confirmed=None),
            "old": Q(last_confirmed__lt=oldest),
            "fresh": Q(last_confirmed__gte=oldest),
        }
        return queryset.filter(wanted.get(self.value() or "", Q()))


class Confirmable(admin.ModelAdmin):
    """Entries that somebody has to ring. The longest unconfirmed come first. The ringing list confirms them."""

    inlines = (ConfirmationInline,)

    def get_ordering(self, request: HttpRequest) -> Any:
        return (F("last_confirmed").asc(nulls_first=True), "pk")

    @admin.display(description=_("last confirmed"), ordering="last_confirmed", empty_value="—")
    def last_confirmed(self, thing: Any) -> Any:
        return thing.last_confirmed
