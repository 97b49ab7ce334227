"""Changes that wait for a second person, and the freezes that stop it, or everything."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from ..codes.staff import Decision, FreezeScope, ProposalKind
from .base import PublicId, Revision, Stamped
from .user import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(decision=Decision.WAITING)


class Proposal(models.Model):
    """A change that is not made yet. `before` and `after` are the same fields of the same row.

    `target` is the row, by its kind; None if it is not made yet.
    """

    public_id = PublicId()
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
        """The freeze that stands now. Where both do, the freeze of everything."""
        return self.filter(thawed_at=None).order_by("-scope").first()

    def stops_everything(self) -> bool:
        return self.filter(thawed_at=None, scope=FreezeScope.EVERYTHING).exists()

    def last_at(self) -> datetime | None:
        """When everything was frozen last. Sessions and tokens from before that moment open nothing any more."""
        return self.filter(scope=FreezeScope.EVERYTHING).order_by("-at").values_list("at", flat=True).first()

    def standing(self) -> "tuple[datetime | None, Freeze | None]":
        """`last_at` and `running`, in one query. A thaw ends all that runs, so the two newest rows tell both."""
        either = Q(thawed_at=None) | Q(scope=FreezeScope.EVERYTHING)
        found: list[Freeze] = list(self.filter(either).order_by("-at", "-scope")[:2])
        found.sort(key=lambda one: one.scope, reverse=True)
        ended = [one.at for one in found if one.scope == FreezeScope.EVERYTHING]
        return max(ended, default=None), next((one for one in found if not one.thawed_at), None)

    def false_alarms(self, user_id: int, since: datetime) -> int:
        """How many freezes of this person another coordinator has ended as false."""
        return self.filter(by=user_id, at__gt=since, false_by__isnull=False).count()

    def wanted(self, user_id: int, since: datetime) -> "Freeze | None":
        """What somebody else wants to freeze, and may not alone. None: nobody, or it was frozen since."""
        newest = self.filter(at__gt=since).order_by("-at").first()
        return newest if newest and newest.scope == FreezeScope.WANTED and newest.by_id != user_id else None


class Freeze(Stamped):
    """Changes are stopped from `at` on, or everything. Two people, or the console, thaw.

    A freeze of everything ends all sessions and tokens. `false_by`: another coordinator said that it was for nothing.
    """

    revision = Revision.FREEZE

    at = models.DateTimeField()
    scope = models.CharField(max_length=10, choices=FreezeScope.choices, default=FreezeScope.EVERYTHING)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    first_thaw_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    false_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    thawed_at = models.DateTimeField(null=True)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(scope__in=FreezeScope.values), name="freeze_scope_known")]

    def __str__(self) -> str:
        return f"{self.scope} {self.at} {self.thawed_at or ''}"
