"""Remind people who count that a count is old. The mailed link can say "nothing has changed" and nothing else.

The link needs no sign-in, so it is weak on purpose. It is signed for a person, a facility and the versions of the
numbers at that time. It lasts a day, and a freeze ends it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..audit.trail import Actor
from ..codes.staff import CountRoute, Role
from ..models import BedCount, Facility, Freeze, User
from ..staff import mail
from ..staff.outbox import SUBJECT
from . import counting
from .overdue import OverdueCounts, overdue

LASTS = timedelta(hours=24)
AGAIN = timedelta(hours=12)
_COUNTING = (Role.COUNTER, Role.HOST)
_SALT = "shelters.nudge"
_TEXT = _("Something waits for a word from you. It takes a moment:\n\n%(link)s\n\nThe link works for 24 hours.")


class Void(Exception):
    """The link is not ours, is over, or its person may not count there any more."""


@dataclass(frozen=True)
class Link:
    """A person may confirm the numbers of these versions for a facility."""

    user: User
    facility: Facility
    seen: dict[int, int]

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody has counted since the link was made."""
        now = dict(self.facility.pools.values_list("pk", "version"))
        return any(now.get(pool) != version for pool, version in self.seen.items())

    def confirm(self) -> list[BedCount]:
        """Raises counting.LostRace."""
        return counting.confirm(
            self.facility, by=counting.CountedBy(Actor("link", self.user.pk), CountRoute.LINK), seen=self.seen
        )


def send(now: datetime, site: str) -> tuple[int, int]:
    """Mail the people who count at facilities with stale counts.

    Returns how many mails went, and how many the server refused.
    """
    if Freeze.objects.stops_everything():
        return 0, 0
    stale = defaultdict(list)
    for one in overdue(now):
        if not one.never:  # skip pools that were never counted: the link cannot confirm them
            stale[one.facility.organisation_id].append(one)
    users = User.objects.holding(*_COUNTING, organisations=stale).exclude(email="")
    taken = [went for user in users for went in _remind(user, stale[user.organisation_id or 0], now, site)]
    return taken.count(True), taken.count(False)


def _remind(user: User, stale: Sequence[OverdueCounts], now: datetime, site: str) -> list[bool]:
    """Send a mail for each facility, at most once in twelve hours, even if two processes run this."""
    same = User.objects.filter(pk=user.pk)
    may_be = Q(reminded_at=None) | Q(reminded_at__lte=now - AGAIN) | Q(reminded_at__gt=now)  # by a wrong clock
    if not same.filter(may_be).update(reminded_at=now):
        return []
    links = [site.rstrip("/") + reverse("still", args=[token(user, one, now)]) for one in stale]
    taken = [mail.send(user, SUBJECT, _TEXT, link=link) for link in links]
    if not any(taken):
        same.update(reminded_at=user.reminded_at)
    return taken


def token(user: User, one: OverdueCounts, now: datetime) -> str:
    """The signed text of a link. It holds numbers only, so decoding it shows no word of its purpose."""
    seen = [[pool.pk, pool.version] for pool in one.pools]
    return signing.dumps([user.pk, one.facility.pk, int(now.timestamp()), seen], salt=_SALT)


def read(text: str, now: datetime) -> Link:
    """The permission of a link. Raises Void."""
    try:
        user_id, facility_id, at, seen = signing.loads(text, salt=_SALT)
    except signing.BadSignature as error:
        raise Void from error
    made, frozen = datetime.fromtimestamp(at, UTC), Freeze.objects.last_at()
    if now - made >= LASTS or (frozen and made <= frozen) or Freeze.objects.stops_everything():
        raise Void
    user = User.objects.holding(*_COUNTING).filter(pk=user_id).first()
    if user is None:
        raise Void
    facility = Facility.objects.filter(pk=facility_id, organisation=user.organisation_id).first()
    if facility is None:
        raise Void
    return Link(user, facility, dict(seen))
