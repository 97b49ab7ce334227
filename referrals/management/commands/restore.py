"""Fill an empty database from a backup, and let end again what has ended since."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shelters.approvals import reconciling
from shelters.models.background import Installation
from shelters.operations import backups, restoring, sealed_file
from shelters.operations.restoring import Restored
from shelters.witness import agreement
from shelters.witness.agreement import Agreement

from ...workflow.reconciling import cases, without_key


class Command(BaseCommand):
    help = "Fill the empty database of DATABASE_URL from a backup: check it, verify its trail, reconcile it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="the folder of backups (its newest), or a manifest")
        parser.add_argument("--secret-file", required=True, help="the secret key; - reads it from the terminal")
        parser.add_argument("--base-alone", action="store_true", help="leave the open cases out: they are lost")
        parser.add_argument("--load-only", action="store_true", help="reconcile later: until then nothing opens")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            secret = backups.secret(_text_of(options["secret_file"]))
            done = restoring.restore(options["source"], secret, base_alone=options["base_alone"])
        except sealed_file.Unopened as error:
            raise CommandError("The backup is for another secret key, or was changed.") from error
        except (backups.Refused, OSError, ValueError) as error:
            raise CommandError(f"Not restored. {error}") from error
        self._say_what_is_lost(done)
        if not options["load_only"]:
            self._reconcile()

    def _say_what_is_lost(self, done: Restored) -> None:
        self.stdout.write(f"{done.rows} rows of {done.manifest.moment} restored; the trail is whole.")
        minutes = round((timezone.now() - done.manifest.at).total_seconds() / 60)
        self.stdout.write(f"Lost: all of the {minutes} minutes since then; {done.entries_lost} entries of the trail.")
        unopened = without_key() if done.with_cases else 0
        if unopened or not done.with_cases:
            Installation.lose_cases(timezone.now())
            lost = f"{unopened} cases, which no key of the ring opens" if done.with_cases else "every open case"
            self.stdout.write(f"Lost: {lost}. Their codes say so. Tell the houses to ring whom they expect.")

    def _reconcile(self) -> None:
        found = agreement.look()
        if found in (Agreement.ANOTHER, Agreement.NO_WITNESS, Agreement.NEW):
            raise CommandError(
                "Loaded, and closed: WITNESS is empty, or another's. Bring its copy, run reconcile: docs/backup.md."
            )
        self.stdout.write(reconciling.report(reconciling.reconcile(cases())))


def _text_of(name: str) -> str:
    return sys.stdin.readline() if name == "-" else Path(name).read_text(encoding="ascii")
