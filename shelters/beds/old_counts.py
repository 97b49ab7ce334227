"""Forget old counts: their moments and differences would tell when somebody moved in, and how many."""

from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from ..audit import trail
from ..models.beds import BedCount
from .availability import last_hour


def forget(now: datetime) -> None:
    """Erase old counts, but for the newest of each pool.

    The newest says what the pool's row says. Its moment becomes that of the last look: a later one tells when somebody
    came or went. Without a look it goes too.
    """
    before = last_hour(now - trail.EXACT)
    newest = BedCount.objects.filter(pool=OuterRef("pool")).order_by("-version").values("pk")[:1]
    old = BedCount.objects.filter(at__lt=before)
    kept = old.exclude(observed_at=None).annotate(newest=Subquery(newest)).filter(pk=F("newest"))
    keys = list(kept.values_list("pk", flat=True))
    old.exclude(pk__in=keys).delete()
    BedCount.objects.filter(pk__in=keys).update(at=F("observed_at"))
