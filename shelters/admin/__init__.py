"""The Django admin, for what is rare: lines, organisations, hours of a service, moved days."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from . import facilities, hotlines, hours, places

__all__ = ["facilities", "hotlines", "hours", "places"]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Directory")

# An invitation makes an account, and people add their own keys. The admin must not get around that.
for model in (Group, EmailAddress, EmailConfirmation, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
