"""From the choice to the end: her contact, the journey, the arrival, the stay, and the erasing."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shelters.audit import trail, wal
from shelters.audit.trail import Actor
from shelters.beds import counting, holds
from shelters.models import Facility, Organisation, User
from shelters.staff import notices, team

from ..codes import ConsentMethod, ConsentPurpose, EndedBy, EnquiryStatus, ExitReason, ReferralState
from ..models import OVER, Consent, Enquiry, Referral
from ..vault import contents, enquiries
from ..vault.contents import Contact, Exit
from . import numbers, sharing, transitions
from .transitions import CLOCK, LOOKING, Illegal, begin, counted, end
from .travel import kept_until
from .triage import caseworkers


def chosen(referral: Referral) -> Enquiry:
    """The place that she chose. Raises Illegal."""
    found = referral.enquiries.select_related("facility", "hold", "pool").filter(status=EnquiryStatus.CHOSEN).first()
    if found is None:
        raise Illegal("chosen")
    return found


@transaction.atomic
def leave_contact(referral: Referral, contact: Contact | None, *, how: ConsentMethod, by: Actor) -> None:
    """Set how to reach her, for the chosen place alone. None: remove it. Raises Illegal, sealing.TooLong."""
    referral = begin(referral, "leave_contact")
    one = chosen(referral)
    contents.put(referral, contents.key_of(referral), contact=contact)
    yes = Consent.objects.filter(referral=referral, what=ConsentPurpose.CONTACT, withdrawn_at=None)
    yes.update(withdrawn_at=timezone.now())
    transaction.on_commit(wal.truncate)
    if contact:
        _consent(referral, ConsentPurpose.CONTACT, how, facility=one.facility)
    end(referral, "leave_contact", by)
    notices.something_waits(team.hosts([one.facility.organisation_id]))


def _consent(referral: Referral, what: ConsentPurpose, how: ConsentMethod, **towards: Facility | Organisation) -> None:
    until = referral.erase_at
    Consent.objects.create(referral=referral, what=what, how=how, given_at=timezone.now(), until=until, **towards)


@transaction.atomic
def move_arrival(referral: Referral, arrival: datetime, *, by: Actor) -> None:
    """Agree on another arrival. On the way, the hold stays until a person ends it. Raises Illegal, NoRoom."""
    referral = begin(referral, "move_arrival")
    one = chosen(referral)
    if one.hold and referral.state == ReferralState.CHOSEN:
        one.hold = holds.keep(one.hold, until=kept_until(arrival), by=counted(referral.pk, by))
    enquiries.put_arrival(one, contents.key_of(referral), arrival)
    one.save(update_fields=["arrival", "hold"])
    end(referral, "move_arrival", by, enquiry=one.pk)


@transaction.atomic
def set_out(referral: Referral, *, by: Actor) -> None:
    """She is on the way. From now on only a person ends the hold. Raises Illegal; NoRoom if it expired for good."""
    referral = begin(referral, "set_out")
    one = chosen(referral)
    if one.hold:
        one.hold = holds.keep(one.hold, until=None, by=counted(referral.pk, by))
        one.save(update_fields=["hold"])
    end(referral, "set_out", by, enquiry=one.pk)


@transaction.atomic
def arrive(referral: Referral, *, by: Actor) -> None:
    """She is there. The held bed becomes taken in the same step: the truth is always recorded. Raises Illegal."""
    referral = begin(referral, "arrive")
    one = chosen(referral)
    assert one.hold is not None
    holds.occupy(one.hold, by=counted(referral.pk, by))
    referral.arrived_at = timezone.now()
    end(referral, "arrive", by, enquiry=one.pk)


@transaction.atomic
def not_arrive(referral: Referral, *, by: Actor) -> None:
    """She did not come, and the bed is free again. Raises Illegal."""
    referral = begin(referral, "not_arrive")
    _release(referral, by)
    end(referral, "not_arrive", by)


@transaction.atomic
def leave(referral: Referral, because: ExitReason, ended_by: EndedBy, *, by: Actor) -> None:
    """She left, for this reason. If the pool was counted as empty in between, nothing is subtracted. Raises Illegal."""
    referral = begin(referral, "leave")
    one = chosen(referral)
    assert one.pool is not None
    (pool,) = counting.lock_pools([one.pool.pk])
    gone = min(one.beds, pool.occupied)
    if gone:
        counting.step(pool, by=counted(referral.pk, by), occupied=-gone)
    how: Exit = {"because": str(because), "ended_by": str(ended_by)}
    contents.put(referral, contents.key_of(referral), exit=how)
    end(referral, "leave", by, enquiry=one.pk)


@transaction.atomic
def hand_over(
    referral: Referral,
    *,
    caseworker: User | None,
    organisation: Organisation,
    how: ConsentMethod | None,
    by: Actor,
) -> None:
    """Hand a case to a colleague. Another organisation needs her consent, given as `how`. Raises Illegal."""
    referral = begin(referral, "hand_over")
    if organisation.pk != referral.organisation_id:
        if how is None:
            raise Illegal("hand_over")
        _consent(referral, ConsentPurpose.HANDOVER, how, organisation=organisation)
        referral.handed_at = timezone.now()
    contents.hand_to(referral, organisation)
    referral.caseworker = caseworker
    if caseworker:
        sharing.open_to(referral, caseworker)
    end(referral, "hand_over", by, caseworker=caseworker.pk if caseworker else None)
    notices.something_waits(caseworkers(referral))


@transaction.atomic
def keep(referral: Referral, days: int, *, by: Actor) -> None:
    """Erase sooner after the end, as she wishes. A referral that is over is never kept longer. Raises Illegal."""
    referral = begin(referral, "keep")
    referral.keep_days = min(days, settings.CLOSED_DAYS)
    if referral.state in OVER:
        referral.erase_at = min(referral.erase_at, transitions.erase_at(referral))
    referral.save(update_fields=["keep_days", "erase_at"])
    trail.write_erasable(by, "referral.keep", contents.subject(referral.pk), {"days": referral.keep_days})


@transaction.atomic
def withdraw(referral: Referral, *, by: Actor) -> None:
    """She withdraws. Held beds are free, and everything of hers is erased at once. Raises Illegal."""
    referral = begin(referral, "withdraw")
    _release(referral, by)
    end(referral, "withdraw", by)
    numbers.put(referral)
    contents.erase(referral)


@transaction.atomic
def expire(referral: Referral) -> None:
    """End a question that nobody answered in time, or for which she chose no offer. Raises Illegal."""
    referral = begin(referral, "expire")
    if min(referral.until, referral.erase_at) > timezone.now():
        raise Illegal("expire")
    _release(referral, CLOCK)
    end(referral, "expire", CLOCK)


@transaction.atomic
def close(referral: Referral) -> None:
    """Erase a request that is due, after it was counted. Raises Illegal if it is not due yet."""
    locked = Referral.objects.select_for_update().filter(pk=referral.pk).first()
    if locked is None or locked.erase_at > timezone.now():
        raise Illegal("close")
    if locked.state in LOOKING:
        expire(locked)
    locked = begin(locked, "close")
    _release(locked, CLOCK)
    numbers.put(locked)
    end(locked, "close", CLOCK)
    contents.erase(locked)


def _release(referral: Referral, by: Actor) -> None:
    """End all holds of this request."""
    held = [one for one in referral.enquiries.select_related("hold") if one.hold]
    counting.lock_pools({one.hold.pool_id for one in held if one.hold})
    for one in held:
        assert one.hold is not None
        holds.release(one.hold, by=counted(referral.pk, by))
