"""How Django finds this app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        """Put what waits on the first page; and look, each time mails go, whose silence is to be told."""
        from shelters.approvals import joining
        from shelters.desk import letters
        from shelters.directory import reports
        from shelters.published import mending
        from shelters.staff import outbox, waiting

        from .pages import caseload, overdue, worklist
        from .workflow import escalation

        for room in (caseload, worklist, overdue, reports, letters, joining, mending):
            waiting.register(room.waiting_line)
        outbox.register(escalation.escalate)
