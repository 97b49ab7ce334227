"""The append-only log: who did what to which, when; ids, codes and numbers, never names or free text.

Rows of `TrailEntry` are written by `trail.write` and refused any change by the database (`shelters.triggers`).
"""

from django.db import models


class TrailEntry(models.Model):
    """One thing done. `number` counts from 1 without a gap; `mac` chains it to the entry before.

    `actor` and `subject` are a kind and an id ("user 7", "pool 12"). `commitment` is a salted hash of a payload that
    stands in a table of its own and may be erased; empty where there is none.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    what = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    numbers = models.JSONField(default=dict)
    commitment = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["subject", "number"], name="trail_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.what} {self.subject}"


class TrailPayload(models.Model):
    """What an entry is about, as long as it may be kept."""

    entry = models.OneToOneField(TrailEntry, on_delete=models.DO_NOTHING, primary_key=True, related_name="payload")
    salt = models.CharField(max_length=32)
    data = models.JSONField()

    def __str__(self) -> str:
        return str(self.pk)


class TrailHead(models.Model):
    """The last entry's number and MAC: one row, locked by whoever writes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.number}:{self.mac}"
