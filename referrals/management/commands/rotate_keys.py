"""Renew the keys that wrap the data keys of referrals. For cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shelters.models import Heartbeat
from shelters.models.background import Installation

from ...vault import keyring
from ...workflow import retention


class Command(BaseCommand):
    help = "Make the key of the week where it is time, wrap all that lives under it, destroy what is not needed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="the keyring is lost for good: begin another")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            left = retention.rotate(anew=options["anew"])
        except (keyring.NoKey, OSError) as error:
            raise CommandError(
                f"Nothing was renewed: {error!r}. No question can be asked; see docs/keyring.md."
            ) from error
        if options["anew"] and left.unreadable:
            Installation.lose_cases(timezone.now())
        self.stdout.write(f"{len(keyring.names())} keys in the ring")
        for name in left.unneeded:
            self.stdout.write(f"take away {name}: it wraps nothing any more")
        Heartbeat.beat("rotate_keys", timezone.now())
        if left.unreadable:
            raise CommandError(f"{left.unreadable} requests do not open: their key is not in the ring.")
