"""Answer a message once. A repeated message gets the first answer and changes nothing, even at the same moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..models.base import digest
from ..models.feed import Receipt

Reply = tuple[int, dict[str, Any]]  # a status and a JSON body


@transaction.atomic
def once(scope: str, key: str, act: Callable[[], Reply]) -> Reply:
    """The reply of `act`, or the reply to the first message with this key. `scope` is the sender ("feed 3").

    The row is written first, so a second message with the same key waits until the first ends. An error of `act`
    removes the row too. The message can then be sent again.
    """
    now = timezone.now()
    Receipt.objects.filter(scope=scope, at__lt=now - Receipt.KEPT).delete()
    try:
        with transaction.atomic():
            receipt = Receipt.objects.create(scope=scope, digest=digest(key), at=now, status=0)
    except IntegrityError:
        first = Receipt.objects.get(scope=scope, digest=digest(key))
        return first.status, first.body
    receipt.status, receipt.body = act()
    receipt.save(update_fields=["status", "body"])
    return receipt.status, receipt.body


def is_first(scope: str, *keys: str, kept: timedelta) -> bool:
    """Whether a key comes for the first time. Only its hash is kept, and of the moment only the hour.

    The other keys are its earlier spellings: none of them may have come either.

    A caller whose transaction fails has not used the key.
    """
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    Receipt.objects.filter(scope=scope, at__lte=hour - kept).delete()
    if Receipt.objects.filter(scope=scope, digest__in=[digest(key) for key in keys[1:]]).exists():
        return False
    try:
        with transaction.atomic():
            Receipt.objects.create(scope=scope, digest=digest(keys[0]), at=hour, status=0)
    except IntegrityError:
        return False
    return True


def forget(now: datetime) -> None:
    """Remove the receipts of all senders that are too old to matter."""
    Receipt.objects.filter(at__lt=now - Receipt.KEPT).delete()
