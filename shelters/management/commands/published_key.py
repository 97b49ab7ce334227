from typing import Any

from django.core.management.base import BaseCommand

from ...published import publishing, signing


class Command(BaseCommand):
    help = "Prints the public half of the key that signs the published file, for bin/serve --front."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(signing.public_text(publishing.key()))
