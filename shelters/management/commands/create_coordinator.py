"""Print a one-time link for the first coordinator, at the server's console."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from ...codes.staff import Role
from ...staff import team


class Command(BaseCommand):
    help = "Print a one-time link with which a coordinator makes an account; it lasts three days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default="http://localhost:8000", help="where the site answers")

    def handle(self, *args: Any, **options: Any) -> None:
        token = team.invite(Role.COORDINATOR, None, by=None)
        self.stdout.write(options["site"].rstrip("/") + reverse("join", args=[token]))
