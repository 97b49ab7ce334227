import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...directory.csv_file import export_directory, export_workbook


class Command(BaseCommand):
    help = "Write the whole directory in the format of import_directory, notes and private numbers included."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help=".csv or .xlsx; standard output where none is given")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is None:
            export_directory(sys.stdout)
            return
        if options["file"].suffix.lower() == ".xlsx":
            with options["file"].open("wb") as book:
                number = export_workbook(book)
        else:
            with options["file"].open("w", encoding="utf-8", newline="") as file:
                number = export_directory(file)
        options["file"].chmod(0o600)
        self.stdout.write(f"{number} facilities written")
