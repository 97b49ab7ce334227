"""From the choice to the end: her contact, the journey, the arrival and the stay.

"Arrived" and "did not arrive" are taken back within a day, and she may come after all.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from shelters.audit import wal
from shelters.audit.trail import Actor
from shelters.beds import counting, holds
from shelters.staff import notices, team

from ..codes import Channel, ConsentMethod, ConsentPurpose, EndedBy, EnquiryStatus, ExitReason, ReferralState
from ..models import Consent, Enquiry, Message, Referral
from ..vault import contents, enquiries
from ..vault.values import Contact, Exit
from .transitions import CLOCK, COMING, Illegal, begin, counted, end
from .travel import kept_until
from .triage import caseworkers

TAKEN_BACK_WITHIN = timedelta(hours=24)


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
    """She is there, perhaps after all. Her bed is taken from now on: the truth is always recorded. Raises Illegal."""
    referral = begin(referral, "arrive")
    one, said = _recent(referral, "arrive"), counted(referral.case_id, by)
    if one.pool:  # a service has no beds
        counting.lock_pools([one.pool.pk])
        if one.hold:
            holds.release(one.hold, by=said)
        counting.move(one.pool, one.beds, by=said)
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
def await_again(referral: Referral, *, by: Actor) -> None:
    """Take back "arrived" or "did not arrive": she is still on the way, and a bed is held for her again.

    Raises Illegal; NoRoom if somebody else has the bed by now.
    """
    referral = begin(referral, "await_again")
    one, said = _recent(referral, "await_again"), counted(referral.case_id, by)
    if one.pool:
        (pool,) = counting.lock_pools([one.pool.pk])
        if referral.state == ReferralState.ARRIVED and (gone := min(one.beds, pool.occupied)):
            counting.move(pool, -gone, by=said)
        one.hold = holds.hold(pool, one.beds, until=None, by=said)
        one.save(update_fields=["hold"])
    referral.arrived_at = None
    end(referral, "await_again", by, enquiry=one.pk)


def _recent(referral: Referral, move: str) -> Enquiry:
    """The place that she chose. Raises Illegal if she arrived, or did not, more than a day ago."""
    if referral.state not in COMING and not may_take_back(referral):
        raise Illegal(move)
    return chosen(referral)


def may_take_back(referral: Referral) -> bool:
    """Whether she arrived, or did not, within a day."""
    return timezone.now() - referral.last_event_at <= TAKEN_BACK_WITHIN


@transaction.atomic
def ask_after(referral: Referral, *, by: Actor) -> None:
    """She has not come: ask her caseworker, who knows whether and how she may be reached. Raises Illegal.

    Without a caseworker, nobody asks: a call at the wrong moment does harm.
    """
    referral = begin(referral, "ask_after")
    asked = caseworkers(referral.case)
    one, worker = chosen(referral), asked.first()
    if worker is None:
        raise Illegal("ask_after")
    with translation.override(worker.language or settings.LANGUAGE_CODE):
        words = _("They have not come yet. Do you know how they are? Please do not ring them if it is not safe.")
    message = Message(enquiry=one, from_house=True, at=timezone.now())
    contents.put_message(message, contents.key_of(referral.case), words)
    message.save(force_insert=True)
    end(referral, "ask_after", by, enquiry=one.pk)
    notices.something_waits(asked, tonight=True)


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
