"""What came of a call that confirmed nothing: nobody answered, or they ask to be rung again. The trail keeps it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..audit import trail
from ..hours.clock import BAKU
from ..models import TrailEntry, User
from ..staff.team import actor

NOT_REACHED, NOT_NOW = "ring.not_reached", "ring.not_now"
KNOWN_FOR = timedelta(days=14)
_MOMENT = "%Y-%m-%dt%H:%M"


@dataclass(frozen=True)
class LastCall:
    """`again_at`: when they asked to be rung."""

    at: datetime
    again_at: datetime | None


def note(subject: str, again_at: datetime | None = None, *, by: User) -> None:
    """Write down a call. With `again_at` somebody answered, and could not talk."""
    numbers = {"again": again_at.astimezone(BAKU).strftime(_MOMENT)} if again_at else {}
    trail.write(actor(by), NOT_NOW if again_at else NOT_REACHED, subject, numbers)


def last(subjects: Collection[str], now: datetime) -> dict[str, LastCall]:
    """The newest call of each."""
    found = TrailEntry.objects.filter(what__in=(NOT_REACHED, NOT_NOW), subject__in=subjects, at__gt=now - KNOWN_FOR)
    return {one.subject: LastCall(one.at, _again(one.numbers.get("again"))) for one in found.order_by("number")}


def _again(text: str | None) -> datetime | None:
    return datetime.strptime(text, _MOMENT).replace(tzinfo=BAKU) if text else None
