"""Send the mails that wait. For cron, every minute; where it runs, MAIL_THREAD may be off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...models import Heartbeat
from ...staff import outbox


class Command(BaseCommand):
    help = "Tell staff by mail that something waits, at most once an hour and person."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = outbox.send_due(timezone.now())
        self.stdout.write(f"{sent} mails sent.")
        if failed:
            raise CommandError("The mail server did not take a mail: what waits is tried again.")
        Heartbeat.beat("send_mail", timezone.now())
