"""The work of cron: which command ran when, mail that has not been sent yet, and which database this is."""

from datetime import datetime, timedelta

from django.db import models

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
