"""Find the first entry of the trail that was altered, removed, moved or cut off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...audit import trail
from ...models import Heartbeat, TrailEntry
from ...staff import mail

_KEEP = _("Please keep this mail")
_HOW = _(
    "Please keep this mail. With the line below anybody can show later that nothing was cut off the record since"
    " today:\n\n%(head)s\n\nOn the server: manage.py verify_trail --head %(head)s"
)
_LOOK = _("Something waits to be looked at")
_SOON = _("Something waits to be looked at today. Please ask whoever keeps the server.")


class Command(BaseCommand):
    help = "Verify the trail; with --head also that nothing was cut off since that head was kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", default="", help="NUMBER:MAC, as --print-head printed it or a mail told it")
        parser.add_argument("--print-head", action="store_true", help="print the head, to be kept elsewhere")
        parser.add_argument("--mail-head", action="store_true", help="mail it to coordinators; for cron, once a day")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"] and not options["head"].partition(":")[0].isdecimal():
            raise CommandError("A head is NUMBER:MAC.")
        broken = trail.verify(options["head"])
        if broken:
            if options["mail_head"]:
                mail.send_to_coordinators(_LOOK, _SOON)
            raise CommandError(f"entry {broken.number}: {broken.how}")
        if options["print_head"]:
            self.stdout.write(trail.head())
        else:
            self.stdout.write(f"{TrailEntry.objects.count()} entries, all as they were written.")
        if options["mail_head"]:
            self._mail(trail.head())
        Heartbeat.beat("verify_trail", timezone.now())

    def _mail(self, head: str) -> None:
        sent, failed = mail.send_to_coordinators(_KEEP, _HOW, head=head)
        self.stdout.write(f"{sent} mails sent.")
        if failed:
            raise CommandError(f"{failed} mails could not be sent.")
