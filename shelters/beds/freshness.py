"""How old a count is, and how far it can be trusted."""

from datetime import datetime, timedelta
from enum import Enum

from ..models.facility import Facility


class Age(Enum):
    """The age of a count. Age lowers trust: a stale count is neither free nor full, so people have to ask."""

    FRESH, AGEING, STALE = "fresh", "ageing", "stale"


JUST_NOW = timedelta(minutes=1)


def is_just_now(observed_at: datetime | None, now: datetime) -> bool:
    """Whether a page would say "0 minutes ago"."""
    return observed_at is not None and now - observed_at < JUST_NOW


def age(observed_at: datetime | None, facility: Facility, now: datetime) -> Age:
    """The age, by the hours that a coordinator set for the facility. A pool without a count is stale."""
    if observed_at is None:
        return Age.STALE
    hours = (now - observed_at).total_seconds() / 3600
    if hours <= facility.fresh_hours:
        return Age.FRESH
    return Age.AGEING if hours <= facility.stale_hours else Age.STALE
