"""A note of a house for its next shift."""

from datetime import datetime, timedelta

from django.db import models

from shelters.models import Organisation
from shelters.models.base import PublicId


class ShiftNoteQuerySet(models.QuerySet["ShiftNote"]):
    def readable(self, now: datetime) -> "ShiftNoteQuerySet":
        """Notes of the last 24 hours. An older note is not shown, even if no cron runs."""
        return self.filter(at__gt=now - ShiftNote.KEPT)


class ShiftNote(models.Model):
    """Whom the next shift expects, sealed under a key of its own."""

    KEPT = timedelta(hours=24)

    public_id = PublicId()
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
        return self.public_id
