"""Changes that wait for a second person, and the freeze that stops everything."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from ..codes.staff import Decision, ProposalKind
from .base import new_id
from .user import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(decision=Decision.WAITING)


class Proposal(models.Model):
    """A change that is not made yet. `before` and `after` are the same fields of the same row.

    `target` is the row, by its kind; None if it is not made yet.
    """

    public_id = models.CharField(max_length=6, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    target = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    read_by = models.ManyToManyField(User, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ProposalKind.values), name="proposal_kind_known"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="proposal_decision_known"),
            # Without this, a second change of the same row would be confirmed over the first, unseen.
            models.UniqueConstraint(
                fields=["kind", "target"], condition=Q(decision=Decision.WAITING), name="one_proposal_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def running(self) -> "Freeze | None":
        return self.filter(thawed_at=None).first()

    def newest(self) -> "Freeze | None":
        return self.order_by("-at").first()

    def last_at(self) -> datetime | None:
        """The moment of the last freeze. Tokens from before that moment open nothing any more."""
        newest = self.newest()
        return newest.at if newest else None


class Freeze(models.Model):
    """All sessions and tokens ended at `at`. Staff pages stay shut until two people, or the console, thaw."""

    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    first_thaw_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    thawed_at = models.DateTimeField(null=True)

    objects = FreezeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.at} {self.thawed_at or ''}"
