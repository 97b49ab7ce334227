"""What clients lived through at a place, as caseworkers told it: a coordinator takes it off the list, or proposes it.

Nothing says which client, and nothing changes by a complaint alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..approvals.changes import Effect
from ..codes.public import Answer, Practice, SourceKind
from ..codes.staff import OffListReason, ReportKind
from ..directory.reports import COMPLAINTS
from ..models import Facility, PlaceReport, User
from . import editing

# What of a complaint can stand on the card of a place. All else is for the coordinator to look at.
FACTS = {
    ReportKind.RECONCILE: Practice.RECONCILIATION_PRESSED,
    ReportKind.FAMILY: Practice.FAMILY_TOLD,
    ReportKind.POLICE: Practice.POLICE_TOLD,
}
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Avoided:
    """A place to which nobody should be sent: its house asks for it until a moment, or clients complained of it."""

    facility: Facility
    until: datetime | None
    complaints: list[str]


def avoided(now: datetime) -> list[Avoided]:
    """The places to which nobody should be sent this week."""
    told = Q(reports__kind__in=COMPLAINTS, reports__at__gt=now - LATELY)
    found = Facility.objects.filter(told | Q(nobody_until__gt=now)).distinct().prefetch_related("reports")
    return [_avoided(facility, now) for facility in found.select_related("place").order_by("pk")]


def _avoided(facility: Facility, now: datetime) -> Avoided:
    told = [one for one in facility.reports.all() if one.kind in COMPLAINTS and one.at > now - LATELY]
    until = facility.nobody_until if facility.takes_nobody(now) else None
    return Avoided(facility, until, [one.get_kind_display() for one in told])


@transaction.atomic
def pause(facility: Facility, *, by: User) -> Effect:
    """Take it off the list at once; another coordinator puts it back with one tap. Raises as `editing.save`."""
    return editing.take_off(facility, OffListReason.UNSAFE, by=by)


@transaction.atomic
def propose(report: PlaceReport, *, by: User) -> Effect:
    """Let it stand on the card that the place does so; a second person confirms it. Raises as `editing.save`."""
    face = editing.face_for(report.facility, by)
    fact = {"code": FACTS[ReportKind(report.kind)].value, "answer": Answer.YES.value, "source_url": ""}
    fact |= {"source": _("told to caseworkers"), "source_kind": SourceKind.ORGANISATION.value}
    fact |= {"stated_on": timezone.localdate(report.at).isoformat()}
    others = [row for row in face["facts"] if row["code"] != fact["code"]]
    facts = sorted([*others, fact], key=lambda row: str(row["code"]))
    return editing.save(report.facility, face | {"facts": facts}, by=by)
