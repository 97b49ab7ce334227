"""Stop changes, or everything, at once, when somebody may have come in who should not have.

Both stop what waits for a second person and end the invitations. While changes are frozen, cases, counts and questions
go on. A freeze of everything also shuts the staff pages and ends all sessions, feed tokens and links of mails: each
looks when the last such freeze was. Two coordinators thaw, both from before and with keys from before, or the
console does.
"""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..codes.staff import FreezeScope
from ..models import Freeze, Invitation, Proposal, Session, User, Waking
from ..staff import notices, team
from ..staff.team import actor
from ..witness import head
from . import joining, opening, proposals, second_person

FALSE_ALARMS, WITHIN = 2, timedelta(days=7)  # of one person; with so many they freeze with a second person only
WANTED_FOR = timedelta(hours=24)


class MayNotThaw(Exception):
    """This person may not thaw: no coordinator from before, with a new key, or the one who pressed already."""


class NeedsSecond(Exception):
    """Others ended this person's freezes as false. All coordinators are told that they want another."""


def freeze(scope: FreezeScope, *, by: User | None) -> Freeze:
    """End what was handed out. Where as much is frozen already, nothing more happens. Raises NeedsSecond."""
    with transaction.atomic():
        made = _freeze(scope, by)
    if made.scope == FreezeScope.WANTED:
        raise NeedsSecond
    return made


def what_ends(now: datetime) -> dict[str, int]:
    """How many of each would end with a freeze; sessions only with one of everything."""
    return {
        "proposals": Proposal.objects.waiting().count(),
        "joining": Waking.objects.waiting().count(),
        "invitations": Invitation.objects.standing(now).count(),
        "sessions": Session.objects.filter(user__isnull=False, expire_date__gt=now).count(),
    }


def _freeze(scope: FreezeScope, by: User | None) -> Freeze:
    now = timezone.now()
    running = Freeze.objects.select_for_update().running()
    if running and running.scope in (scope, FreezeScope.EVERYTHING):
        return running
    if by and Freeze.objects.false_alarms(by.pk, now - WITHIN) >= FALSE_ALARMS and not wanted_by_another(by, now):
        made = Freeze.objects.create(at=now, scope=FreezeScope.WANTED, by=by, thawed_at=now)
    else:
        proposals.stop_all(by)
        joining.stop_all(by)
        Invitation.objects.standing(now).update(until=now)
        made = Freeze.objects.create(at=now, scope=scope, by=by)
    trail.write(actor(by), f"freeze.{made.scope}", f"freeze {made.pk}")
    if made.scope == FreezeScope.EVERYTHING:
        head.advance(frozen=True)
    notices.something_waits(team.coordinators())
    return made


def wanted_by_another(user: User, now: datetime) -> Freeze | None:
    """What another coordinator may not freeze alone, and wants to."""
    return Freeze.objects.wanted(user.pk, now - WANTED_FOR)


def may_thaw(frozen: Freeze, user: User, key: Authenticator | None) -> bool:
    """A coordinator from before the freeze, and for seven days, with such a key; the second is another person.

    `key`: which this session has seen last.
    """
    if user.pk == frozen.first_thaw_by_id or key is None:
        return False
    age = second_person.AGE if opening.is_open() else timedelta()
    return key.created_at < frozen.at - age and second_person.may_confirm(user, frozen.at, timezone.now())


@transaction.atomic
def thaw(*, by: User | None, key: Authenticator | None = None, false: bool = False) -> None:
    """The first of two notes that they want it, the second opens. `by` None: the console, which is trusted.

    `false`: it was frozen for nothing. Raises MayNotThaw. Where nothing is frozen, nothing happens.
    """
    frozen = Freeze.objects.select_for_update().running()
    if frozen is None:
        return
    if by is not None and not may_thaw(frozen, by, key):
        raise MayNotThaw
    if false and by and by.pk != frozen.by_id:
        frozen.false_by = by
    opens = by is None or frozen.first_thaw_by_id is not None
    frozen.first_thaw_by = frozen.first_thaw_by or by
    frozen.save()
    for one in Freeze.objects.filter(thawed_at=None) if opens else ():
        one.thawed_at = timezone.now()
        one.save()
    trail.write(actor(by), "thawed" if opens else "thaw.wanted", f"freeze {frozen.pk}")
    if opens:
        head.advance(frozen=False)
