"""A form that is sent twice puts its question once, and a used key puts no other question."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from shelters.web import idempotency

from ..models import Referral
from ..vault import contents

# So long a used key is known: its hour, and up to an hour more, because the moments are written to the hour.
USED = timedelta(hours=2)


class AskedBefore(Exception):
    """The form's key was used, and its request is not readable any more."""


def save_once(made: Referral, once: str) -> Referral | None:
    """Save the referral. Returns the earlier referral of the same form, or None.

    Raises AskedBefore if the key of a person's own form was used for a request that is erased.
    """
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        first = Referral.objects.filter(idempotency_key=made.idempotency_key).first() if made.idempotency_key else None
        if first is None:
            raise
        return first
    if made.code and once and not idempotency.is_first("form", contents.hashed(once, "used"), kept=USED):
        raise AskedBefore
    return None
