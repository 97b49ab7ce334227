"""Whether the machine's clock can be believed, before anything is erased by it."""

from datetime import datetime, timedelta

from ..models.background import Heartbeat
from ..models.trail import TrailEntry

# Cron runs each day. A clock that runs ahead by less than this erases that much too early, never more.
LONGEST_SILENCE = timedelta(days=3)
TOLERANCE = timedelta(hours=1)


class ClockJumped(Exception):
    """The clock stands before the last sign of life, or long after it; the sign's moment."""


def words(not_done: str, command: str, jump: ClockJumped, now: datetime) -> str:
    """What the operator reads."""
    return (
        f"Nothing was {not_done}: the last sign of life is of {jump}, and the clock says {now}. Compare the clock with "
        f"another. If it is right, run {command} once with --clock-is-right."
    )


def refuse_a_jump(command: str, now: datetime) -> None:
    """Compare the clock with the command's last run; before the first one, with the newest entry of the trail.

    Raises ClockJumped.
    """
    last = Heartbeat.objects.filter(command=command).values_list("at", flat=True).first()
    if last is None:
        last = TrailEntry.objects.order_by("-number").values_list("at", flat=True).first()
    if last and not last - TOLERANCE <= now <= last + LONGEST_SILENCE:
        raise ClockJumped(last)
