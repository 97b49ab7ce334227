"""How Django finds this app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
