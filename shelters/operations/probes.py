"""Whether this server can do its work now. A probe returns the code word of what is wrong, or an empty text."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error, InternalError, connection, transaction
from django.utils import timezone

from ..models import Heartbeat
from ..published import current, database
from ..witness import agreement, folder
from ..witness.agreement import Agreement

LEAST_FREE = 16 * 1024 * 1024  # bytes


def database_writes() -> str:
    """Write a row and roll it back, within two seconds. A standby cannot."""
    if not database.answers():
        return "database"
    try:
        with database.waiting_at_most(database.LOOK), _short_waits(), transaction.atomic():
            Heartbeat.beat("ready", timezone.now())
            transaction.set_rollback(True)
    except InternalError as error:
        return "read_only" if database.takes_no_writes(error) else "database"
    except Error:
        return "database"
    return ""


@contextmanager
def _short_waits() -> Iterator[None]:
    """SQLite waits for the lock of another writer."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {round(database.LOOK * 1000)}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def disk() -> str:
    """Whether the disks take a little more. A write that is rolled back touches none, so each is written to."""
    try:
        for one in written_folders():
            with tempfile.TemporaryFile(dir=one, buffering=0) as file:  # it never has a name
                file.write(b"ready")
    except OSError:
        return "disk"
    return "disk" if any(shutil.disk_usage(one).free < LEAST_FREE for one in written_folders()) else ""


def written_folders() -> list[Path]:
    """The folders on this machine that hold what must not be lost."""
    name = connection.settings_dict["NAME"]
    beside = [Path(name).parent] if connection.vendor == "sqlite" and os.path.isfile(name) else []
    return [folder.path(), *beside]


def witness() -> str:
    """Whether it can be written, and whether this is its database."""
    if not os.access(settings.WITNESS, os.W_OK):
        return "witness"
    return "" if agreement.look() == Agreement.AGREES else "restored"


def file_of_a_front() -> str:
    """Whether the file that a front holds is of use."""
    return "" if current.age() is not None and not current.is_past_use() else "file"
