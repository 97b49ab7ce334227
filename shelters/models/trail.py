"""The append-only log: who did which act on which row, and when.

It has ids, codes and numbers, never names or free text.

`trail.write` writes rows of `TrailEntry`. The database refuses any change of them (`audit.triggers`).
"""

from django.db import models

from .user import User


class TrailEntry(models.Model):
    """An act. `number` counts from 1 without a gap. `mac` chains an entry to the entry before.

    `actor` and `subject` are a kind and an id ("user 7", "pool 12"). `commitment` is a salted hash of a payload, or
    empty. The payload stands in a table of its own and may be erased.
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
        indexes = [
            models.Index(fields=["subject", "number"], name="trail_subject"),
            models.Index(fields=["at"], name="trail_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what} {self.subject}"


class TrailPayload(models.Model):
    """The details of an entry, as long as they may be kept. All payloads of a subject are erased together."""

    entry = models.OneToOneField(TrailEntry, on_delete=models.DO_NOTHING, primary_key=True, related_name="payload")
    subject = models.CharField(max_length=60, db_index=True)
    salt = models.CharField(max_length=32)
    data = models.JSONField()

    def __str__(self) -> str:
        return str(self.pk)


class TrailHead(models.Model):
    """The last entry's number and MAC. The table has one row, which every writer locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.number}:{self.mac}"


class WeeklyCount(models.Model):
    """How often a person did something in a week: signed in, read contents. Later the week's sum goes to the trail.

    A day would tell whoever knows the day of an arrival which houses had somebody on it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()  # its Monday
    what = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["week", "user", "what"]
        constraints = [models.UniqueConstraint(fields=["user", "week", "what"], name="counted_once_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week} {self.what}: {self.number}"
