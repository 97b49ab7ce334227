"""Whether a facility takes questions at the moment. A host pauses them, and resumes them."""

from django.db import transaction

from ..audit import trail
from ..audit.trail import Actor
from ..models import Facility, Freeze
from ..models.facility import FacilityQuerySet
from ..published.refresh import refresh


def asking() -> FacilityQuerySet:
    """Facilities where somebody can answer now. While everything is frozen there are none."""
    return Facility.objects.none() if Freeze.objects.stops_everything() else Facility.objects.asking()


@transaction.atomic
def pause(facility: Facility, paused: bool, *, by: Actor) -> None:
    """Pause questions, or resume them. If the facility is in that state already, nothing happens."""
    locked = Facility.objects.select_for_update().get(pk=facility.pk)
    if locked.questions_paused == paused:
        return
    locked.questions_paused = paused
    locked.save(update_fields=["questions_paused"])
    refresh([locked.pk])
    trail.write(by, "questions.paused" if paused else "questions.resumed", f"facility {locked.pk}")
