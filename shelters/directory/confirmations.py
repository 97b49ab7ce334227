"""Record who confirmed an entry, and when."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from ..codes.public import ConfirmationMethod
from ..models.base import Revision
from ..models.facility import Facility
from ..models.facts import Confirmation
from ..models.hotline import Hotline
from ..published.refresh import refresh


@transaction.atomic
def confirm(
    what: Facility | Hotline, *, by: object, how: ConfirmationMethod, on: date | None = None, note: str = ""
) -> Confirmation:
    """Record that a person checked an entry with somebody who answers there."""
    target = {"hotline": what} if isinstance(what, Hotline) else {"facility": what}
    record = Confirmation(confirmed_by=by, how=how, note=note, confirmed_on=on or timezone.localdate(), **target)  # type: ignore[misc]
    record.full_clean()
    record.save()
    if isinstance(what, Hotline):
        Revision.change(Revision.HOTLINES)
    else:
        refresh([what.pk])
    return record
