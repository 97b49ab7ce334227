"""Accounts of staff: the organisation, the roles, the link with which a person joins, and who sleeps until waked."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..codes import spoken
from ..codes.staff import Role, WakingState
from .base import PublicId, digest
from .facility import Organisation


class UserQuerySet(models.QuerySet["User"]):
    def holding(self, *roles: Role, organisations: Iterable[int] | None = None) -> "UserQuerySet":
        """Accounts that work now with any of these roles, each account once. `organisations`: ids; None: any.

        An account that sleeps is none of them.
        """
        holders = RoleGrant.objects.filter(role__in=roles).values("user")
        found = self.filter(is_active=True, awake_at__isnull=False, pk__in=holders)
        return found if organisations is None else found.filter(organisation__in=list(organisations))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def holding(self, *roles: Role, organisations: Iterable[int] | None = None) -> UserQuerySet:
        return self.get_queryset().holding(*roles, organisations=organisations)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = User(username=username, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account from the console (`manage.py createsuperuser`). It may do all that a coordinator may."""
        return self.create_user(username, password, is_superuser=True, awake_at=timezone.now(), **fields)


class User(AbstractBaseUser):
    """An account. `signed_out_at` ends all earlier sessions. `reminded_at`: when a stale count was last mailed.

    `awake_at`: since when it opens anything. None: it sleeps (see `Waking`).
    """

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(max_length=254, blank=True)
    former_email = models.EmailField(max_length=254, blank=True)  # until it was told that there is another
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="members"
    )
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)  # empty: as the browser says
    is_active = models.BooleanField(default=True)
    is_superuser = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    awake_at = models.DateTimeField(null=True, blank=True)
    signed_out_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.username

    @cached_property
    def grants(self) -> dict[Role, "RoleGrant"]:
        """The roles as they were granted, read once for each object."""
        return {Role(grant.role): grant for grant in self.role_grants.all()}

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the account. A closed or sleeping account has none. A superuser is a coordinator too."""
        if not self.is_active or self.awake_at is None:
            return frozenset()
        return frozenset({*self.grants, Role.COORDINATOR} if self.is_superuser else self.grants)

    def held_before(self, role: Role, moment: datetime) -> bool:
        """Whether this account already held a role before a moment."""
        grant = self.grants.get(role)
        return role in self.roles and (grant.since if grant else self.joined_at) < moment

    def require(self, *roles: Role) -> None:
        """Raises PermissionDenied unless the account holds any of these roles."""
        if self.roles.isdisjoint(roles):
            raise PermissionDenied

    # Django's admin calls these three.
    @property
    def is_staff(self) -> bool:
        return Role.COORDINATOR in self.roles

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm.startswith("shelters.") and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return app_label == "shelters" and self.is_staff


class RoleGrant(models.Model):
    """A role of an account. `confirmed_by`: the second person, for roles that need a second person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self, now: datetime) -> "InvitationQuerySet":
        """Those that are neither used nor over."""
        return self.filter(used_at=None, until__gt=now)

    def open(self, token: str, now: datetime) -> "InvitationQuerySet":
        """The standing invitation that this token opens."""
        return self.standing(now).filter(digest=digest(token))


class Invitation(models.Model):
    """A link that makes an account, once. With `user` it lets that person choose a new password and new keys.

    Only the digest of the token is stored. `made_by` asked for it; None is the console, which is trusted.
    """

    LASTS = timedelta(days=3)
    BYTES = 12

    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.role} {self.until}"

    @classmethod
    def make(
        cls,
        role: str,
        organisation: Organisation | None,
        by: User | None,
        user: User | None = None,
        lasts: timedelta = LASTS,
    ) -> tuple["Invitation", str]:
        """Make an invitation. Returns its row and the token for its link."""
        token = spoken.words(secrets.token_bytes(cls.BYTES))
        until = timezone.now() + lasts
        fields = {"role": role, "organisation": organisation, "made_by": by, "user": user, "until": until}
        return cls.objects.create(digest=digest(token), **fields), token


class WakingQuerySet(models.QuerySet["Waking"]):
    def waiting(self) -> "WakingQuerySet":
        return self.filter(state=WakingState.WAITING)

    def adding(self) -> "WakingQuerySet":
        """Those that wait, and would give a role to somebody who works here."""
        return self.waiting().exclude(adds="")


class Waking(models.Model):
    """The account `user` sleeps until `asked_by` and a second person have typed the digits of its keys.

    `asker_typed` and `second_typed` are the digits that each of them typed correctly: keys may change in between.
    `renewed`: the person has worked here before and lost the keys. `adds`: the account is awake, and gets this role.
    """

    MOST_WRONG = 3

    public_id = PublicId()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="wakings")
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    renewed = models.BooleanField(default=False)
    adds = models.CharField(_("role"), max_length=12, choices=Role.choices, blank=True)
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
