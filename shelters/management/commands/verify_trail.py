"""Find the first entry of the trail that was altered, removed, moved or cut off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ... import trail
from ...models import TrailEntry


class Command(BaseCommand):
    help = "Verify the trail; with --head also that nothing was cut off since that head was kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", default="", help="NUMBER:MAC, as --print-head printed it or a mail told it")
        parser.add_argument("--print-head", action="store_true", help="print the head, to be kept elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"] and not options["head"].partition(":")[0].isdecimal():
            raise CommandError("A head is NUMBER:MAC.")
        broken = trail.verify(options["head"])
        if broken:
            raise CommandError(f"entry {broken.number}: {broken.how}")
        if options["print_head"]:
            self.stdout.write(trail.head())
        else:
            self.stdout.write(f"{TrailEntry.objects.count()} entries, all as they were written.")
