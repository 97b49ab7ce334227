"""Remind staff of old counts, and put back what somebody wrote into the directory. For cron, every hour."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...beds import reminders
from ...models import Heartbeat
from ...published import mending


class Command(BaseCommand):
    help = "Mail whoever counts where a count is stale: a link, at most once in twelve hours to the same person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default="http://localhost:8000", help="where the site answers")

    def handle(self, *args: Any, **options: Any) -> None:
        altered = mending.look(timezone.now())
        sent, failed = reminders.send(timezone.now(), options["site"])
        self.stdout.write(f"{sent} mails sent.")
        if failed:
            raise CommandError(f"{failed} mails could not be sent.")
        if altered:
            raise CommandError(f"{altered} entries of the directory were altered in the database. See docs/bad-day.md.")
        Heartbeat.beat("nudge", timezone.now())
