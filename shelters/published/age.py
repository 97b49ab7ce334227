"""How old the value is since the last good look at the database, and which parts that age still allows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..hours.clock import BAKU
from ..hours.moment_words import when

_TOLD_FROM = timedelta(minutes=20)
_OLD = timedelta(hours=24)
_PAST_USE = timedelta(hours=72)


@dataclass(frozen=True)
class DirectoryAge:
    """`looked_at`: the last good look; `now`: the moment that asks."""

    looked_at: datetime
    now: datetime

    @property
    def moment(self) -> str:
        """The last good look, in words."""
        return when(self.looked_at, self.now.astimezone(BAKU).date())

    @property
    def is_told(self) -> bool:
        """Whether pages and the API say how old it is."""
        return self.now - self.looked_at >= _TOLD_FROM

    @property
    def is_old(self) -> bool:
        """Then nothing is said of rooms, nor whether a place is open."""
        return self.now - self.looked_at >= _OLD

    @property
    def is_past_use(self) -> bool:
        """Then only the lines are shown."""
        return self.now - self.looked_at >= _PAST_USE
