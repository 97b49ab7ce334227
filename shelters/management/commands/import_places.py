from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...places import importing


class Command(BaseCommand):
    help = "Add every populated place of a GeoNames country dump (AZ.txt). Importing twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = importing.import_geonames(options["file"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is not UTF-8 text.") from error
        except importing.NotADump as error:
            raise CommandError(f"Line {error.line} is no line of a GeoNames country dump: {error.why}.") from error
        for number, name, why in done.left_out:
            self.stdout.write(f"Line {number}, “{name}”, is left out: {why}.")
        self.stdout.write(f"{done.written} places written")
