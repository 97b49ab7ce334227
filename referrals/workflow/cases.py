"""What concerns a whole case: who keeps it, how long, and the erasing."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.models import Organisation, User
from shelters.staff import notices

from ..codes import ConsentMethod, ConsentPurpose
from ..models import OVER, Case, Consent
from ..vault import contents
from . import numbers, sharing, stay, transitions
from .transitions import CLOCK, LOOKING, Illegal, begin, end
from .triage import caseworkers


def lock(case: Case, move: str) -> Case:
    """The case as it is now, locked. Raises Illegal if it is erased, or due."""
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None or locked.erase_at <= timezone.now():
        raise Illegal(move)
    return locked


@transaction.atomic
def hand_over(
    case: Case, *, caseworker: User | None, organisation: Organisation, how: ConsentMethod | None, by: Actor
) -> None:
    """Hand a case to a colleague. Another organisation needs her consent, given as `how`. Raises Illegal."""
    case = lock(case, "hand_over")
    if organisation.pk != case.organisation_id:
        if how is None:
            raise Illegal("hand_over")
        said = {"how": how, "given_at": timezone.now(), "until": case.erase_at}
        Consent.objects.create(case=case, what=ConsentPurpose.HANDOVER, organisation=organisation, **said)
        case.handed_at = timezone.now()
    contents.hand_to(case, organisation)
    case.caseworker = caseworker
    case.save()
    if caseworker:
        sharing.open_to(case, caseworker)
    about = {"caseworker": caseworker.pk if caseworker else None}
    trail.write_erasable(by, "case.hand_over", contents.subject(case.pk), about)
    notices.something_waits(caseworkers(case))


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
