from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ...models import Card
from ...published import mending
from ...published.refresh import refresh_all


class Command(BaseCommand):
    help = (
        "Make what the public is told of each facility anew. What somebody wrote into the database is put back first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-it-stands", action="store_true", help="somebody looked at the whole directory: let all of it count"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["as_it_stands"]:
            refresh_all()
        else:
            mending.look(timezone.now())
        self.stdout.write(f"{Card.objects.count()} listed")
