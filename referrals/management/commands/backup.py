"""Write an encrypted backup, and remove those that are too old. For a timer, once a day."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shelters.audit import clock_check
from shelters.models import Heartbeat
from shelters.operations import backups


class Command(BaseCommand):
    help = "Write a backup that only the holder of the secret key reads, and remove those that are too old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clock-is-right", action="store_true", help="the clock was compared with another")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if not settings.BACKUP_TO or not settings.BACKUP_RECIPIENT:
            raise CommandError("Set BACKUP_TO and BACKUP_RECIPIENT; `manage.py backup_key` makes a pair of keys.")
        if settings.BACKUP_DAYS > (settings.WITNESS_MONTHS - 1) * 30:
            raise CommandError("BACKUP_DAYS is longer than WITNESS_MONTHS: the witness would forget what has ended.")
        try:
            clock_check.refuse_a_jump("backup", now)
        except clock_check.ClockJumped as jump:
            if not options["clock_is_right"]:
                raise CommandError(clock_check.words("written or removed", "backup", jump, now)) from jump
        folder = Path(settings.BACKUP_TO)
        try:
            manifest = backups.make(folder, backups.recipient(settings.BACKUP_RECIPIENT), now)
        except (backups.Refused, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        removed = backups.prune(folder, now)
        Heartbeat.beat("backup", now)
        self.stdout.write(f"{', '.join(manifest.files)} written; {removed} old files removed.")
