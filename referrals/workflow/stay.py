"""From the choice to the end: her contact, the journey, the arrival and the stay."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shelters.audit import wal
from shelters.audit.trail import Actor
from shelters.beds import counting, holds
from shelters.staff import notices, team

from ..codes import Channel, ConsentMethod, ConsentPurpose, EndedBy, EnquiryStatus, ExitReason, ReferralState
from ..models import Consent, Enquiry, Referral
from ..vault import contents, enquiries
from ..vault.contents import Contact, Exit
from .transitions import CLOCK, Illegal, begin, counted, end
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
    if one.channel != Channel.HERE:
        raise Illegal("leave_contact")
    contents.put(referral, contents.key_of(referral.case), contact=contact)
    referral.contact_at = timezone.now() if contact else None
    towards = {"case": referral.case, "facility": one.facility}
    yes = Consent.objects.filter(what=ConsentPurpose.CONTACT, withdrawn_at=None, **towards)
    yes.update(withdrawn_at=timezone.now())
    transaction.on_commit(wal.truncate)
    if contact:
        said = {"how": how, "given_at": timezone.now(), "until": referral.case.erase_at}
        Consent.objects.create(what=ConsentPurpose.CONTACT, **towards, **said)
    end(referral, "leave_contact", by)
    notices.something_waits(team.hosts([one.house.organisation_id]))


def contact_was_read(referral: Referral) -> None:
    """The chosen place has looked how to reach her: nobody is reminded of it any more."""
    Referral.objects.filter(pk=referral.pk).update(contact_at=None)


@transaction.atomic
def move_arrival(referral: Referral, arrival: datetime, *, by: Actor) -> None:
    """Agree on another arrival. On the way, the hold stays until a person ends it. Raises Illegal, NoRoom."""
    referral = begin(referral, "move_arrival")
    one = chosen(referral)
    if one.hold and referral.state == ReferralState.CHOSEN:
        one.hold = holds.keep(one.hold, until=kept_until(arrival), by=counted(referral.case_id, by))
    enquiries.put_arrival(one, contents.key_of(referral.case), arrival)
    one.save(update_fields=["arrival", "hold"])
    end(referral, "move_arrival", by, enquiry=one.pk)


@transaction.atomic
def set_out(referral: Referral, *, by: Actor) -> None:
    """She is on the way. From now on only a person ends the hold. Raises Illegal; NoRoom if it expired for good."""
    referral = begin(referral, "set_out")
    one = chosen(referral)
    if one.hold and one.channel == Channel.HERE:
        one.hold = holds.keep(one.hold, until=None, by=counted(referral.case_id, by))
        one.save(update_fields=["hold"])
    end(referral, "set_out", by, enquiry=one.pk)


@transaction.atomic
def arrive(referral: Referral, *, by: Actor) -> None:
    """She is there. A held bed becomes taken in the same step: the truth is always recorded. Raises Illegal."""
    referral = begin(referral, "arrive")
    one = chosen(referral)
    if one.hold:
        holds.occupy(one.hold, by=counted(referral.case_id, by))
    referral.arrived_at = timezone.now()
    end(referral, "arrive", by, enquiry=one.pk)


@transaction.atomic
def not_arrive(referral: Referral, *, by: Actor) -> None:
    """She did not come, and the bed is free again. Raises Illegal."""
    referral = begin(referral, "not_arrive")
    release(referral, by)
    end(referral, "not_arrive", by)
    notices.something_waits(caseworkers(referral.case))


@transaction.atomic
def leave(referral: Referral, because: ExitReason, ended_by: EndedBy, *, by: Actor) -> None:
    """She left, for this reason. If the pool was counted as empty in between, nothing is subtracted. Raises Illegal."""
    referral = begin(referral, "leave")
    one = chosen(referral)
    if one.pool:
        (pool,) = counting.lock_pools([one.pool.pk])
        if gone := min(one.beds, pool.occupied):
            counting.move(pool, -gone, by=counted(referral.case_id, by))
    how: Exit = {"because": str(because), "ended_by": str(ended_by)}
    contents.put(referral, contents.key_of(referral.case), exit=how)
    end(referral, "leave", by, enquiry=one.pk)


@transaction.atomic
def expire(referral: Referral) -> None:
    """End a question that nobody answered in time, or for which she chose no offer. Raises Illegal."""
    referral = begin(referral, "expire")
    if min(referral.until, referral.case.erase_at) > timezone.now():
        raise Illegal("expire")
    release(referral, CLOCK)
    end(referral, "expire", CLOCK)
    notices.something_waits(caseworkers(referral.case))


def release(referral: Referral, by: Actor) -> None:
    """End all holds of this referral."""
    held = [one for one in referral.enquiries.select_related("hold") if one.hold]
    counting.lock_pools({one.hold.pool_id for one in held if one.hold})
    for one in held:
        assert one.hold is not None
        holds.release(one.hold, by=counted(referral.case_id, by))
