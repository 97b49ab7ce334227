"""Erase contents that are due, and rows of staff that are over. For cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shelters.approvals import record
from shelters.audit import clock_check, wal
from shelters.models import Heartbeat
from shelters.staff import expired
from shelters.witness import head, ledger

from ...workflow import retention


class Command(BaseCommand):
    help = "Erase what is due: contents of requests, and before and after of changes that are two years old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clock-is-right", action="store_true", help="the clock was compared with another")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            clock_check.refuse_a_jump("purge", now)
        except clock_check.ClockJumped as jump:
            if not options["clock_is_right"]:
                raise CommandError(clock_check.words("erased", "purge", jump, now)) from jump
        self.stdout.write(f"{retention.purge()} erased, {expired.erase(now)} rows over")
        self.stdout.write(f"{record.purge(now)} old changes of the directory forgotten")
        ledger.forget(now)
        wal.truncate()
        head.advance()
        Heartbeat.beat("purge", now)
