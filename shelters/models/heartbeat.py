"""When a command of cron last ran, by the machine's clock."""

from datetime import datetime

from django.db import models


class Heartbeat(models.Model):
    """The last run of one command that ended well."""

    command = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.command} {self.at}"

    @classmethod
    def beat(cls, command: str, now: datetime) -> None:
        cls.objects.update_or_create(command=command, defaults={"at": now})
