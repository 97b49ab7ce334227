"""Whether a facility takes questions at the moment, and whether anybody may be sent there. A host says both."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..audit.trail import Actor
from ..codes.staff import ProposalKind
from ..faces import bound
from ..models import Facility, Freeze
from ..models.facility import FacilityQuerySet
from ..published.refresh import refresh_right
from ..staff import notices, team

LEAST = timedelta(hours=2)


def rests_until(facility: Facility, now: datetime) -> datetime | None:
    """Until when a pause lasts at least. None: it may end, or there is none."""
    until = facility.paused_at and facility.paused_at + LEAST
    return until if until and until > now else None


def asking() -> FacilityQuerySet:
    """Facilities where somebody can answer now. While everything is frozen there are none."""
    return Facility.objects.none() if Freeze.objects.stops_everything() else Facility.objects.asking()


@transaction.atomic
def pause(facility: Facility, paused: bool, *, by: Actor) -> None:
    """Pause questions, or resume them, and tell the house. Where it is so already, nothing happens.

    Nor does it where they were paused less than `LEAST` ago: a watcher would see each short pause.
    """
    locked, now = _locked(facility), timezone.now()
    if locked.questions_paused == paused or (not paused and rests_until(locked, now)):
        return
    locked.questions_paused, locked.paused_at = paused, now if paused else None
    locked.save(update_fields=["questions_paused", "paused_at"])
    refresh_right(locked.pk)
    hosts = team.hosts([locked.organisation_id])
    notices.something_waits(hosts.exclude(pk=by.id or 0) if by.kind == "user" else hosts)
    trail.write(by, "questions.paused" if paused else "questions.resumed", f"facility {locked.pk}")


def _locked(facility: Facility) -> Facility:
    """As it counts: what somebody wrote into the database is put back first."""
    bound.put_back(ProposalKind.FACILITY, [facility.pk])
    return Facility.objects.select_for_update().get(pk=facility.pk)


NOBODY_FOR = timedelta(hours=24)


@transaction.atomic
def send_nobody(facility: Facility, stopped: bool, *, by: Actor) -> None:
    """Ask that nobody is sent there for 24 hours, or take that back.

    Caseworkers read it at once. The public reads at the next snapshot hour that one has to ask, and never why.
    """
    locked, now = _locked(facility), timezone.now()
    if locked.takes_nobody(now) == stopped:
        return
    if stopped:
        locked.nobody_since, locked.nobody_until = now, now + NOBODY_FOR
    else:
        locked.nobody_until = now
    locked.save(update_fields=["nobody_since", "nobody_until"])
    refresh_right(locked.pk)
    trail.write(by, "sending.stopped" if stopped else "sending.resumed", f"facility {locked.pk}")
