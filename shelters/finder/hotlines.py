"""The published hotlines as they stand at a moment, and which of them to ring first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ..codes.public import Confirmed, OrganisationType
from ..hours.clock import BAKU
from ..hours.moment_words import when
from ..hours.opening import Opening
from ..hours.schedule import OpenState
from ..models.hotline import Hotline
from ..published.value import Published
from .fact_lines import PublicSource
from .wish import Wish

TRUSTED = timedelta(days=90)  # so long after a person rang it a line is said to answer
_DAYTIME = range(6, 22)  # hours in which a confirmation counts: nobody notes that it was made at night
_IN_DANGER = ("102", "112")
_FOR_COMPLAINTS = ("916", "961")
STATE = (OrganisationType.STATE, OrganisationType.POLICE)


@dataclass(frozen=True)
class HotlineView:
    """A hotline with its hours as they stand now. `fits`: it is for who comes and for what is needed."""

    hotline: Hotline
    opening: Opening
    fits: bool = True

    @property
    def source(self) -> PublicSource:
        return PublicSource.of_line(self.hotline)

    @property
    def last_confirmed(self) -> date | None:
        found: Any = self.hotline
        day: date | None = found.last_confirmed
        return day

    @property
    def confirmed(self) -> Confirmed:
        return Confirmed.of(self.last_confirmed, self.opening.today)

    @property
    def is_sure(self) -> bool:
        """Whether a person rang it lately, so that the page may say that it answers."""
        rung, hour = self.last_confirmed, self.opening.now.astimezone(BAKU).hour
        return rung is not None and rung > self.opening.today - TRUSTED and hour in _DAYTIME

    @property
    def words(self) -> str:
        """Whether somebody answers now; of a closed line from when on."""
        if self.is_open:
            return _("Answers now") if self.is_sure else _("Should answer now")
        if not self.is_closed:
            return _("May answer now")
        today = self.opening.today
        if opens := self.opening.opens_at:
            return _("From %(when)s") % {"when": when(opens, today)}
        maybe = self.opening.may_open_at
        return _("Perhaps from %(when)s") % {"when": when(maybe, today)} if maybe else _("Does not answer now")

    @property
    def is_of_the_state(self) -> bool:
        return self.hotline.run_by in STATE

    @property
    def is_open(self) -> bool:
        return self.opening.state == OpenState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.opening.state == OpenState.CLOSED


@dataclass(frozen=True)
class CallNow:
    """Whom to ring, best first. `first` never is a closed line; None: no line that fits may answer now."""

    first: HotlineView | None
    others: list[HotlineView]
    later: list[HotlineView]


def at(held: Published, now: datetime, wish: Wish | None = None) -> list[HotlineView]:
    """Those that fit first, among them what is open now, then what may be; then emergency numbers; then the rest."""
    openings = held.openings(now)
    lines = [
        HotlineView(hotline, openings.of(hours), _fits(hotline, wish or Wish())) for hotline, hours in held.hotlines
    ]
    return sorted(
        lines, key=lambda line: (not line.fits, line.hotline.emergency, -line.opening.state if line.fits else 0)
    )


def _fits(hotline: Hotline, wish: Wish) -> bool:
    if hotline.emergency:
        return True
    mine = not hotline.for_groups or bool(wish.who.intersection(hotline.for_groups))
    return mine and (not hotline.for_needs or bool(wish.need.intersection(hotline.for_needs)))


def call_now(lines: Collection[HotlineView], who: Collection[str], *, by_state: bool = False) -> CallNow:
    """Of the lines of `at` those to ring.

    A line that answers comes before one that may; a line of her own (for those under 18) before one for everybody.
    `by_state`: whoever hurts her works for the state, so lines of organisations come first.
    """
    fitting = sorted(
        (line for line in lines if line.fits and not line.hotline.emergency),
        key=lambda line: (
            by_state and line.is_of_the_state,
            -line.opening.state,
            not set(who).intersection(line.hotline.for_groups),
            line.hotline.position,
        ),
    )
    # By night the hours of the children's line are not known: what surely answers stands before it.
    answering = [line for line in fitting if not line.is_closed]
    return CallNow(next(iter(answering), None), answering[1:], [line for line in fitting if line.is_closed])


def complaints(lines: Collection[HotlineView]) -> list[HotlineView]:
    """The lines that take complaints: about officials, then about crimes. They find nobody a place."""
    found = {line.hotline.number: line for line in lines}
    return [found[number] for number in _FOR_COMPLAINTS if number in found]


def in_danger(lines: Collection[HotlineView]) -> list[HotlineView]:
    """The police, then the rescue service."""
    found = {line.hotline.number: line for line in lines}
    return [found[number] for number in _IN_DANGER if number in found]


def emergency(lines: Collection[HotlineView]) -> list[HotlineView]:
    """The two of `in_danger`, then the others."""
    first = in_danger(lines)
    return first + [line for line in lines if line.hotline.emergency and line not in first]
