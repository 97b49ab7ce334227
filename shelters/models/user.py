"""Accounts of staff: the organisation, the roles, and who is on duty tonight."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..codes.staff import Role
from .base import Bound
from .facility import Organisation
from .sourced import NumberField, Ringable


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
        user = self.create_user(username, password, is_superuser=True, awake_at=timezone.now(), **fields)
        user.bind()
        return user


class User(AbstractBaseUser, Bound):
    """An account. `signed_out_at` ends all earlier sessions. `reminded_at`: when a stale count was last mailed.

    `awake_at`: since when it opens anything. None: it sleeps (see `Waking`). `bond`: over all that gives it power.
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

    def bound_values(self) -> Any:
        grants = sorted((grant.role, grant.since) for grant in self.grants.values())
        about = [self.pk, self.username, self.joined_at, self.organisation_id, self.is_active, self.is_superuser]
        return [*about, self.awake_at, grants]

    @contextmanager
    def power_changes(self, *, trusted: bool = False) -> Iterator[None]:
        """Bind the account anew after a change of ours, in a transaction with that change.

        An account that somebody altered in the database stays powerless, unless the console is `trusted` to look.
        """
        with transaction.atomic():
            locked = User.objects.select_for_update().get(pk=self.pk)
            right = trusted or locked.is_bound()
            yield
            self.__dict__.pop("grants", None)
            if right:
                changed = User.objects.get(pk=self.pk)
                changed.bind()
                self.bond = changed.bond

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the account. A superuser is a coordinator too.

        A closed or sleeping account has none, nor has an account that somebody altered in the database.
        """
        if not self.is_active or self.awake_at is None or not self.is_bound():
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


class NightDutyQuerySet(models.QuerySet["NightDuty"]):
    def over(self, now: datetime) -> "NightDutyQuerySet":
        """A night is over at noon of the day after."""
        return self.filter(until__lte=now)


class NightDuty(Bound, Ringable):
    """Who is on duty at a house until this noon, and who is second, with the number to ring."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="duties")
    until = models.DateTimeField()
    first = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    number = NumberField(max_length=30, blank=True)

    objects = NightDutyQuerySet.as_manager()

    class Meta:
        ordering = ["until"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "until"], name="duty_once_a_night"),
            models.CheckConstraint(condition=~Q(first=models.F("second")), name="the_second_is_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.until}"

    def bound_values(self) -> Any:
        return [self.organisation_id, self.until, self.first_id, self.second_id, self.number]
