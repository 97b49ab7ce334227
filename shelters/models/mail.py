"""Mail that has not been sent yet: to whom and when, never why."""

from django.conf import settings
from django.db import models


class WaitingMail(models.Model):
    """One person is told that something waits, at `due_at`; empty: they were told, at `sent_at`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)
