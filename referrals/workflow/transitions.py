"""Which moves there are, from which states and to which. `workflow` and `stays` make them; docs/workflow.md draws them.

A move that its state does not allow raises Illegal and changes nothing. The request's row is locked first, then the
pools, then the trail's head.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor

from ..codes import State
from ..models import OVER, Referral

HER = Actor("code")  # whoever holds the code: the trail does not say who that is
CLOCK = Actor("clock")


class Illegal(Exception):
    """The state does not allow this move, or the request is not there any more."""


@dataclass(frozen=True)
class Move:
    """From which states, and to which; None: the state stays. `who` may make it, in the words of the diagram."""

    sources: frozenset[State]
    target: State | None
    who: str


def _move(who: str, target: State | None, *sources: State) -> Move:
    return Move(frozenset(sources), target, who)


LOOKING = (State.ASKED, State.OFFERED)
COMING = (State.CHOSEN, State.ON_THE_WAY)
_STAYED = (State.LEFT, State.REFUSED, State.NOT_ARRIVED, State.EXPIRED)
MOVES: Mapping[str, Move] = {
    "write": _move("she, host", None, *LOOKING, *COMING),
    "offer": _move("host", State.OFFERED, *LOOKING),
    "refuse": _move("host", None, *LOOKING),
    "refused_by_all": _move("host", State.REFUSED, *LOOKING),
    "choose": _move("she", State.CHOSEN, State.OFFERED),
    "leave_contact": _move("she", None, *COMING),
    "move_arrival": _move("host", None, *COMING),
    "set_out": _move("she, host", State.ON_THE_WAY, State.CHOSEN),
    "arrive": _move("host", State.ARRIVED, *COMING),
    "not_arrive": _move("host", State.NOT_ARRIVED, *COMING),
    "leave": _move("host", State.LEFT, State.ARRIVED),
    "hand_over": _move("caseworker", None, *LOOKING, *COMING, State.ARRIVED),
    "keep": _move("she", None, *LOOKING, *COMING, State.ARRIVED, *_STAYED, State.EXPIRED),
    "withdraw": _move("she", State.WITHDRAWN, *LOOKING, *COMING, State.ARRIVED, *_STAYED, State.EXPIRED),
    "expire": _move("time", State.EXPIRED, *LOOKING),
    "close": _move("time", State.CLOSED, *_STAYED, *COMING, State.ARRIVED),
}


def begin(referral: Referral, move: str) -> Referral:
    """Lock the request for a move. Raises Illegal."""
    now = timezone.now()
    locked = Referral.objects.select_for_update().filter(pk=referral.pk).first()
    if locked is None or locked.state not in MOVES[move].sources:
        raise Illegal(move)
    gone = locked.data_key is None or locked.erase_at <= now
    late = locked.state in LOOKING and locked.until <= now
    if (gone or late) and MOVES[move].who != "time" and move != "withdraw":
        raise Illegal(move)
    return locked


def end(referral: Referral, move: str, by: Actor, **about: Any) -> None:
    """Write what a move changed, and its entry; `about` can be erased later, the entry cannot."""
    target = MOVES[move].target
    if target:
        referral.state = target
    referral.moved_at = timezone.now()
    if referral.data_key is not None:
        referral.erase_at = erase_at(referral)
    referral.save()
    trail.write(by, f"referral.{move}", f"referral {referral.pk}", payload=about)


def erase_at(referral: Referral) -> datetime:
    """So long are contents kept: until nobody answered, until a while after the end, and never for ever."""
    if referral.state in OVER:
        over = referral.moved_at + timedelta(days=referral.keep_days)
        # That time passed prolongs nothing: what nobody answered goes when it would have gone.
        return min(over, referral.erase_at) if referral.state == State.EXPIRED else over
    days = settings.UNANSWERED_DAYS if referral.state in LOOKING else settings.SILENT_DAYS
    return (referral.asked_at if referral.state == State.ASKED else referral.moved_at) + timedelta(days=days)


def diagram() -> str:
    """The states as a Mermaid diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.ASKED}: ask"]
    for name, move in MOVES.items():
        for source in State:
            if source in move.sources and move.target:
                lines.append(f"    {source} --> {move.target}: {name} ({move.who})")
    return "\n".join([*lines, f"    {State.CLOSED} --> [*]", f"    {State.WITHDRAWN} --> [*]"])
