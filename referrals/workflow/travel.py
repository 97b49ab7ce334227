"""How long the journey to a place is likely to take. The agreed arrival is proposed from it."""

from datetime import datetime, timedelta

from shelters.aftercare.timing import travel
from shelters.beds.availability import next_hour
from shelters.finder.ranking import between
from shelters.hours.clock import next_oclock
from shelters.models import Facility, Rayon

TO_GET_AWAY = timedelta(minutes=90)  # to pack, to wait for the moment, to find a car
LATE = timedelta(hours=3)  # so much later than agreed a bed is still kept

LOOKS_AGAIN = timedelta(hours=2)  # the page of the code tells her to look again in an hour or two
MORNING = 9  # o'clock


def offered_until(now: datetime) -> datetime:
    """Until when an offer is kept: the next morning, so that nobody has to look at night."""
    return max(next_oclock(MORNING, now), now + LOOKS_AGAIN)


def kept_until(arrival: datetime) -> datetime:
    """Until when a bed is kept: the next of 00, 06, 12, 18 o'clock, three hours after the arrival.

    It stands in the clear, so it must not tell the arrival: from that and the house her rayon can be computed.
    """
    return next_hour(arrival + LATE)


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
