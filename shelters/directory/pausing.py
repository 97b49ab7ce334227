"""Whether people may put questions to a place at the moment: a host pauses it, and takes it up again."""

from django.db import transaction

from ..audit import trail
from ..audit.trail import Actor
from ..finder.index import refresh
from ..models import Facility, Freeze
from ..models.facility import FacilityQuerySet


def asking() -> FacilityQuerySet:
    """Where somebody can answer: nobody can while all is frozen."""
    return Facility.objects.none() if Freeze.objects.running() else Facility.objects.asking()


@transaction.atomic
def pause(facility: Facility, paused: bool, *, by: Actor) -> None:
    """Stop taking questions, or take them again. Where it is so already, nothing happens."""
    locked = Facility.objects.select_for_update().get(pk=facility.pk)
    if locked.questions_paused == paused:
        return
    locked.questions_paused = paused
    locked.save(update_fields=["questions_paused"])
    refresh([locked.pk])
    trail.write(by, "questions.paused" if paused else "questions.resumed", f"facility {locked.pk}")
