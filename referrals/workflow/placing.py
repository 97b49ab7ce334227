"""From the question to the choice. Every move is a function, atomic, with its guard and its entry in the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shelters.audit.trail import Actor
from shelters.beds import counting, holds
from shelters.beds.counting import CountedBy
from shelters.models import BedPool, Facility, Hold, Organisation, User
from shelters.models.user import UserQuerySet
from shelters.staff import notices, team

from ..codes import Channel, ConsentMethod, DeclineReason, EnquiryStatus, Urgency
from ..models import Case, Enquiry, Message, Referral
from ..vault import contents, enquiries, hashes, sealing
from ..vault.sealing import DataKey
from ..vault.values import Question
from . import sending
from .transitions import HER, Illegal, after_no, begin, counted, due, end
from .travel import journey, kept_until, offered_until
from .triage import WAITS, against_rule, caseworkers, coarse

HOLDING = 2  # so many offers hold beds for a question; later ones say yes without, so that no house stands empty


class Gone(Exception):
    """The offer expired, and somebody else has the bed. She can choose another, or ask again."""


@dataclass(frozen=True)
class Client:
    """Whose case it is if a caseworker asks: the caseworker, their organisation, the client's code name."""

    caseworker: User
    organisation: Organisation
    name: str


@transaction.atomic
def ask(
    question: Question,
    facilities: Iterable[Facility],
    *,
    once: str,
    how: ConsentMethod = ConsentMethod.SCREEN,
    client: Client | None = None,
    keep_days: int | None = None,
    nth: int = 0,
) -> tuple[Referral, str]:
    """Put a question to some places. Returns the referral and its code ("" for a caseworker's client).

    `once`: the form's key; sent again it returns the first request, or raises sending.AskedBefore where that is erased.
    `nth`: it is the nth question of its network that day. Raises sealing.TooLong, keyring.NoKey.
    """
    code = "" if client else hashes.new_code(once)
    made = _new(question, client, keep_days, hashes.hashed(code, "code") if code else None)
    made.idempotency_key = hashes.hashed(once, "once") if once else None
    if first := sending.save_once(made, once):
        return first, code
    places = list(dict.fromkeys(facilities))
    sending.put_to(made, places, how, Actor("user", client.caseworker.pk) if client else HER, nth)
    tonight = question["soon"] == Urgency.NOW
    notices.something_waits(team.hosts(place.organisation_id for place in places), tonight=tonight)
    return made, code


def _new(question: Question, client: Client | None, keep_days: int | None, code: str | None) -> Referral:
    """A case and its referral, sealed, not saved yet."""
    now = timezone.now()
    days = settings.CLOSED_DAYS if keep_days is None else min(keep_days, settings.CLOSED_DAYS)
    case = Case(opened_at=now, keep_days=days, group=coarse(question), code=code)
    if client:
        case.caseworker, case.organisation = client.caseworker, client.organisation
    key, case.data_key, case.wrapped_by = sealing.new_key(case.public_id, contents.owners(case))
    made = Referral(case=case, asked_at=now, last_event_at=now, until=now + WAITS[Urgency(question["soon"])])
    contents.put(made, key, question=question)
    if client:
        contents.put(case, key, name=client.name)
    case.erase_at = due(made, case)
    return made


@transaction.atomic
def write(one: Enquiry, text: str, *, from_house: bool, by: Actor) -> Message:
    """Write a question of the place, or her reply. Raises Illegal, sealing.TooLong, sending.TooManyMessages."""
    referral = begin(one.referral, "write")
    one = Enquiry.objects.get(pk=one.pk)
    if one.status not in (EnquiryStatus.WAITING, EnquiryStatus.OFFERED, EnquiryStatus.CHOSEN):
        raise Illegal("write")
    if by == HER:
        sending.check_messages(referral, timezone.now())
    message = say(referral, one, text, from_house)
    if from_house:
        Enquiry.objects.filter(pk=one.pk, answered_at=None).update(answered_at=message.at)
    end(referral, "write", by, enquiry=one.pk)
    notices.something_waits(others(referral, one, from_house))
    return message


def others(referral: Referral, one: Enquiry, from_house: bool) -> UserQuerySet:
    """The people whom a message of this side reaches. She herself looks with her code."""
    return caseworkers(referral.case) if from_house else team.hosts([one.house.organisation_id])


@transaction.atomic
def offer(
    one: Enquiry, pool: BedPool, number: int, *, until: datetime | None, arrival: datetime | None, words: str, by: Actor
) -> Enquiry:
    """Hold beds for her until a moment (default: the next morning). Raises Illegal, holds.NoRoom, TooLong.

    If two other houses hold beds for her already, this says yes without. Her bed is then held when she chooses.
    `arrival` is when she may be there; None: as her journey proposes. While the offer lasts she can choose, even after
    the question would have expired.
    """
    now = timezone.now()
    referral = begin(one.referral, "offer")
    one = answerable(one, "offer")
    _hold(one, pool, number, until or offered_until(now), counted(referral.case_id, by))
    referral.until = max(referral.until, one.offered_until or now)
    one.status, one.answered_at, key = EnquiryStatus.OFFERED, one.answered_at or now, enquiries.key_for_house(one)
    one.channel = Channel.HERE
    way = journey(contents.get(referral, "question", key)["rayon"], one.house)
    if agreed := arrival or (now + way if way else None):
        enquiries.put_arrival(one, key, agreed)
    one.save()
    if words:
        say(referral, one, words, from_house=True)
    end(referral, "offer", by, enquiry=one.pk, beds=number)
    notices.something_waits(others(referral, one, from_house=True))
    return one


def _hold(one: Enquiry, pool: BedPool, number: int, until: datetime, said: CountedBy) -> None:
    """Hold the offered beds, in place of an earlier offer. Raises Illegal, holds.NoRoom."""
    if pool.facility_id != one.facility_id:
        raise Illegal("offer")
    counting.lock_pools({pool.pk, one.pool_id or pool.pk})
    if one.hold:
        holds.release(one.hold, by=said)
    live = Hold.objects.live(timezone.now()).filter(enquiry__referral=one.referral_id)
    if enough := live.filter(enquiry__status=EnquiryStatus.OFFERED).count() >= HOLDING:
        holds.check_room(pool, number)
    one.hold = None if enough else holds.hold(pool, number, until=until, by=said)
    one.pool, one.beds, one.offered_until = pool, number, until


@transaction.atomic
def refuse(one: Enquiry, reason: DeclineReason, *, words: str = "", by: Actor) -> Enquiry:
    """Say no, with a reason that is counted. Raises Illegal, sealing.TooLong."""
    referral = begin(one.referral, "refuse")
    one = answerable(one, "refuse")
    if one.hold:
        counting.lock_pools([one.hold.pool_id])
        holds.release(one.hold, by=counted(referral.case_id, by))
    one.taken_back_at = timezone.now() if one.status == EnquiryStatus.OFFERED else None
    one.status, one.answered_at, key = EnquiryStatus.REFUSED, timezone.now(), enquiries.key_for_house(one)
    enquiries.put_reason(one, key, reason)
    one.against_rule = against_rule(contents.get(referral, "question", key), one.house, reason)
    one.hold = one.offered_until = None
    one.save()
    if words:
        say(referral, one, words, from_house=True)
    end(referral, after_no(referral, "refuse"), by, enquiry=one.pk)
    notices.something_waits(others(referral, one, from_house=True))
    return one


def answerable(one: Enquiry, move: str) -> Enquiry:
    found = Enquiry.objects.select_related("facility__place", "hold", "pool").get(pk=one.pk)
    if found.status not in (EnquiryStatus.WAITING, EnquiryStatus.OFFERED):
        raise Illegal(move)
    return found


def say(referral: Referral, one: Enquiry, words: str, from_house: bool) -> Message:
    message = Message(enquiry=one, from_house=from_house, at=timezone.now())
    contents.put_message(message, contents.key_of(referral.case), words)
    message.save(force_insert=True)
    return message


@transaction.atomic
def choose(one: Enquiry, *, by: Actor) -> Enquiry:
    """She takes this offer, and the others are released. Expired beds need room again. Raises Illegal, Gone."""
    referral = begin(one.referral, "choose")
    asks = list(referral.enquiries.select_related("facility__place", "hold", "pool"))
    one = next(other for other in asks if other.pk == one.pk)
    if not may_be_chosen(one, contents.key_of(referral.case), timezone.now()):
        raise Illegal("choose")
    counting.lock_pools({other.pool_id for other in asks if other.pool_id})
    said = counted(referral.case_id, by)
    if one.pool:
        _win(one, kept_until(_there_by(referral, one)), said)
    _release((other for other in asks if other.pk != one.pk), said)
    one.status = EnquiryStatus.CHOSEN
    one.save()
    end(referral, "choose", by, enquiry=one.pk)
    notices.something_waits(team.hosts([one.house.organisation_id]))
    return one


def may_be_chosen(one: Enquiry, key: DataKey, now: datetime) -> bool:
    """Whether it offers something here: beds, also after they were held, or an appointment that is still to come."""
    if one.status != EnquiryStatus.OFFERED or one.channel != Channel.HERE:
        return False
    moment = enquiries.arrival(one, key) or one.offered_until
    return bool(one.pool_id or (moment and moment > now))


def _there_by(referral: Referral, one: Enquiry) -> datetime:
    """The arrival that is agreed on with the choice: as offered, or as early as the way allows."""
    now, key = timezone.now(), contents.key_of(referral.case)
    way = journey(contents.get(referral, "question", key)["rayon"], one.house) or timedelta(days=1)
    arrival = max(enquiries.arrival(one, key) or now, now + way)
    enquiries.put_arrival(one, key, arrival)
    return arrival


def _win(one: Enquiry, until: datetime, said: CountedBy) -> None:
    """Prolong the hold. If it expired or never was, it is made if there is room. Raises Gone.

    If somebody sleeps in its beds by now, it is no longer an offer.
    """
    assert one.pool is not None
    one.pool.refresh_from_db()
    counting.flag(one.pool)
    if one.hold and Hold.objects.live(timezone.now()).filter(pk=one.hold.pk, broken=True).exists():
        raise Gone
    try:
        if one.hold:
            one.hold = holds.keep(one.hold, until=until, by=said)
        else:
            one.hold = holds.hold(one.pool, one.beds, until=until, by=said)
    except holds.NoRoom as error:
        raise Gone from error


def _release(asks: Iterable[Enquiry], by: CountedBy) -> None:
    """Release these enquiries, and free the beds that they held."""
    for one in asks:
        if one.status != EnquiryStatus.REFUSED:
            if one.hold:
                holds.release(one.hold, by=by)
            one.status, one.hold = EnquiryStatus.RELEASED, None
            one.save()
