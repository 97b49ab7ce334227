from typing import Any

from django.core.management.base import BaseCommand

from ...published.refresh import refresh_all


class Command(BaseCommand):
    help = "Make what the public is told of each facility anew from the facts."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refresh_all()} listed")
