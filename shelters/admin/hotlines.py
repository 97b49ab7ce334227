"""Hotlines."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ..models import Hotline, Revision
from ..models.card import with_last_confirmed
from .confirmable import Confirmable, LastConfirmed


@admin.register(Hotline)
class HotlineAdmin(Confirmable):
    list_display = ("number", "label", "answers", "published", "last_confirmed")
    list_filter = ("published", LastConfirmed, "answers")
    search_fields = ("number", "label_az", "label_ru", "label_en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hotline]:
        return with_last_confirmed(Hotline.objects.all())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Hotline]) -> None:
        super().delete_queryset(request, queryset)
        Revision.change(Revision.HOTLINES)
