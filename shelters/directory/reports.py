"""What a caseworker heard of a place, for the coordinators: "full until Monday", what is wrong, or a complaint."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from ..audit import trail, wal
from ..audit.trail import Actor
from ..codes.staff import ReportKind, Role
from ..faces import bound
from ..models import Facility, Organisation, Phone, PlaceReport, User
from ..staff.waiting import WaitingLine

KEPT = timedelta(days=30)
WRONG = tuple(kind for kind in ReportKind if kind.startswith("wrong_"))
COMPLAINTS = tuple(kind for kind in ReportKind if kind != ReportKind.FULL and kind not in WRONG)


@transaction.atomic
def report(
    facility: Facility, kind: ReportKind, *, told: str, until: datetime | None, heard_by: Organisation, by: Actor
) -> PlaceReport:
    """Tell the coordinators. Whoever heard the same later takes the place of the earlier report.

    `told` and `until` count where it is full.
    """
    full = kind == ReportKind.FULL
    heard = {"told": told if full else "", "until": until if full else None, "by": heard_by, "at": timezone.now()}
    made, _new = PlaceReport.objects.update_or_create(facility=facility, kind=kind, defaults=heard)
    trail.write_erasable(by, f"report.{kind}", _subject(made))
    return made


@transaction.atomic
def settle(facility: Facility, *kinds: ReportKind, by: Actor) -> None:
    """A coordinator has looked at it."""
    for one in PlaceReport.objects.filter(facility=facility, kind__in=kinds):
        _remove(one)
        trail.write(by, "report.settled", f"facility {facility.pk}", {})


@dataclass(frozen=True)
class WaitingReport:
    """A report, with the numbers to ring. `counts`: the place has beds that a coordinator can count.

    `complaint`: a client was treated badly there.
    """

    report: PlaceReport
    phones: list[Phone]
    counts: bool
    complaint: bool


def waiting() -> list[WaitingReport]:
    """All reports, the oldest first."""
    found = PlaceReport.objects.select_related("facility", "by").order_by("at", "pk")
    reports = list(found.prefetch_related("facility__pools"))
    known = {one.pk: one for one in bound.as_bound(report.facility for report in reports)}
    return [
        WaitingReport(
            one,
            list(known[one.facility_id].phones.all()),
            bool(one.facility.pools.all()),
            one.kind in COMPLAINTS,
        )
        for one in reports
        if one.facility_id in known
    ]


def waiting_line(user: User) -> WaitingLine | None:
    """How many reports wait, for a coordinator's first page."""
    if Role.COORDINATOR not in user.roles:
        return None
    number = PlaceReport.objects.count()
    words = ngettext("%(number)s word from caseworkers.", "%(number)s words from caseworkers.", number)
    return WaitingLine(number, "overdue", words % {"number": number})


def forget(now: datetime) -> None:
    """Remove reports that nobody settled in time."""
    for one in PlaceReport.objects.filter(at__lte=now - KEPT):
        _remove(one)


def _subject(one: PlaceReport) -> str:
    return f"report {one.pk}"


def _remove(one: PlaceReport) -> None:
    """Remove it, and from the trail who heard it: the hour of a call must not stay."""
    trail.erase(_subject(one))
    one.delete()
    transaction.on_commit(wal.truncate)
