"""How Django finds this app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        """Put the number of urgent cases on the first page."""
        from shelters.staff import waiting

        from .pages import caseload

        waiting.register(caseload.waiting_line)
