"""End a freeze from the server's console."""

from typing import Any

from django.core.management.base import BaseCommand

from ...approvals import freeze


class Command(BaseCommand):
    help = "Open the staff pages again after a freeze; sessions and tokens that ended stay ended."

    def handle(self, *args: Any, **options: Any) -> None:
        freeze.thaw(by=None)
        self.stdout.write("The staff pages are open.")
