"""From a backup to a database that is checked. It rests until it agrees with the witness (`approvals.reconciling`)."""

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management import call_command
from django.db import connection

from ..audit import trail, triggers
from ..models import TrailEntry
from ..witness import head
from . import backups, tables
from .backups import Manifest, Refused
from .tables import Part


@dataclass(frozen=True)
class Restored:
    """`entries_lost`: how far the witness saw the trail go on after the backup."""

    manifest: Manifest
    with_cases: bool
    rows: int
    entries_lost: int


def restore(folder: Path, secret: X25519PrivateKey, *, base_alone: bool = False) -> Restored:
    """Fill an empty database. Raises Refused, sealed_file.Unopened or OSError; then the database is of no use."""
    manifest = backups.newest(folder)
    _refuse_used_database()
    call_command("migrate", verbosity=0)
    if tables.migrations() != sorted(manifest.migrations):
        raise Refused("The backup is of another release. Restore with that release, then upgrade (docs/upgrade.md).")
    parts = [part for part in Part if part == Part.BASE or not base_alone]
    paths = {part: (folder.parent if folder.is_file() else folder) / manifest.file(part) for part in parts}
    with ExitStack() as stack:
        sources = [
            stack.enter_context(backups.opened(path, manifest.files[path.name], secret))
            for part, path in paths.items()
            if part == Part.BASE or path.exists()
        ]
        first = [json.loads(source.readline()) for source in sources]
        rows = tables.load([(source, one["rows"]) for source, one in zip(sources, first, strict=True)])
    _verify(str(first[0]["head"]))
    last = trail.last()
    seen = max((one.number for one in head.read_all()), default=0)
    return Restored(manifest, len(sources) > 1, rows, max(0, seen - (last.number if last else 0)))


def _refuse_used_database() -> None:
    if TrailEntry._meta.db_table in connection.introspection.table_names() and not tables.is_empty():
        raise Refused("This database is in use: name an empty one in DATABASE_URL.")


def _verify(kept: str) -> None:
    if gone := triggers.missing(connection):
        raise Refused(f"The trail can be changed: {', '.join(sorted(gone))} missing.")
    if broken := trail.verify(kept if kept != "0:" else ""):
        raise Refused(f"The trail of the backup is broken. Entry {broken.number}: {broken.how}.")
