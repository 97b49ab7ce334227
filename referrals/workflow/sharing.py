"""Who reads a case, and what of it others may be told.

A colleague who reads an older case opens it to somebody who joined later, each case by itself.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.models import User
from shelters.staff import notices

from ..models import Case, CaseAccess
from ..vault import contents
from ..vault.values import MayTell
from . import transitions
from .transitions import Illegal


@transaction.atomic
def share(case: Case, colleague: User, *, by: Actor) -> None:
    """Open a case to a colleague. Raises Illegal if it is erased."""
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None:
        raise Illegal("share")
    open_to(locked, colleague)
    trail.write_erasable(by, "case.share", contents.subject(locked.pk), {"user": colleague.pk})
    notices.something_waits(User.objects.get_queryset().filter(pk=colleague.pk))


def open_to(case: Case, colleague: User) -> None:
    """Let a colleague read it from now on; new keys end that."""
    made, _new = CaseAccess.objects.update_or_create(case=case, user=colleague, defaults={"at": timezone.now()})
    made.bind()


@transaction.atomic
def may_tell(case: Case, items: list[str], until: date, *, counted: bool, by: Actor) -> None:
    """Which items (ConsentItem) others may be told until a day; none: nothing. `counted`: in numbers without a name.

    Raises Illegal.
    """
    locked = Case.objects.select_for_update().filter(pk=case.pk, erase_at__gt=timezone.now()).first()
    if locked is None:
        raise Illegal("may_tell")
    said: MayTell | None = {"items": items, "until": until.isoformat()} if items else None
    contents.put(locked, contents.key_of(locked), may_tell=said)
    locked.counted = counted
    locked.erase_at = transitions.erase_at(locked)
    locked.save()
    trail.write_erasable(by, "case.may_tell", contents.subject(locked.pk))
