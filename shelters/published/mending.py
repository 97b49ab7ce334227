"""Look for what somebody wrote into the directory past the application, put it back, and tell the coordinators."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from ..audit import trail
from ..codes.staff import ProposalKind, Role
from ..faces import bound
from ..models import Card, Facility, TrailEntry, User
from ..staff import notices, team
from ..staff.waiting import WaitingLine
from .refresh import refresh

SAID_FOR = timedelta(days=7)
ALTERED, PUT_BACK = "directory.altered", tuple(f"{kind}.put_back" for kind in bound.KINDS)
_AT_ONCE = 500  # facilities, so that nobody waits long for them


def look(now: datetime) -> int:
    """How many things cannot be put back. Nobody reads them; that is told once a day."""
    bound.put_all_back()
    right, wrong = sorted(bound.right(ProposalKind.FACILITY)), _wrong_cards()
    for first in range(0, len(right), _AT_ONCE):
        refresh(right[first : first + _AT_ONCE])
    Card.objects.exclude(pk__in=Facility.objects.listed()).delete()
    for pk in sorted(wrong):
        trail.write(trail.CONSOLE, PUT_BACK[0], f"{ProposalKind.FACILITY} {pk}")
    left = len(altered())
    told = TrailEntry.objects.filter(what=ALTERED, at__gt=now - timedelta(days=1)).exists()
    if left and not told:
        trail.write(trail.CONSOLE, ALTERED, "directory", {"things": left})
        notices.something_waits(team.coordinators())
    return left


def altered() -> set[str]:
    """What somebody wrote into the database, as the trail names it. It reads the whole directory."""
    return {*bound.altered(), *(f"{ProposalKind.FACILITY} {pk}" for pk in _wrong_cards())}


def _wrong_cards() -> set[int]:
    listed = set(Facility.objects.listed().values_list("pk", flat=True))
    right = {card.pk for card in Card.objects.iterator() if card.is_bound()}
    return listed ^ right


def waiting_line(user: User) -> WaitingLine | None:
    """How often that was found in the last days, for a coordinator's first page."""
    if Role.COORDINATOR not in user.roles:
        return None
    found = TrailEntry.objects.filter(what__in=(ALTERED, *PUT_BACK), at__gt=timezone.now() - SAID_FOR).count()
    words = ngettext(
        "%(number)s change that somebody wrote into the database. Tell whoever runs the server.",
        "%(number)s changes that somebody wrote into the database. Tell whoever runs the server.",
        found,
    )
    return WaitingLine(found, "trail", words % {"number": found})
