"""Record who confirmed an entry, and when.

A confirmation raises trust at once, so one person makes only so many a day. Each is an entry of the trail.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..codes.public import ConfirmationMethod
from ..models.base import Revision
from ..models.facility import Facility
from ..models.facts import Confirmation
from ..models.hotline import Hotline
from ..models.user import User
from ..published.refresh import refresh
from ..staff.team import actor

MOST, WITHIN = 20, timedelta(hours=24)


class TooMany(Exception):
    """This person confirmed as much as one person may in 24 hours."""


def left(by: User) -> int:
    """How many more entries this person may confirm now."""
    return MOST - Confirmation.objects.filter(confirmed_by=by, made_at__gt=timezone.now() - WITHIN).count()


@transaction.atomic
def confirm(
    what: Facility | Hotline, *, by: User | None, how: ConfirmationMethod, on: date | None = None, note: str = ""
) -> Confirmation:
    """Record that a person checked an entry with somebody who answers there. `by` None: the console. Raises TooMany."""
    if by is not None:
        User.objects.select_for_update().get(pk=by.pk)
        if left(by) <= 0:
            raise TooMany
    target = {"hotline": what} if isinstance(what, Hotline) else {"facility": what}
    record = Confirmation(confirmed_by=by, how=how, note=note, confirmed_on=on or timezone.localdate(), **target)
    record.full_clean()
    record.save()
    if isinstance(what, Hotline):
        Revision.change(Revision.HOTLINES)
    else:
        refresh([what.pk])
    name = "hotline" if isinstance(what, Hotline) else "facility"
    trail.write(actor(by), "directory.confirmed", f"{name} {what.pk}", {"how": str(how)})
    return record
