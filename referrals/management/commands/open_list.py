"""Open a list that two coordinators took out."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shelters.operations import backups
from shelters.operations.sealed_file import SealedReader, Unopened


class Command(BaseCommand):
    help = "Open a whole list that two coordinators took out: the secret key of backups comes on standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as sealed:
                text = SealedReader(sealed, backups.secret(sys.stdin.read())).read()
        except (Unopened, backups.Refused) as error:
            raise CommandError(str(error) or "The file is for another key, was changed, or is cut.") from error
        self.stdout.write(text.decode(), ending="")
