"""The moves of a referral, with their states before and after.

`placing`, `stay` and `cases` make the moves; docs/workflow.md draws them. A move that the state does not allow raises
Illegal and changes nothing. The case's row is locked first, then the pools, then the trail's head.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute

from ..codes import EnquiryStatus, ReferralState
from ..models import OVER, Case, Referral
from ..vault.contents import subject

HER = Actor("code")  # the holder of the code: the trail does not say who that is
CLOCK = Actor("clock")


class Illegal(Exception):
    """The state does not allow this move, or the request does not exist any more."""


@dataclass(frozen=True)
class Move:
    """A move from some states to another. `target` None: the state stays. `who` is for the diagram."""

    sources: frozenset[ReferralState]
    target: ReferralState | None
    who: str


def _move(who: str, target: ReferralState | None, *sources: ReferralState) -> Move:
    return Move(frozenset(sources), target, who)


A_YEAR = timedelta(days=365)
LOOKING = (ReferralState.ASKED, ReferralState.OFFERED)
COMING = (ReferralState.CHOSEN, ReferralState.ON_THE_WAY)
# How a need ends. A need that the caseworker dropped goes with its case, too.
_ENDED = (
    ReferralState.LEFT,
    ReferralState.REFUSED,
    ReferralState.NOT_ARRIVED,
    ReferralState.EXPIRED,
    ReferralState.WITHDRAWN,
)
# After these the caseworker may ask further places.
UNSOLVED = (ReferralState.REFUSED, ReferralState.NOT_ARRIVED, ReferralState.EXPIRED, ReferralState.LEFT)
# Not in a case that is closed: it is opened again first.
_LOOKS_ON = ("call", "call_again", "agree", "ask_further", "ask_again")
MOVES: Mapping[str, Move] = {
    "write": _move("she, host", None, *LOOKING, *COMING),
    "offer": _move("host", ReferralState.OFFERED, *LOOKING),
    "refuse": _move("host", None, *LOOKING),
    "refused_by_all": _move("host", ReferralState.REFUSED, *LOOKING),
    "doubt": _move("host", None, *LOOKING),
    "call": _move("caseworker", None, *LOOKING),
    "call_again": _move("caseworker", ReferralState.ASKED, *UNSOLVED, ReferralState.WITHDRAWN),
    "agree": _move("caseworker", ReferralState.OFFERED, *LOOKING, *UNSOLVED, ReferralState.WITHDRAWN),
    "ask_further": _move("caseworker", None, *LOOKING),
    "ask_again": _move("caseworker", ReferralState.ASKED, *UNSOLVED, ReferralState.WITHDRAWN),
    "not_so": _move("host", None, ReferralState.OFFERED),
    "yes_gone": _move("host, caseworker", ReferralState.ASKED, ReferralState.OFFERED),
    "choose": _move("she", ReferralState.CHOSEN, ReferralState.OFFERED),
    "leave_contact": _move("she", None, *COMING),
    "move_arrival": _move("host", None, *COMING),
    "set_out": _move("she, caseworker, host", ReferralState.ON_THE_WAY, ReferralState.CHOSEN),
    "ask_after": _move("host", None, *COMING),
    "arrive": _move("host, caseworker", ReferralState.ARRIVED, *COMING, ReferralState.NOT_ARRIVED),
    "not_arrive": _move("host, caseworker", ReferralState.NOT_ARRIVED, *COMING),
    "await_again": _move(
        "host, caseworker", ReferralState.ON_THE_WAY, ReferralState.ARRIVED, ReferralState.NOT_ARRIVED
    ),
    "leave": _move("host, caseworker", ReferralState.LEFT, ReferralState.ARRIVED),
    "take_back": _move("caseworker", None, *LOOKING),
    "drop": _move(
        "caseworker",
        ReferralState.WITHDRAWN,
        *LOOKING,
        *COMING,
        ReferralState.REFUSED,
        ReferralState.NOT_ARRIVED,
        ReferralState.EXPIRED,
    ),
    "withdraw": _move("she", ReferralState.WITHDRAWN, *LOOKING, *COMING, ReferralState.ARRIVED, *_ENDED),
    "escalate": _move("time", None, ReferralState.ASKED),
    "expire": _move("time", ReferralState.EXPIRED, *LOOKING),
    "close": _move("time", ReferralState.CLOSED, *_ENDED, *COMING, ReferralState.ARRIVED),
}


def begin(referral: Referral, move: str) -> Referral:
    """Lock the case, and give its referral as it is now. Raises Illegal."""
    now = timezone.now()
    case = Case.objects.select_for_update().filter(pk=referral.case_id).first()
    locked = case.referrals.filter(pk=referral.pk).first() if case else None
    if case is None or locked is None or locked.state not in MOVES[move].sources:
        raise Illegal(move)
    locked.case = case
    if case.closed_at and move in _LOOKS_ON:
        raise Illegal(move)
    gone, who = case.erase_at <= now, MOVES[move].who
    late = locked.state in LOOKING and locked.until <= now and who != "caseworker"
    if (gone or late) and who != "time" and move != "withdraw":
        raise Illegal(move)
    return locked


def end(referral: Referral, move: str, by: Actor, **about: int | str | None) -> None:
    """Write the change of a move, and its entry. `about` is erased with the case."""
    target = MOVES[move].target
    if target:
        referral.state = target
    referral.last_event_at = timezone.now()
    referral.save()
    referral.case.erase_at = erase_at(referral.case)
    referral.case.save()
    trail.write_erasable(by, f"referral.{move}", subject(referral.case_id), about)


def after_no(referral: Referral, move: str) -> str:
    """Which move a no is: the no of the last place, the end of the last yes, or `move`, a no among others."""
    if not referral.enquiries.exclude(status=EnquiryStatus.REFUSED).exists():
        return "refused_by_all"
    says_yes = referral.enquiries.filter(status=EnquiryStatus.OFFERED).exists()
    return "yes_gone" if referral.state == ReferralState.OFFERED and not says_yes else move


def counted(case_id: int, by: Actor) -> CountedBy:
    """Who changes beds as part of a move. The details of that, too, are erased with the case."""
    return CountedBy(by, CountRoute.PAGE, erased_with=subject(case_id))


def erase_at(case: Case) -> datetime:
    """When a case is erased: when the last of its referrals is due. A next step keeps it, up to a year."""
    referrals = list(case.referrals.all())
    last = max(due(referral, case) for referral in referrals)
    if case.closed_at and not any(sleeps_there(referral) for referral in referrals):
        return case.closed_at + timedelta(days=case.keep_days)
    if case.next_at and not case.closed_at:
        kept = case.next_at + timedelta(days=settings.CLOSED_DAYS)
        return max(last, min(kept, case.opened_at + A_YEAR))
    return last


def sleeps_there(referral: Referral) -> bool:
    """Whether she arrived, and has a bed there that somebody will free."""
    return referral.state == ReferralState.ARRIVED and not came_to_service(referral)


def came_to_service(referral: Referral) -> bool:
    """Whether she arrived where no beds are counted: for the place it is over."""
    if referral.state != ReferralState.ARRIVED:
        return False
    return referral.enquiries.filter(status=EnquiryStatus.CHOSEN, pool=None).exists()


def due(referral: Referral, case: Case) -> datetime:
    """After a time without an answer, or a while after the end. Never is not possible."""
    set_aside = referral.state == ReferralState.WITHDRAWN and case.organisation_id and not case.closed_at
    if (referral.state in OVER and not set_aside) or (not case.organisation_id and came_to_service(referral)):
        over = referral.last_event_at + timedelta(days=case.keep_days)
        # Expiry alone prolongs nothing: an unanswered question is erased at its earlier date.
        return min(over, case.erase_at) if referral.state == ReferralState.EXPIRED else over
    asked_alone = referral.state in LOOKING and not case.organisation_id
    days = settings.UNANSWERED_DAYS if asked_alone else settings.SILENT_DAYS
    return (referral.asked_at if referral.state == ReferralState.ASKED else referral.last_event_at) + timedelta(
        days=days
    )


def diagram() -> str:
    """The states as a Mermaid diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {ReferralState.ASKED}: ask"]
    for name, move in MOVES.items():
        if move.target:
            sources = (source for source in ReferralState if source in move.sources)
            lines.extend(f"    {source} --> {move.target}: {name} ({move.who})" for source in sources)
    return "\n".join([*lines, f"    {ReferralState.CLOSED} --> [*]", f"    {ReferralState.WITHDRAWN} --> [*]"])
