"""What waits or runs on its own: cron's commands, mail, letters from strangers; and which database this is."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from ..codes.staff import LetterKind
from .user import User


class Heartbeat(models.Model):
    """The last run of one command that ended well."""

    command = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.command} {self.at}"

    @classmethod
    def beat(cls, command: str, now: datetime) -> None:
        cls.objects.update_or_create(command=command, defaults={"at": now})


class WaitingMail(models.Model):
    """A person is told that something waits, at `due_at`; empty: they were told.

    What is about tonight has a pace of its own: `tonight` if that waits, and `tonight_at` when it was last told.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)
    tonight = models.BooleanField(default=False)
    tonight_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Installation(models.Model):
    """Which database this is, in one row. `keys`: a fingerprint of each key that writes here, by its name.

    `cases_lost_at`: when a restore or a lost ring made codes of open cases void.
    """

    SAID_FOR = timedelta(days=30)

    public_id = models.CharField(max_length=32, primary_key=True)
    keys = models.JSONField(default=dict)
    cases_lost_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def lose_cases(cls, now: datetime) -> None:
        cls.objects.update(cases_lost_at=now)

    @classmethod
    def lost_cases(cls, now: datetime) -> bool:
        """Whether it is still said."""
        return cls.objects.filter(cases_lost_at__gt=now - cls.SAID_FOR).exists()


class Letter(models.Model):
    """What an organisation or a person wrote about the list, sealed. Of its moment only the day is kept."""

    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    day = models.DateField()
    body = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class LettersOfDay(models.Model):
    """How many letters came on a day. Beyond the ceiling they are counted and not kept."""

    day = models.DateField(primary_key=True)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.number} on {self.day}"
