"""Make the keys of backups."""

from typing import Any

from django.core.management.base import BaseCommand

from shelters.operations import backups


class Command(BaseCommand):
    help = "Print a new pair of keys for backups. The secret one belongs on paper, on no server."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        made = backups.pair()
        self.stdout.write(f"secret, on paper only: {made['secret']}\nBACKUP_RECIPIENT={made['recipient']}")
