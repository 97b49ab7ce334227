"""The commands that timers run again and again, and which of them did not run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from ..audit import clock_check
from ..models import Heartbeat, TrailEntry

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
LATE, MISSED = timedelta(hours=1), timedelta(hours=12)  # after the moment at which it should have run again


@dataclass(frozen=True)
class Duty:
    """A command, how often it runs, and for how long it did not. `ran`: whether it ever did."""

    command: str
    every: timedelta
    silent_for: timedelta
    ran: bool

    @property
    def is_late(self) -> bool:
        return self.silent_for > self.every + LATE

    @property
    def is_missed(self) -> bool:
        return self.silent_for > self.every + MISSED


def all_duties(now: datetime) -> Iterator[Duty]:
    """A duty that never ran counts from the first entry of the trail. A run by a clock ahead is none."""
    ran = dict(Heartbeat.objects.filter(at__lte=now + clock_check.TOLERANCE).values_list("command", "at"))
    begun = TrailEntry.objects.order_by("number").values_list("at", flat=True).first() or now
    for command, every in _all():
        yield Duty(command, every, now - ran.get(command, begun), command in ran)


def missed(now: datetime) -> list[str]:
    """Commands that coordinators are told of. The demo has no timers."""
    return [] if settings.DEMO else [duty.command for duty in all_duties(now) if duty.is_missed]


def _all() -> Iterator[tuple[str, timedelta]]:
    if not settings.MAIL_THREAD:
        yield "send_mail", timedelta(minutes=1)
    yield from [("nudge", HOUR), ("purge", DAY), ("rotate_keys", DAY), ("verify_trail", DAY), ("backup", DAY)]
    yield "drill", WEEK
