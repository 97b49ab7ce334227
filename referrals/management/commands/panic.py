"""The server is about to be taken: destroy the ring, and freeze everything."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from shelters.approvals import freeze
from shelters.codes.staff import FreezeScope
from shelters.models.background import Installation

from ...vault import keyring

WORDS = "DESTROY KEYS"


class Command(BaseCommand):
    help = "Destroy the ring and freeze everything. What people told us can never be read again; the finder goes on."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--words", default="", help=f'"{WORDS}"; without it they are asked for')

    def handle(self, *args: Any, **options: Any) -> None:
        typed = options["words"] or input(f"No question of anybody will ever open again. Type {WORDS}: ")
        if typed.strip() != WORDS:
            raise CommandError("Nothing was done.")
        try:
            destroyed = keyring.destroy_all()
        except OSError as error:
            raise CommandError("The ring is read-only here: destroy its source by hand, at once.") from error
        self.stdout.write(f"{destroyed} keys destroyed.")
        try:
            freeze.freeze(FreezeScope.EVERYTHING, by=None)
            Installation.lose_cases(timezone.now())
        except (Error, OSError) as error:
            raise CommandError("The ring is gone. The database does not answer, so nothing was frozen.") from error
        self.stdout.write("Everything is frozen: nobody can be asked, and all are signed out.")
