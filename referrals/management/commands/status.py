"""How the installation is. It ends with 0 where all is well, 1 where somebody must look, 2 where a promise breaks."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shelters.operations import status
from shelters.operations.duties import HOUR
from shelters.operations.status import Check, Level

from ...vault import keyring


class Command(BaseCommand):
    help = "The age of every duty, keys, disks, replica, clock, certificate and mail. Ends with 0, 1 or 2."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--prometheus", metavar="FILE", default="", help="write a file for node_exporter")

    def handle(self, *args: Any, **options: Any) -> None:
        found = status.look(timezone.now(), keys)
        if options["prometheus"]:
            _replace(Path(options["prometheus"]), status.prometheus(found))
        if options["json"]:
            self.stdout.write(json.dumps([vars(one) for one in found]))
        else:
            self.stdout.write("\n".join(_line(one) for one in found))
        if level := status.worst(found):
            sys.exit(level)


def keys(now: datetime) -> Iterator[Check]:
    """Of the ring: how old the newest key is, and whether a wrong clock dated a key in the future."""
    future = any(keyring.is_of_the_future(name) for name in keyring.names())
    yield Check("future_keys", *((Level.LOOK, "there") if future else (Level.WELL, "none")))
    try:
        age = now - keyring.current().made_at
    except keyring.NoKey:
        yield Check("keys", Level.ACT, "no_ring")
        return
    old = age > timedelta(days=settings.KEY_DAYS + 2)
    yield Check("keys", *((Level.ACT, "old") if old else (Level.WELL, "fresh")), hours=round(age / HOUR))


def _line(one: Check) -> str:
    hours = "" if one.hours is None else f"  {one.hours} h"
    return f"{('well', 'LOOK', 'ACT')[one.level]:4}  {one.name:12}  {one.word}{hours}"


def _replace(file: Path, text: str) -> None:
    """In one step: its reader never sees half of it."""
    fresh = file.with_name(f".{file.name}.fresh")
    fresh.write_text(text, encoding="ascii")
    os.chmod(fresh, 0o644)
    fresh.replace(file)
