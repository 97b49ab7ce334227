"""A case that was asked before somebody joined: a colleague who reads it opens it to them, each case by itself."""

from django.db import transaction
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.models import User
from shelters.staff import notices

from ..models import Case, CaseAccess
from ..vault import contents
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
