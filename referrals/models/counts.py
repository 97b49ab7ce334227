"""Numbers that outlive the cases."""

import uuid

from django.db import models


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
