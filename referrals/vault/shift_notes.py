"""A house's note for its next shift: written, opened and ticked. It is gone after 24 hours."""

from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.utils import timezone

from shelters.audit import trail, wal
from shelters.audit.trail import Actor
from shelters.models import Organisation

from ..models import ShiftNote
from . import sealing
from .sealing import DataKey

_TABLE = ShiftNote._meta.db_table


class ShiftContent(TypedDict):
    """The word that who comes says first, how many come, and what to prepare (ShiftNeed)."""

    word: str
    people: int
    needs: list[str]


@transaction.atomic
def write(organisation: Organisation, content: ShiftContent, *, by: Actor) -> ShiftNote:
    """Raises keyring.NoKey, sealing.TooLong."""
    made = ShiftNote(organisation=organisation, at=timezone.now())
    key, made.data_key, made.wrapped_by = sealing.new_key(made.public_id, _owners(made))
    made.content = key.seal(content, _TABLE, "content", made.public_id)
    made.save()
    trail.write_erasable(by, "shift.noted", _subject(made))
    return made


def content_of(one: ShiftNote) -> ShiftContent:
    """Raises sealing.Unreadable."""
    opened: ShiftContent = key_of(one).open(one.content, _TABLE, "content", one.public_id)
    return opened


def key_of(one: ShiftNote) -> DataKey:
    """Raises sealing.Unreadable, also for a note that was moved to another organisation."""
    return sealing.unwrap(one.public_id, _owners(one), one.data_key, one.wrapped_by)


@transaction.atomic
def tick(one: ShiftNote, *, by: Actor) -> None:
    """Somebody of the next shift has read it."""
    if ShiftNote.objects.filter(pk=one.pk, read=False).update(read=True):
        trail.write_erasable(by, "shift.read", _subject(one))


@transaction.atomic
def forget(now: datetime) -> None:
    """Remove notes of more than 24 hours, with who wrote and read them."""
    over = list(ShiftNote.objects.filter(at__lte=now - ShiftNote.KEPT))
    for one in over:
        trail.erase(_subject(one))
        one.delete()
    if over:
        transaction.on_commit(wal.truncate)


def _owners(one: ShiftNote) -> tuple[str, str]:
    return "", str(one.organisation_id)


def _subject(one: ShiftNote) -> str:
    return f"shift {one.pk}"
