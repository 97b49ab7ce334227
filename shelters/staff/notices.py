"""Tell staff that something waits, and never what, where or of whom."""

from functools import partial

from django.db import transaction

from ..models.user import UserQuerySet
from . import outbox


def something_waits(people: UserQuerySet, *, tonight: bool = False) -> None:
    """To those of them who left an address, once what happened is written. `tonight`: it cannot wait for an hour."""
    ids = list(people.exclude(email="").values_list("pk", flat=True))
    transaction.on_commit(partial(outbox.put, ids, tonight=tonight))
