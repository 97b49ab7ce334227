"""How much each caseworker of an organisation carries: numbers only, nothing of a case."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from shelters.models import Organisation

from ..codes import Danger
from ..models import Case
from .caseload import DANGER_AGAIN

TOO_MANY = 20  # open cases of one person


@dataclass(frozen=True)
class Load:
    """`danger`: nobody looked at it for seven days. `name` is empty for cases that nobody keeps."""

    name: str
    open: int
    danger: int
    overdue: int
    unplanned: int

    @property
    def too_many(self) -> bool:
        return bool(self.name) and self.open > TOO_MANY


def loads(organisation: Organisation, now: datetime) -> list[Load]:
    """The fullest first."""
    unlooked = Q(danger__in=(Danger.NOW, Danger.HIGH), danger_on__lte=timezone.localdate(now) - DANGER_AGAIN)
    found = Case.objects.readable(now).filter(organisation=organisation, closed_at=None).order_by()
    rows = found.values_list("caseworker__username").annotate(
        Count("pk"),
        unlooked=Count("pk", filter=unlooked),
        overdue=Count("pk", filter=Q(next_at__lte=now)),
        unplanned=Count("pk", filter=Q(next_at=None)),
    )
    return sorted((Load(name or "", *numbers) for name, *numbers in rows), key=lambda one: -one.open)
