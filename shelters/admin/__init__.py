"""The directory for those who keep it: search, filter, edit, and record what was confirmed."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import facilities, hotlines, hours, places

__all__ = ["facilities", "hotlines", "hours", "places"]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Directory")
