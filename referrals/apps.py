"""How Django finds this app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        """Put what waits on the first page; and look, each time mails go, whose silence is to be told."""
        from shelters.staff import outbox, waiting

        from .pages import caseload, overdue, worklist
        from .workflow import escalation

        for counter in (caseload.waiting_line, worklist.waiting_line, overdue.waiting_line):
            waiting.register(counter)
        outbox.register(escalation.escalate)
