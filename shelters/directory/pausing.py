"""Whether a facility takes questions at the moment. A host pauses them, and resumes them."""

from django.db import transaction

from ..audit import trail
from ..audit.trail import Actor
from ..models import Facility, Freeze
from ..models.facility import FacilityQuerySet
from ..published.refresh import refresh
from ..staff import notices, team


def asking() -> FacilityQuerySet:
    """Facilities where somebody can answer now. While everything is frozen there are none."""
    return Facility.objects.none() if Freeze.objects.stops_everything() else Facility.objects.asking()


@transaction.atomic
def pause(facility: Facility, paused: bool, *, by: Actor) -> None:
    """Pause questions, or resume them, and tell the house. Where it is so already, nothing happens."""
    locked = Facility.objects.select_for_update().get(pk=facility.pk)
    if locked.questions_paused == paused:
        return
    locked.questions_paused = paused
    locked.save(update_fields=["questions_paused"])
    refresh([locked.pk])
    hosts = team.hosts([locked.organisation_id])
    notices.something_waits(hosts.exclude(pk=by.id or 0) if by.kind == "user" else hosts)
    trail.write(by, "questions.paused" if paused else "questions.resumed", f"facility {locked.pk}")
