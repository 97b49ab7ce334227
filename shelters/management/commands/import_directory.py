from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from ...approvals.record import recorded
from ...audit import trail
from ...directory.csv_file import BadFile, import_directory


class Command(BaseCommand):
    help = "Take an organisation's own list (docs/directory-file.md): all of it, or nothing and every mistake named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check the whole file and change nothing")
        parser.add_argument("--lang", choices=[code for code, _name in settings.LANGUAGES], default="az")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["lang"]):
            try:
                number = _take(options["file"], options["dry_run"], self.stderr.write)
            except OSError as error:
                raise CommandError(f"{options['file']}: {error.strerror}") from error
            except BadFile as error:
                raise CommandError("\n".join(str(mistake) for mistake in error.mistakes)) from error
        self.stdout.write(f"{number} facilities {'are right' if options['dry_run'] else 'taken'}")


def _take(file: Path, dry_run: bool, warn: Callable[[str], Any]) -> int:
    if dry_run:
        return import_directory(file, dry_run=True, warn=warn)
    with recorded(trail.CONSOLE):
        number = import_directory(file, warn=warn)
        trail.write(trail.CONSOLE, "directory.imported", "directory", {"facilities": number})
    return number
