"""Rows of staff that are over: sessions, night watches, duties, links to join, and replies to repeated messages."""

from datetime import datetime

from ..models import FailureCount, Invitation, NightDuty, NightWatch, Receipt, Session, SpentChallenge
from . import sign_in_log


def erase(now: datetime) -> int:
    """Erase them, and write failed sign-ins into the trail. Returns how many were erased."""
    over = (
        Session.objects.over(now),
        SpentChallenge.objects.over(now),
        FailureCount.objects.over(now),
        NightWatch.objects.over(now),
        NightDuty.objects.over(now),
        Invitation.objects.filter(until__lte=now),
        Receipt.objects.filter(at__lte=now - Receipt.KEPT),
    )
    sign_in_log.write_failed(now)
    return sum(rows.delete()[0] for rows in over)
