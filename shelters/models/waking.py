"""New keys that open nothing yet: two people first compare their digits with the person, by voice."""

from django.db import models
from django.db.models import Q

from ..codes.staff import WakingState
from .base import new_id
from .user import User


class WakingQuerySet(models.QuerySet["Waking"]):
    def waiting(self) -> "WakingQuerySet":
        return self.filter(state=WakingState.WAITING)


class Waking(models.Model):
    """The account `user` sleeps until `asked_by` and a second person have typed the digits of its keys.

    `asker_typed` and `second_typed` are the digits that each of them typed correctly: keys may change in between.
    `renewed`: the person has worked here before and lost the keys.
    """

    MOST_WRONG = 3

    public_id = models.CharField(max_length=6, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="wakings")
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    renewed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    asker_typed = models.CharField(max_length=8, blank=True)
    asker_typed_at = models.DateTimeField(null=True)
    second_typed = models.CharField(max_length=8, blank=True)
    second_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    wrong = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=WakingState.choices, default=WakingState.WAITING)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    read_by = models.ManyToManyField(User, related_name="+")

    objects = WakingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WakingState.values), name="waking_state_known"),
            models.UniqueConstraint(fields=["user"], condition=Q(state=WakingState.WAITING), name="one_waking_a_user"),
        ]

    def __str__(self) -> str:
        return self.public_id
