"""Rows of staff that are over: sessions, links with which people join, and replies kept for a repeated message."""

from datetime import datetime

from ..models import Invitation, Receipt, Session


def erase(now: datetime) -> int:
    """Erase them. Returns how many."""
    over = (
        Session.objects.over(now),
        Invitation.objects.filter(until__lte=now),
        Receipt.objects.filter(at__lte=now - Receipt.KEPT),
    )
    return sum(rows.delete()[0] for rows in over)
