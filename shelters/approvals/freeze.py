"""Stop everything at once, when somebody may have come in who should not have.

All sessions, invitations, feed tokens and links of mails that were handed out before end (each looks when the last
freeze was); all that waits for a second person is stopped. Staff pages stay shut until two coordinators, both from
before, or the server's console, thaw.
"""

from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..models import Freeze, Invitation, User
from ..staff import notices, team
from ..staff.team import actor
from ..witness import head
from . import joining, proposals, second_person


class MayNotThaw(Exception):
    """This person may not thaw: no coordinator from before, or the one who pressed already."""


@transaction.atomic
def freeze(*, by: User | None) -> Freeze:
    """End what was handed out. Where all is frozen already, nothing more happens."""
    running = Freeze.objects.select_for_update().running()
    if running:
        return running
    now = timezone.now()
    proposals.stop_all(by)
    joining.stop_all(by)
    Invitation.objects.filter(used_at=None, until__gt=now).update(until=now)
    made = Freeze.objects.create(at=now, by=by)
    trail.write(actor(by), "frozen", f"freeze {made.pk}")
    head.advance(frozen=True)
    notices.something_waits(team.coordinators())
    return made


def may_thaw(frozen: Freeze, user: User) -> bool:
    """A coordinator from before the freeze, and for seven days; the second is another than the first."""
    return user.pk != frozen.first_thaw_by_id and second_person.may_confirm(user, frozen.at, timezone.now())


@transaction.atomic
def thaw(*, by: User | None) -> None:
    """The first of two notes that they want it, the second opens. `by` None: the console, which is trusted.

    Raises MayNotThaw. Where nothing is frozen, nothing happens.
    """
    frozen = Freeze.objects.select_for_update().running()
    if frozen is None:
        return
    if by is not None and not may_thaw(frozen, by):
        raise MayNotThaw
    if by is None or frozen.first_thaw_by_id:
        Freeze.objects.filter(thawed_at=None).update(thawed_at=timezone.now())
        trail.write(actor(by), "thawed", f"freeze {frozen.pk}")
        head.advance(frozen=False)
    else:
        frozen.first_thaw_by = by
        frozen.save(update_fields=["first_thaw_by"])
        trail.write(actor(by), "thaw.wanted", f"freeze {frozen.pk}")
