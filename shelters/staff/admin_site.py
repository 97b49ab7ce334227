"""The admin without its own doors: people come in, go and change keys under /work/ only."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

_DOORS = {"login", "logout", "password_change", "password_change_done"}


class StaffSite(admin.AdminSite):
    def get_urls(self) -> list[Any]:
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in _DOORS]

    def has_permission(self, request: HttpRequest) -> bool:
        """Raises PermissionDenied where Django would lead to its own sign-in."""
        if not super().has_permission(request):
            raise PermissionDenied
        return True


class StaffAdmin(AdminConfig):
    default_site = "shelters.staff.admin_site.StaffSite"
