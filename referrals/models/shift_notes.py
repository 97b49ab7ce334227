"""A note of a house for its next shift."""

import uuid
from datetime import datetime, timedelta

from django.db import models

from shelters.models import Organisation


class ShiftNoteQuerySet(models.QuerySet["ShiftNote"]):
    def readable(self, now: datetime) -> "ShiftNoteQuerySet":
        """Notes of the last 24 hours. An older note is not shown, even if no cron runs."""
        return self.filter(at__gt=now - ShiftNote.KEPT)


class ShiftNote(models.Model):
    """Whom the next shift expects, sealed under a key of its own. Its id exists before the seal."""

    KEPT = timedelta(hours=24)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    data_key = models.BinaryField()
    wrapped_by = models.CharField(max_length=40)
    content = models.BinaryField()
    at = models.DateTimeField()
    read = models.BooleanField(default=False)

    objects = ShiftNoteQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.id)
