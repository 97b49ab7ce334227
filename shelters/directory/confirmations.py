"""Record who confirmed an entry, and when.

A confirmation raises trust at once, so one person makes only so many a day. Each is an entry of the trail.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..codes.public import ConfirmationMethod
from ..codes.staff import ProposalKind
from ..faces import bound
from ..models.facility import Facility
from ..models.facts import Confirmation
from ..models.hotline import Hotline
from ..models.user import User
from ..published.refresh import refresh_right
from ..staff.team import actor

MOST = 20


class TooMany(Exception):
    """This person confirmed as much as one person may in 24 hours."""


def left(by: User) -> int:
    """How many more entries this person may confirm now."""
    return MOST - Confirmation.objects.recent(timezone.now()).filter(confirmed_by=by).count()


@transaction.atomic
def confirm(
    what: Facility | Hotline, *, by: User | None, how: ConfirmationMethod, on: date | None = None, note: str = ""
) -> Confirmation:
    """Record that a person checked an entry with somebody who answers there. `by` None: the console. Raises TooMany."""
    if by is not None:
        User.objects.select_for_update().get(pk=by.pk)
        if left(by) <= 0:
            raise TooMany
    bound.put_back(_kind(what), [what.pk])
    target = {"hotline": what} if isinstance(what, Hotline) else {"facility": what}
    record = Confirmation(confirmed_by=by, how=how, note=note, confirmed_on=on or timezone.localdate(), **target)
    record.full_clean()
    record.save()
    trail.write(actor(by), "directory.confirmed", _publish(what), {"how": str(how)})
    return record


@transaction.atomic
def confirm_many(things: Iterable[Facility | Hotline], *, by: User, how: ConfirmationMethod) -> int:
    """Confirm all of them, or none. Raises TooMany."""
    return len([confirm(one, by=by, how=how) for one in things])


@transaction.atomic
def take_back(record: Confirmation, *, by: User) -> None:
    """Any coordinator takes back what was confirmed within 24 hours. Raises Confirmation.DoesNotExist."""
    found = Confirmation.objects.select_for_update(of=("self",)).recent(timezone.now()).get(pk=record.pk)
    what = found.facility or found.hotline
    assert what is not None  # a constraint of the table
    bound.put_back(_kind(what), [what.pk])
    found.delete()
    trail.write(actor(by), "directory.unconfirmed", _publish(what))


def _publish(what: Facility | Hotline) -> str:
    """Show it to everybody, unless somebody wrote it into the database. Returns the subject for the trail."""
    if isinstance(what, Facility):
        refresh_right(what.pk)
    elif bound.right(ProposalKind.HOTLINE, [what.pk]):
        bound.bind(ProposalKind.HOTLINE, [what.pk])
    return f"{_kind(what)} {what.pk}"


def _kind(what: Facility | Hotline) -> ProposalKind:
    return ProposalKind.HOTLINE if isinstance(what, Hotline) else ProposalKind.FACILITY
