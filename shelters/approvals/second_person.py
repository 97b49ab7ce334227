"""Who can be the second person: a coordinator who is awake, was one for seven days, and was seen lately.

Before the site is opened its first two coordinators need no seven days.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from ..codes.staff import Role
from ..models import RoleGrant, User
from ..models.user import UserQuerySet
from ..staff import team
from . import opening

# So long a new coordinator confirms nothing, and so long one who does not sign in still counts.
AGE, SEEN = timedelta(days=7), timedelta(days=14)
# So long a change waits in plain sight where nobody else can confirm it.
ALONE = timedelta(hours=72)


def who_may_confirm(before: datetime, now: datetime) -> UserQuerySet:
    """Coordinators who were one before a moment, and who can be expected to look."""
    return team.coordinators().filter(_old_enough(before, now), last_login__gt=now - SEEN)


def may_confirm(user: User, before: datetime, now: datetime) -> bool:
    """Whether this person may. Somebody who is signed in now has been seen."""
    if Role.COORDINATOR not in user.roles:
        return False
    if user.held_before(Role.COORDINATOR, min(before, now - AGE)):
        return True
    return team.coordinators().filter(_old_enough(before, now), pk=user.pk).exists()


def _old_enough(before: datetime, now: datetime) -> Q:
    grants = RoleGrant.objects.filter(role=Role.COORDINATOR)
    old = Q(pk__in=grants.filter(since__lt=min(before, now - AGE)).values("user"))
    if opening.is_open():
        return old
    return old | Q(pk__in=opening.first_two()) & Q(pk__in=grants.filter(since__lt=before).values("user"))
