"""Entries that somebody has to ring, and the record of each call."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..codes.public import ConfirmationMethod
from ..directory.confirmations import MOST, confirm, left
from ..models import Confirmation
from ..staff import team

OLD = timedelta(days=90)


class ConfirmationInline(admin.TabularInline):
    """Earlier confirmations. The action records a new confirmation, because it knows who and when."""

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
    """Entries that somebody has to ring. The longest unconfirmed come first. Each way of confirming has an action."""

    inlines = (ConfirmationInline,)
    actions = ("confirm_by_phone", "confirm_by_visit", "confirm_in_writing")

    def get_ordering(self, request: HttpRequest) -> Any:
        return (F("last_confirmed").asc(nulls_first=True), "pk")

    @admin.display(description=_("last confirmed"), ordering="last_confirmed", empty_value="—")
    def last_confirmed(self, thing: Any) -> Any:
        return thing.last_confirmed

    @admin.action(description=_("Confirmed today, by phone"))
    def confirm_by_phone(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._confirm(request, queryset, ConfirmationMethod.PHONE)

    @admin.action(description=_("Confirmed today, by a visit"))
    def confirm_by_visit(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._confirm(request, queryset, ConfirmationMethod.VISIT)

    @admin.action(description=_("Confirmed today, in writing"))
    def confirm_in_writing(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._confirm(request, queryset, ConfirmationMethod.WRITING)

    @transaction.atomic
    def _confirm(self, request: HttpRequest, queryset: QuerySet[Any], how: ConfirmationMethod) -> None:
        user = team.user_of(request)
        if len(queryset) > left(user):
            sorry = _("One person confirms at most %(most)d entries in 24 hours. Nothing is confirmed now.")
            self.message_user(request, sorry % {"most": MOST}, messages.ERROR)
            return
        for thing in queryset:
            confirm(thing, by=user, how=how)
        number = len(queryset)
        said = ngettext("%(number)d entry is confirmed.", "%(number)d entries are confirmed.", number)
        self.message_user(request, said % {"number": number}, messages.SUCCESS)
