"""Who works here: by invitation only, with a role, in a language of their choice."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..codes.staff import Role
from .facility import Organisation
from .tokens import digest


class Person(models.Model):
    """What an account keeps beside its name: sessions that began before `out_at` are over."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="person")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="az")
    out_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user_id)


class Membership(models.Model):
    """A role, in an organisation or, of a coordinator, in the whole installation."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
            models.CheckConstraint(
                condition=Q(role=Role.COORDINATOR) | Q(organisation__isnull=False), name="role_in_an_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


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
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.role} {self.until}"

    @classmethod
    def make(cls, role: str, organisation: Organisation | None, by: Any, user: Any = None) -> tuple["Invitation", str]:
        """A new one, and the token for its link."""
        token = secrets.token_urlsafe(24)
        until = timezone.now() + cls.LASTS
        fields = {"role": role, "organisation": organisation, "made_by": by, "user": user, "until": until}
        return cls.objects.create(digest=digest(token), **fields), token
