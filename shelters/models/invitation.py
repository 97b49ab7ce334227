"""A link with which somebody comes to work here: there is no other way in."""

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..codes.staff import Role
from .facility import Organisation
from .tokens import digest
from .user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, token: str, now: datetime) -> "InvitationQuerySet":
        """The one that this token opens, if it is neither used nor over."""
        return self.filter(digest=digest(token), used_at=None, until__gt=now)


class Invitation(models.Model):
    """A link that makes one account, once; with `user` it lets that person choose a password and keys anew.

    The token itself is kept nowhere.
    """

    LASTS = timedelta(days=3)

    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.role} {self.until}"

    @classmethod
    def make(
        cls, role: str, organisation: Organisation | None, by: User | None, user: User | None = None
    ) -> tuple["Invitation", str]:
        """A new one, and the token for its link."""
        token = secrets.token_urlsafe(24)
        until = timezone.now() + cls.LASTS
        fields = {"role": role, "organisation": organisation, "made_by": by, "user": user, "until": until}
        return cls.objects.create(digest=digest(token), **fields), token
