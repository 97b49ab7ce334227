"""The rows of a facility that are edited on its page, one field below the other: a table of them was too wide."""

from django.contrib import admin

from ..models import OnlyFor, Phone, Provision
from ..models.sourced import SOURCED
from .numbers import AS_WRITTEN


class ProvisionInline(admin.StackedInline):
    model = Provision
    fields = ("service", *SOURCED)
    extra = 1


class PhoneInline(admin.StackedInline):
    model = Phone
    formfield_overrides = AS_WRITTEN
    fields = ("number", "label_az", "label_ru", "label_en", "visible_to", "position", *SOURCED)
    extra = 1


class OnlyForInline(admin.StackedInline):
    model = OnlyFor
    fields = ("group", "visible_to", *SOURCED)
    extra = 1
