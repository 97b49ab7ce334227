"""Somebody takes the public list out: an entry of the trail says who and when."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from ..audit import trail
from ..models.user import User
from ..staff.team import actor


@transaction.atomic
def take_out(write: Callable[..., int], file: Any, *, by: User) -> int:
    """Write what everybody may read into a file; how many facilities."""
    number = write(file, public=True)
    trail.write(actor(by), "directory.exported", "directory", {"facilities": number})
    return number
