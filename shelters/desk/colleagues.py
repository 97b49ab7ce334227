"""Who works here, as coordinators read it: the day of the last sign-in, never the hour, and the newest key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Max
from django.utils import timezone

from ..codes.staff import Role
from ..models import User
from ..models.user import UserQuerySet
from .rights import Rights, rights


@dataclass(frozen=True)
class Colleague:
    """`key_made` and `seen` are days. None: never."""

    user: User
    key_made: date | None
    seen: date | None

    @property
    def rights(self) -> list[Rights]:
        return rights(self.user.grants)

    @property
    def reads_and_coordinates(self) -> bool:
        """Together they are more than any of them: that is shown."""
        return Role.COORDINATOR in self.user.grants and not {Role.HOST, Role.CASEWORKER}.isdisjoint(self.user.grants)


def working() -> UserQuerySet:
    """Accounts with a role that are not closed, those of a house together."""
    found = User.objects.get_queryset().filter(is_active=True, role_grants__isnull=False).distinct()
    ordered: UserQuerySet = found.order_by("organisation__key", "pk")
    return ordered


def colleagues(users: Iterable[User]) -> list[Colleague]:
    """Each with the days of the newest key and of the last sign-in."""
    found = list(users)
    keys = Authenticator.objects.filter(user__in=found).values("user").annotate(made=Max("created_at"))
    made = {row["user"]: timezone.localdate(row["made"]) for row in keys}
    return [
        Colleague(one, made.get(one.pk), timezone.localdate(one.last_login) if one.last_login else None)
        for one in found
    ]
