"""Erase contents that are due. For cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from ...workflow import retention


class Command(BaseCommand):
    help = "Erase the contents of requests that ended, or that nobody answered, long enough ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{retention.purge()} erased")
