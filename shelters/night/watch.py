"""The night watch: a page that stays open beside a bed, and says when something waits.

Its token belongs to a person and learns how many wait. It opens nothing and is no sign-in: the page may refresh
itself all night, while the session ends as it should. It ends after twelve hours, at noon, with a freeze, with signing
out everywhere, and when the person leaves.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from ..audit import trail
from ..codes.staff import Role
from ..hours.clock import next_oclock
from ..models import Freeze, NightWatch, User
from ..models.base import digest
from ..staff import team

LASTS = timedelta(hours=12)


@transaction.atomic
def begin(user: User, now: datetime) -> str:
    """The token of a new page. It ends the person's page from before."""
    token = secrets.token_urlsafe(24)
    made = {"digest": digest(token), "made_at": now, "until": min(now + LASTS, next_oclock(12, now))}
    NightWatch.objects.update_or_create(user=user, defaults=made)
    trail.write_erasable(team.actor(user), "watch.begun", f"user {user.pk}")
    return token


def watcher(token: str, now: datetime) -> User | None:
    """Whose page this is. None: it is over."""
    found = NightWatch.objects.filter(digest=digest(token), until__gt=now).select_related("user").first()
    if found is None or _ended_since(found, Freeze.objects.last_at()):
        return None
    user = User.objects.holding(Role.HOST).filter(pk=found.user_id).first()
    return user if user and user.is_bound() else None


def _ended_since(one: NightWatch, frozen_at: datetime | None) -> bool:
    return any(end is not None and one.made_at <= end for end in (frozen_at, one.user.signed_out_at))
