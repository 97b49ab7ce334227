"""How often somebody asked a house after somebody. Not who asked, nor after whom; which house stays two days."""

from datetime import datetime

from django.db import transaction

from ..audit import trail
from ..audit.trail import Actor
from ..models import Organisation, TrailPayload

ACT = "night.asked_after"


@transaction.atomic
def count(house: Organisation, *, by: Actor) -> None:
    """It happened once more."""
    trail.write_erasable(by, ACT, f"organisation {house.pk}")


def lately(house: Organisation, now: datetime) -> int:
    """How often in the last two days: so long the details stay."""
    found = TrailPayload.objects.filter(entry__what=ACT, entry__at__gt=now - trail.EXACT)
    return found.filter(subject=f"organisation {house.pk}").count()
