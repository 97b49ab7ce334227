"""Print a one-time link for a coordinator, at the server's console."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError
from django.urls import reverse

from ...codes.staff import Role
from ...staff import team
from ...staff.paths import site

FILE = Path(settings.BASE_DIR) / "var" / "first-link"


class Command(BaseCommand):
    help = "Print a one-time link with which a coordinator makes an account; it lasts three days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default=site(), help="where the site answers")
        parser.add_argument(
            "--first",
            action="store_true",
            help="only while nobody was ever made here: a link of an hour, to a terminal or else into var/first-link",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        where = options["site"].rstrip("/")
        if not options["first"]:
            self.stdout.write(where + reverse("join", args=[team.invite(Role.COORDINATOR, None, by=None)]))
            return
        try:
            token = team.invite_first()
        except OperationalError:
            return  # the database is away, and the server serves the published file
        if token is None:
            FILE.unlink(missing_ok=True)
        else:
            self._say(where + reverse("join", args=[token]))

    def _say(self, link: str) -> None:
        """Where nobody sits, a journal keeps what is printed: there the link goes into a file."""
        if sys.stdout.isatty():
            self.stdout.write(f"Nobody keeps this directory yet. Become its first coordinator within an hour:\n{link}")
            return
        FILE.parent.mkdir(parents=True, exist_ok=True)
        with open(FILE, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(f"{link}\n")
        self.stdout.write("Nobody keeps this directory yet: the link of its first coordinator is in var/first-link.")
