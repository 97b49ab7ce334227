"""People who come to the door at night: written down in two taps, without a case. In the morning somebody asks on."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..beds import counting
from ..beds.counting import CountedBy
from ..models import BedPool, WalkIn

KEPT = timedelta(hours=48)  # so long a row stays that nobody answered


@transaction.atomic
def come(pool: BedPool, people: int, *, until: datetime | None, by: CountedBy) -> WalkIn:
    """They came in. The truth is always recorded, also where no bed is free. Raises counting.Nonsense."""
    if people < 1:
        raise counting.Nonsense("occupied")
    counting.move(pool, people, by=by)
    return WalkIn.objects.create(pool=pool, people=people, came_at=timezone.now(), until=until)


@transaction.atomic
def leave(walk_in: WalkIn, *, by: CountedBy) -> None:
    """They have left. If the pool was counted in between, no more is subtracted than is there."""
    (pool,) = counting.lock_pools([walk_in.pool_id])
    gone, _rows = WalkIn.objects.filter(pk=walk_in.pk).delete()
    if gone and (people := min(walk_in.people, pool.occupied)):
        counting.move(pool, -people, by=by)


@transaction.atomic
def stay(walk_in: WalkIn) -> None:
    """They stay, and count like everybody else from now on."""
    WalkIn.objects.filter(pk=walk_in.pk).delete()


def forget(now: datetime) -> None:
    """Remove rows that nobody answered. The people still count."""
    WalkIn.objects.filter(came_at__lte=now - KEPT).delete()
