"""What concerns a whole case: who keeps it, how long, and the erasing."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shelters.audit import trail, wal
from shelters.audit.trail import Actor
from shelters.models import Organisation, User
from shelters.staff import notices

from ..codes import CaseOutcome, ConsentMethod, ConsentPurpose, Danger, EnquiryStatus, SafeWay, TryResult
from ..models import OVER, Case, Consent, Note, Referral
from ..vault import contents
from ..vault.values import Minor, Safe
from . import numbers, sharing, stay, transitions
from .transitions import CLOCK, COMING, LOOKING, Illegal, begin, end
from .triage import caseworkers

MOST_TRIES = 2  # to reach a client in vain; then a new plan is needed


def lock(case: Case, move: str) -> Case:
    """The case as it is now, locked. Raises Illegal if it is erased, or due."""
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None or locked.erase_at <= timezone.now():
        raise Illegal(move)
    return locked


@transaction.atomic
def hand_over(
    case: Case,
    *,
    caseworker: User | None,
    organisation: Organisation,
    how: ConsentMethod | None,
    word: str = "",
    with_notes: bool = False,
    by: Actor,
) -> None:
    """Hand a case over with a word why. `how`: her consent, for another organisation. Raises Illegal, TooLong."""
    case = lock(case, "hand_over")
    if not with_notes:  # they stay behind, and are erased
        case.notes.all().delete()
    if organisation.pk != case.organisation_id:
        _agree_to(case, organisation, how)
    contents.hand_to(case, organisation)
    contents.put(case, contents.last_key(case), given_word=word or None)
    case.caseworker, case.given_at = caseworker, timezone.now()
    case.save()
    if caseworker:
        sharing.open_to(case, caseworker)
    trail.write_erasable(by, "case.hand_over", contents.subject(case.pk), {"to": caseworker.pk if caseworker else None})
    notices.something_waits(caseworkers(case))


def _agree_to(case: Case, organisation: Organisation, how: ConsentMethod | None) -> None:
    """Her consent that another organisation takes over. Raises Illegal without it."""
    if how is None:
        raise Illegal("hand_over")
    said = {"how": how, "given_at": timezone.now(), "until": case.erase_at}
    Consent.objects.create(case=case, what=ConsentPurpose.HANDOVER, organisation=organisation, **said)
    case.handed_at = timezone.now()


@transaction.atomic
def keep(case: Case, days: int, *, by: Actor) -> None:
    """Erase sooner after the end, as she wishes. A case that is over is never kept longer. Raises Illegal."""
    case = lock(case, "keep")
    case.keep_days = min(days, settings.CLOSED_DAYS)
    if all(referral.state in OVER for referral in case.referrals.all()):
        case.erase_at = min(case.erase_at, transitions.erase_at(case))
    case.save(update_fields=["keep_days", "erase_at"])
    trail.write_erasable(by, "case.keep", contents.subject(case.pk), {"days": case.keep_days})


@transaction.atomic
def withdraw(case: Case, *, by: Actor) -> None:
    """She withdraws. Held beds are free, and everything of hers is erased at once. Raises Illegal."""
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None:
        raise Illegal("withdraw")
    for referral in locked.referrals.all():
        gone = begin(referral, "withdraw")
        stay.release(gone, by)
        end(gone, "withdraw", by)
    numbers.put(locked)
    contents.erase(locked)


@transaction.atomic
def close(case: Case) -> None:
    """Erase a case that is due, after it was counted. Raises Illegal if it is not due yet."""
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None or locked.erase_at > timezone.now():
        raise Illegal("close")
    for referral in locked.referrals.all():
        if referral.state in LOOKING:
            stay.expire(referral)
        stay.release(begin(referral, "close"), CLOCK)
    numbers.put(locked)
    for referral in locked.referrals.all():
        end(begin(referral, "close"), "close", CLOCK)
    contents.erase(locked)


@transaction.atomic
def set_safe_way(case: Case, safe: Safe, *, by: Actor) -> None:
    """How the caseworker may reach her. Where she may not be reached, nothing reminds anybody to ring her."""
    case = lock(case, "safe_way")
    contents.put(case, contents.key_of(case), safe_way=safe)
    case.quiet = safe["way"] == SafeWay.NONE
    _save(case, "safe_way", by)


@transaction.atomic
def look_at_danger(case: Case, danger: Danger, *, by: Actor) -> None:
    """How near the danger is, and that somebody looked at it today. Raises Illegal."""
    case = lock(case, "danger")
    case.danger, case.danger_on = danger, timezone.localdate()
    _save(case, "danger", by)


@transaction.atomic
def note(case: Case, text: str, *, by: Actor) -> None:
    """Keep a short note. Raises Illegal, sealing.TooLong."""
    case = lock(case, "note")
    made = Note(case=case, at=timezone.now())
    contents.put_note(made, contents.key_of(case), text)
    made.save(force_insert=True)
    _save(case, "note", by)


@transaction.atomic
def plan(case: Case, step: str | None, at: datetime | None, *, by: Actor) -> None:
    """Set the next step with its moment, which keeps the case; None: it is done. Raises Illegal, sealing.TooLong."""
    case = lock(case, "plan")
    contents.put(case, contents.key_of(case), next_step=step)
    case.next_at, case.tries = at, 0
    _save(case, "plan", by)


@transaction.atomic
def reach(case: Case, result: TryResult, *, by: Actor) -> None:
    """What came of trying to reach them. In vain, it is due again a day later; the second time only by a new plan.

    Raises Illegal without a plan.
    """
    case = lock(case, "reach")
    if case.next_at is None:
        raise Illegal("reach")
    case.tries = 0 if result == TryResult.REACHED else case.tries + 1
    if 0 < case.tries < MOST_TRIES:
        case.next_at = timezone.now() + timedelta(days=1)
    else:
        contents.put(case, contents.key_of(case), next_step=None)
        case.next_at = None
    _save(case, "reach", by)


@transaction.atomic
def talk_through_safety(case: Case, lines: list[str], *, by: Actor) -> None:
    """The safety plan was talked through today; its lines may stay empty. Raises Illegal, sealing.TooLong."""
    case = lock(case, "safety")
    contents.put(case, contents.key_of(case), safety_plan=lines if any(lines) else None)
    case.safety_on = timezone.localdate()
    _save(case, "safety", by)


@transaction.atomic
def note_minor(case: Case, minor: Minor, *, by: Actor) -> None:
    """Of somebody under 18: who knows, whom they want told, why somebody must be told. Raises Illegal, TooLong."""
    case = lock(case, "minor")
    contents.put(case, contents.key_of(case), minor=minor)
    _save(case, "minor", by)


@transaction.atomic
def still_needed(case: Case, *, by: Actor) -> None:
    """Somebody asked: it is still needed. Raises Illegal."""
    case = lock(case, "still_needed")
    case.needed_on = timezone.localdate()
    _save(case, "still_needed", by)


@transaction.atomic
def see(case: Case, *, by: Actor) -> None:
    """The caseworker has seen what happened: it is urgent no more until something else happens. Raises Illegal."""
    case, now = lock(case, "see"), timezone.now()
    case.referrals.update(seen_at=now)
    case.given_at = None
    _save(case, "see", by)


@transaction.atomic
def drop(referral: Referral, *, by: Actor) -> None:
    """They do not want this now. Nobody is asked any more, and held beds are free. Raises Illegal."""
    referral = begin(referral, "drop")
    stay.release(referral, by)
    referral.enquiries.exclude(status=EnquiryStatus.REFUSED).update(status=EnquiryStatus.RELEASED)
    referral.contact = referral.contact_at = None
    transaction.on_commit(wal.truncate)
    end(referral, "drop", by)


@transaction.atomic
def finish(case: Case, outcome: CaseOutcome, *, reviewed: bool = False, by: Actor) -> None:
    """Close a case with its outcome. What was asked waits no more, and held beds are free. Raises Illegal.

    `reviewed`: the safety plan was talked through once more.
    """
    case = lock(case, "finish")
    for referral in case.referrals.filter(state__in=(*LOOKING, *COMING)):
        drop(referral, by=by)
    case = lock(case, "finish")
    case.safety_on = timezone.localdate() if reviewed else case.safety_on
    contents.put(case, contents.key_of(case), outcome=str(outcome), next_step=None)
    case.next_at, case.given_at, case.closed_at, case.tries = None, None, timezone.now(), 0
    _save(case, "finish", by)


@transaction.atomic
def reopen(case: Case, *, by: Actor) -> None:
    """Go on with a case that was closed. Raises Illegal."""
    case = lock(case, "reopen")
    contents.put(case, contents.key_of(case), outcome=None)
    case.closed_at, case.needed_on = None, timezone.localdate()
    _save(case, "reopen", by)


def _save(case: Case, what: str, by: Actor) -> None:
    case.erase_at = transitions.erase_at(case)
    case.save()
    trail.write_erasable(by, f"case.{what}", contents.subject(case.pk))
