from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from ...approvals.record import recorded
from ...audit import trail
from ...directory import initial
from ...places.loading import DATA


class Command(BaseCommand):
    help = "Load places, facilities and hotlines of shelters/data/ into an empty database; --update into any other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true", help="by key, over what people have edited")
        parser.add_argument("--if-empty", action="store_true", help="say nothing where there is something")

    def handle(self, *args: Any, **options: Any) -> None:
        new = initial.is_empty()
        if not (options["update"] or new):
            if not options["if_empty"]:
                self.stderr.write("There is a directory already. --update loads ours over it, by key.")
            return
        # Of an empty directory there is no before; what is loaded first stands in the files.
        with nullcontext() if new else recorded(trail.CONSOLE):
            files = [DATA / "demo" / "facilities.csv", DATA / "demo" / "hotlines.csv"] if settings.DEMO else []
            initial.load(*files)
        trail.write(trail.CONSOLE, "directory.loaded", "directory")
        self.stdout.write("The directory is loaded.")
