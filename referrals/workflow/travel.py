"""How long the journey to a place is likely to take. The agreed arrival is proposed from it."""

from datetime import timedelta

from shelters.aftercare.timing import travel
from shelters.finder.ranking import between
from shelters.models import Facility, Rayon

TO_GET_AWAY = timedelta(minutes=90)  # to pack, to wait for the moment, to find a car


def metres(rayon: str, facility: Facility) -> float | None:
    """The straight line from a rayon's centre. None: no road, or no rayon is known."""
    start = Rayon.objects.filter(code=rayon).select_related("centre").first()
    if start is None or start.centre is None or start.centre.network != facility.place.network:
        return None
    return between(start.centre, facility.place)


def journey(rayon: str, facility: Facility) -> timedelta | None:
    """The straight line x 1.3 at `TRAVEL_KM_PER_HOUR`, plus 90 minutes. None: no road, or no rayon is known."""
    line = metres(rayon, facility)
    return None if line is None else travel(line) + TO_GET_AWAY
