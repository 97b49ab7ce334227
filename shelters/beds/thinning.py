"""Thin old counts: their moments and differences would tell when somebody moved in, and how many."""

from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Subquery

from ..audit import trail
from ..models.beds import BedCount
from .availability import last_hour

EXACT = timedelta(hours=48)  # so long every count is kept as it was made
STEP = 10  # two old counts that differ by fewer people are the same, so that no family shows


def thin(now: datetime) -> None:
    """Keep the last count of each snapshot period, moved to its beginning and rounded, and erase details in the trail.

    The newest count of a pool stays as it is: it is what the pool's row says too.
    """
    before = last_hour(now - EXACT)
    trail.erase_before(before, "beds")
    newest = BedCount.objects.filter(pool=OuterRef("pool")).order_by("-version").values("pk")[:1]
    old = BedCount.objects.filter(at__lt=before).annotate(newest=Subquery(newest)).exclude(pk=F("newest"))
    last: tuple[int, datetime] | None = None
    for count in old.order_by("pool", "-version").iterator(2_000):
        period = (count.pool_id, last_hour(count.at))
        if period == last:
            BedCount.objects.filter(pk=count.pk).delete()
        else:
            looked = last_hour(count.observed_at) if count.observed_at else None
            BedCount.objects.filter(pk=count.pk).update(
                at=period[1], observed_at=looked, occupied=_rounded(count.occupied)
            )
        last = period


def _rounded(people: int) -> int:
    return round(people / STEP) * STEP
