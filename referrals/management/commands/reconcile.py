"""After a restore: let what has ended since the backup end again, and open what stayed closed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shelters.approvals import reconciling
from shelters.models.background import Installation
from shelters.witness import agreement
from shelters.witness.agreement import Agreement

from ...workflow.reconciling import cases


class Command(BaseCommand):
    help = "Make a restored database agree with the witness. Everybody signs in anew, and every count is old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-witness",
            action="store_true",
            help="the witness is lost for good: every open request is erased, and everybody needs new keys",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found, lost = agreement.look(), options["no_witness"]
        if found == Agreement.AGREES:
            self.stdout.write("The database agrees with the witness: nothing to do.")
            return
        if found == Agreement.ANOTHER:
            raise CommandError("The witness belongs to another database. Name its own in WITNESS.")
        if found in (Agreement.NEW, Agreement.NO_WITNESS) and not lost:
            raise CommandError(
                "WITNESS is empty. Bring its copy back. If there is none, --no-witness erases every open request, and "
                "everybody needs new keys."
            )
        ended = reconciling.reconcile(cases(), without_witness=lost)
        if lost:
            Installation.lose_cases(timezone.now())
        self.stdout.write(reconciling.report(ended))
