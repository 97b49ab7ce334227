"""Places and rayons, to look up."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ..models import Place, Rayon
from .alphabet import Alphabetical


class ReadOnly(Alphabetical, admin.ModelAdmin):
    """Places come from files (`load_places`, `import_places`)."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Place)
class PlaceAdmin(ReadOnly):
    list_display = ("name_az", "name_ru", "name_en", "rayon", "population", "network")
    list_filter = ("network", "imported", "rayon")
    search_fields = ("names__text", "names__folded")


@admin.register(Rayon)
class RayonAdmin(ReadOnly):
    list_display = ("code", "name_az", "name_ru", "name_en", "centre", "economic_region", "population")
    list_filter = ("type", "economic_region")
    search_fields = ("code", "name_az", "name_ru", "name_en")
