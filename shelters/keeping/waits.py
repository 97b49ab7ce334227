"""What of a change waits, for whom and why: said before the button, not after it."""

from dataclasses import dataclass
from datetime import datetime

from ..approvals import second_person
from ..codes.staff import Role
from ..models import Facility, Proposal, User
from . import editing


@dataclass(frozen=True)
class Waits:
    """`read`: people read the place. `own`, `others`: what waits already. `names`: who can confirm now.

    `keeps`: who asks is a coordinator. To a host no coordinator is named, and a coordinator confirms.
    """

    read: bool
    own: Proposal | None
    others: Proposal | None
    names: list[str]
    keeps: bool


def waits(facility: Facility | None, user: User, now: datetime) -> Waits:
    found = editing.waiting(facility) if facility else None
    own = found if found and found.made_by_id == user.pk else None
    keeps = Role.COORDINATOR in user.roles
    seconds = second_person.who_may_confirm(now, now).exclude(pk=user.pk).order_by("username")
    return Waits(
        bool(facility and facility.ever_listed),
        own,
        found if not own else None,
        [one.username for one in seconds if keeps],
        keeps,
    )
