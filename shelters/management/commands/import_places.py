from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...places import loading


class Command(BaseCommand):
    help = "Add every populated place of a GeoNames country dump (AZ.txt). Importing twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = loading.import_geonames(options["file"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is not UTF-8 text.") from error
        except loading.NotADump as error:
            raise CommandError(f"Line {error.line} is not a line of a GeoNames country dump.") from error
        self.stdout.write(f"{written} places written")
