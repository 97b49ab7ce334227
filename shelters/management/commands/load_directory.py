from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from ...audit import trail
from ...directory import initial
from ...places.loading import DATA


class Command(BaseCommand):
    help = "Load places, facilities and hotlines of shelters/data/ into an empty database; --update into any other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true", help="by key, over what people have edited")
        parser.add_argument("--if-empty", action="store_true", help="say nothing where there is something")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["update"] or initial.is_empty()):
            if not options["if_empty"]:
                self.stderr.write("There is a directory already. --update loads ours over it, by key.")
            return
        if settings.DEMO:
            initial.load(DATA / "demo" / "facilities.csv", DATA / "demo" / "hotlines.csv")
        else:
            initial.load()
        trail.write(trail.CONSOLE, "directory.loaded", "directory")
        self.stdout.write("The directory is loaded.")
