"""Tokens with which a shelter's own system writes its counts, and receipts of answered messages."""

import secrets
from datetime import datetime, timedelta

from django.db import models

from .base import digest
from .facility import Facility
from .user import User


class FeedTokenQuerySet(models.QuerySet["FeedToken"]):
    def live(self) -> "FeedTokenQuerySet":
        return self.filter(revoked_at=None)


class FeedToken(models.Model):
    """A token that opens the bed feed of a facility until somebody revokes it. Only its digest is stored."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="feed_tokens")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.made_at}"

    @classmethod
    def make(cls, facility: Facility, by: User | None, now: datetime) -> tuple["FeedToken", str]:
        """Make a token. Returns its row and the token itself."""
        token = secrets.token_urlsafe(24)
        return cls.objects.create(facility=facility, digest=digest(token), made_by=by, made_at=now), token


class Receipt(models.Model):
    """The answer to a message. A repeated message gets the same answer, and takes effect once.

    `scope` is the sender ("feed 3", "user 7"). `digest` is a hash of the key that the sender chose.
    """

    KEPT = timedelta(days=2)

    scope = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "digest"], name="receipt_once")]
        indexes = [models.Index(fields=["scope", "at"], name="receipt_when")]

    def __str__(self) -> str:
        return f"{self.scope} {self.status}"
