"""Numbers that outlive the cases, and how much each person read in a week."""

import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone

from shelters.models import User


class WaitingCount(models.Model):
    """The countable facts of an erased case, sealed until their month is over. Nothing in it says whose they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data_key = models.BinaryField()
    wrapped_by = models.CharField(max_length=40)
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.id)


class MonthlyCount(models.Model):
    """How many of the cases erased in a month had a fact ("group women"). No number here is smaller than five."""

    month = models.DateField()
    fact = models.CharField(max_length=60)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["month", "fact"]
        constraints = [models.UniqueConstraint(fields=["month", "fact"], name="fact_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.fact}: {self.number}"


class Reading(models.Model):
    """How often a person read questions, contacts or messages in a week. Later the week's sum goes to the trail.

    A day would tell whoever knows the day of an arrival which houses had somebody on it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()  # its Monday
    what = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["week", "user", "what"]
        constraints = [models.UniqueConstraint(fields=["user", "week", "what"], name="reading_once_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week} {self.what}: {self.number}"

    @staticmethod
    def week_of(now: datetime) -> date:
        today = timezone.localdate(now)
        return today - timedelta(days=today.weekday())
