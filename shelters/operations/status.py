"""How the installation is: duties, disks, clock, certificate, mail. No figure is about a person or a place."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from ..audit import clock_check, trail, triggers
from ..codes.staff import Role
from ..models import User
from ..models.background import WaitingMail
from ..published import mending
from ..web import health
from . import duties, probes

MAIL_WAITS = timedelta(hours=1)
REPLICA_LAGS = 60  # seconds
DISK_FREE = 0.1  # of a disk
CERTIFICATE_SOON, CERTIFICATE_LATE = timedelta(days=14), timedelta(days=3)


class Level(IntEnum):
    WELL = 0
    LOOK = 1  # look at it today
    ACT = 2  # a promise is not kept


@dataclass(frozen=True)
class Check:
    """`word`: a code word. `hours`: an age, or the time that is left."""

    name: str
    level: Level
    word: str
    hours: int | None = None


Checks = Callable[[datetime], Iterator[Check]]


def look(now: datetime, *more: Checks) -> list[Check]:
    """All checks. What needs the database is left out where it does not answer."""
    found = [Check("ready", Level.ACT, word) for word in health.wrong()] or [Check("ready", Level.WELL, "ready")]
    for checks in (_duties, _schema, _accounts, _directory, _clock, _replica, _mail, _disks, _certificate, *more):
        try:
            found += checks(now)
        except (Error, OSError, ValueError):
            found.append(Check(checks.__name__.strip("_"), Level.ACT, "unreadable"))
    return found


def worst(found: list[Check]) -> Level:
    return max(one.level for one in found)


def prometheus(found: list[Check]) -> str:
    """A file for the textfile collector of node_exporter."""
    lines = ["# TYPE yaxin_status gauge", *(f'yaxin_status{{check="{one.name}"}} {one.level}' for one in found)]
    lines += ["# TYPE yaxin_hours gauge"]
    lines += [f'yaxin_hours{{check="{one.name}"}} {one.hours}' for one in found if one.hours is not None]
    return "".join(f"{line}\n" for line in lines)


def _duties(now: datetime) -> Iterator[Check]:
    for duty in duties.all_duties(now):
        level = Level.ACT if duty.is_missed else Level.LOOK if duty.is_late else Level.WELL
        word = ("late" if level else "ran") if duty.ran else "never_ran"
        yield Check(duty.command, level, word, _hours(duty.silent_for))


def _schema(now: datetime) -> Iterator[Check]:
    executor = MigrationExecutor(connection)
    waits = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Check("migrations", *((Level.ACT, "wait") if waits else (Level.WELL, "done")))
    gone = bool(triggers.missing(connection))
    yield Check("triggers", *((Level.ACT, "missing") if gone else (Level.WELL, "there")))


def _accounts(now: datetime) -> Iterator[Check]:
    """An account that was altered in the database opens nothing, and somebody wrote there."""
    working = User.objects.holding(*Role).prefetch_related("role_grants")
    altered = not all(user.is_bound() for user in working)
    yield Check("accounts", *((Level.ACT, "altered") if altered else (Level.WELL, "unaltered")))


def _directory(now: datetime) -> Iterator[Check]:
    """What was altered in the database is shown to nobody, and somebody wrote there."""
    yield Check("directory", *((Level.ACT, "altered") if mending.altered() else (Level.WELL, "unaltered")))


def _clock(now: datetime) -> Iterator[Check]:
    """A clock that went back stands before the newest entry; one that went ahead, long after the last run."""
    last = trail.last()
    try:
        clock_check.refuse_a_jump("purge", now)
        wrong = last is not None and last.at > now + clock_check.TOLERANCE
    except clock_check.ClockJumped:
        wrong = True
    yield Check("clock", *((Level.ACT, "jumped") if wrong else (Level.WELL, "right")))


def _replica(now: datetime) -> Iterator[Check]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(extract(epoch FROM replay_lag)), 0) FROM pg_stat_replication")
        replicas, lag = cursor.fetchone()
    if replicas:
        yield Check("replica", *((Level.LOOK, "lags") if lag > REPLICA_LAGS else (Level.WELL, "follows")))


def _mail(now: datetime) -> Iterator[Check]:
    waits = WaitingMail.objects.filter(due_at__lt=now - MAIL_WAITS).exists()
    yield Check("mail", *((Level.ACT, "waits") if waits else (Level.WELL, "sent")))


def _disks(now: datetime) -> Iterator[Check]:
    usages = [shutil.disk_usage(one) for one in probes.written_folders()]
    narrow = any(one.free < one.total * DISK_FREE for one in usages)
    yield Check("disk", *((Level.LOOK, "nearly_full") if narrow else (Level.WELL, "free")))


def _certificate(now: datetime) -> Iterator[Check]:
    if settings.CERTIFICATE:
        first = x509.load_pem_x509_certificates(Path(settings.CERTIFICATE).read_bytes())[0]
        left = first.not_valid_after_utc - now
        level = Level.ACT if left < CERTIFICATE_LATE else Level.LOOK if left < CERTIFICATE_SOON else Level.WELL
        yield Check("certificate", level, "ends_soon" if level else "valid", _hours(left))


def _hours(span: timedelta) -> int:
    return round(span / duties.HOUR)
