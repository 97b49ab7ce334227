"""A caseworker's cases: what nobody has solved yet stands first, until somebody acts or says "seen"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shelters.codes.staff import Role
from shelters.models import User
from shelters.staff.waiting import WaitingLine

from .. import access
from ..codes import Channel, Danger, EnquiryStatus, ReferralState
from ..models import Case, Enquiry, Referral
from ..vault import contents, enquiries, sealing
from ..workflow.cases import MOST_TRIES
from ..workflow.transitions import COMING, LOOKING
from ..workflow.triage import silent_for_long
from .staff_lines import need_in_words
from .worklist import SPEAKING, with_last_word

MOST_URGENT = 7
SOON_OVER = LATE = timedelta(hours=1)
NEEDED_AGAIN = timedelta(days=90)  # so often somebody asks whether it is still needed
DANGER_AGAIN = timedelta(days=7)  # so often somebody looks at a high danger again
_DANGERS = (Danger.NOW, Danger.HIGH)


@dataclass(frozen=True)
class CaseRow:
    """A case in the list. `name` is the code name, opened only for the rows on the page."""

    case: Case
    needs: list[str]
    mine: bool
    last: datetime
    name: str = ""

    @property
    def danger(self) -> int:
        """How early it stands: danger now, high danger, the rest."""
        if self.case.danger in _DANGERS and not self.case.closed_at:
            return _DANGERS.index(Danger(self.case.danger))
        return len(_DANGERS)


def of(user: User, now: datetime) -> list[CaseRow]:
    """What needs this caseworker, or nobody has, first: danger first, then the longest wait. Then the last event."""
    asks = with_last_word(Enquiry.objects.select_related("hold"))
    referrals = Referral.objects.prefetch_related(Prefetch("enquiries", asks, to_attr="places")).defer("question")
    found = access.cases(user, now).select_related("caseworker").prefetch_related(Prefetch("referrals", referrals))
    rows = [_row(case, user, now) for case in found]
    urgent = sorted((row for row in rows if row.needs and row.mine), key=lambda row: (row.danger, row.last))
    others = sorted((row for row in rows if not (row.needs and row.mine)), key=lambda row: row.last, reverse=True)
    return urgent + sorted(others, key=lambda row: row.case.closed_at is not None)


def _row(case: Case, user: User, now: datetime) -> CaseRow:
    last = max((one.last_event_at for one in case.referrals.all()), default=case.opened_at)
    return CaseRow(case, list(needs(case, now)), case.caseworker_id in (user.pk, None), last)


def waiting_line(user: User) -> WaitingLine | None:
    """How many cases need this caseworker now, for the first page."""
    if Role.CASEWORKER not in user.roles:
        return None
    number = sum(bool(row.needs and row.mine) for row in of(user, timezone.now()))
    words = ngettext("%(number)s client needs you now.", "%(number)s clients need you now.", number)
    return WaitingLine(number, "requests", words % {"number": number})


def needs(case: Case, now: datetime) -> Iterator[str]:
    """Why somebody should look at a case, in words. Its referrals have `places`, each with `last_from_house`."""
    if case.closed_at:
        return
    if case.danger == Danger.NOW:
        yield _("Danger now.")
    if case.danger == Danger.HIGH and (
        case.danger_on is None or timezone.localdate(now) - case.danger_on >= DANGER_AGAIN
    ):
        yield _("High danger: look at it again.")
    if case.given_at:
        yield _("It was handed to you.")
    if case.next_at and case.next_at <= now and not case.quiet:
        yield _("A next step is due.")
    if case.tries >= MOST_TRIES and not case.quiet:
        yield _("Not reached twice: make a new plan.")
    if timezone.localdate(now) - case.needed_on >= NEEDED_AGAIN:
        yield _("Open for 90 days: ask whether it is still needed.")
    said: dict[str, None] = {}
    for referral in case.referrals.all():
        referral.case = case
        said |= dict.fromkeys(_of_referral(referral, now))
    yield from said


def _of_referral(referral: Any, now: datetime) -> Iterator[str]:
    """Any: the query adds `places`, and `last_from_house` to each."""
    if referral.state == ReferralState.WITHDRAWN:  # they do not want it now
        return
    yield from _unsolved(referral, now)
    places: list[Any] = referral.places
    if any(one.again_at and one.again_at <= now and one.status == EnquiryStatus.CALL_BACK for one in places):
        yield _("A place is to be rung again.")
    if referral.state not in (*LOOKING, *COMING):
        return
    live = [one for one in places if one.status == EnquiryStatus.OFFERED]
    ending = [one.hold.until for one in places if one.hold and not one.hold.ended_at and one.hold.until]
    here = [one for one in places if one.channel == Channel.HERE]
    silent = bool(here) and referral.state == ReferralState.ASKED and not any(one.answered_at for one in places)
    said = {
        _("A yes is in."): any(not one.offered_until or one.offered_until > now for one in live),
        _("What is held ends within an hour."): any(now < until <= now + SOON_OVER for until in ending),
        _("Nobody has answered for long."): silent
        and referral.until > now
        and any(silent_for_long(one, now) for one in here),
        _("A centre wrote."): any(one.last_from_house for one in places if one.status in SPEAKING),
        _("Nobody there has looked how to reach them."): bool(
            referral.state in COMING and referral.contact_at and referral.contact_at <= now - LATE
        ),
    }
    yield from (words for words, so in said.items() if so)


def _unsolved(referral: Any, now: datetime) -> Iterator[str]:
    """What went wrong since somebody last said "seen"."""

    def unseen(since: datetime) -> bool:
        return referral.seen_at is None or referral.seen_at < since

    ended = {
        ReferralState.REFUSED: _("All said no."),
        ReferralState.NOT_ARRIVED: _("They did not arrive."),
        ReferralState.EXPIRED: _("Nobody answered in time."),
    }
    if referral.state in ended and unseen(referral.last_event_at):
        yield ended[referral.state]
    if referral.state in LOOKING and referral.until <= now and unseen(referral.until):
        yield ended[ReferralState.EXPIRED]
    if referral.until > now and (ran_out := _ran_out(referral, now)) and unseen(ran_out):
        yield _("A yes has run out.")
    if referral.state in LOOKING and (taken := _taken_back(referral)) and unseen(taken):
        yield _("A yes was taken back.")
    if _nobody_is_asked(referral) and unseen(referral.last_event_at):
        yield _("No place is being asked now.")
    agreed = _agreed(referral) if referral.state in COMING else None
    if agreed and agreed + LATE <= now and unseen(agreed + LATE):
        yield _("They are late by an hour.")


def _ran_out(referral: Any, now: datetime) -> datetime | None:
    """When the last yes ran out that nobody took. None: one still stands."""
    until = [one.offered_until for one in referral.places if one.status == EnquiryStatus.OFFERED]
    over = referral.state == ReferralState.OFFERED and all(moment and moment <= now for moment in until)
    return max(until, default=None) if over else None


def _taken_back(referral: Any) -> datetime | None:
    """When a house last took its yes back. None: another yes stands."""
    if any(one.status == EnquiryStatus.OFFERED for one in referral.places):
        return None
    return max((one.taken_back_at for one in referral.places if one.taken_back_at), default=None)


def _nobody_is_asked(referral: Any) -> bool:
    """Whether places were asked, and none is to answer any more: not reached, or a yes that was denied."""
    waits = (EnquiryStatus.WAITING, EnquiryStatus.CALL_BACK)
    asked = bool(referral.places) and referral.state == ReferralState.ASKED
    return asked and not any(one.status in waits for one in referral.places)


def _agreed(referral: Any) -> datetime | None:
    """The agreed arrival. An arrival that does not open is left out, and the list stays."""
    chosen = next((one for one in referral.places if one.status == EnquiryStatus.CHOSEN), None)
    try:
        return enquiries.arrival(chosen, contents.key_of(referral.case)) if chosen else None
    except sealing.Unreadable:
        return None


def named(rows: Iterable[CaseRow]) -> list[CaseRow]:
    """These rows with their code names. A name that does not open is a dash, and the list stays."""
    return [replace(row, name=name_of(row.case)) for row in rows]


def name_of(case: Case) -> str:
    try:
        return str(contents.get(case, "name") or "—")
    except sealing.Unreadable:
        return "—"


def need_of(referral: Referral) -> str:
    return need_in_words(contents.get(referral, "question"))


def needs_in_order(case: Case) -> list[tuple[Referral, str]]:
    """The needs of a case in her order, each with its words; at the end stands what she does not want now."""
    found = case.referrals.select_related("case").order_by("rank", "pk")
    ordered = sorted(found, key=lambda one: one.state == ReferralState.WITHDRAWN)
    return [(one, need_of(one)) for one in ordered]


def open_needs(user: User, now: datetime) -> list[tuple[str, str]]:
    """The needs of this caseworker's open cases, as choices: id, and the code name with the need."""
    mine = access.cases(user, now).filter(caseworker=user, closed_at=None).prefetch_related("referrals")
    found = []
    for case in mine:
        name = name_of(case)
        for referral in sorted(case.referrals.all(), key=lambda one: (one.rank, one.pk)):
            referral.case = case
            if referral.state not in (*COMING, ReferralState.ARRIVED):
                found.append((referral.public_id, f"{name}: {need_of(referral)}"))
    return found
