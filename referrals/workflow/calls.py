"""A referral to any place, by telephone, in person or in writing: what came of it, as the caseworker was told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from shelters.audit.trail import Actor
from shelters.beds import counting, holds
from shelters.models import BedPool, Facility, Hold, User
from shelters.staff import notices

from ..codes import Channel, ConsentMethod, ConsentPurpose, DeclineReason, EnquiryStatus, ReferralState
from ..models import Consent, Enquiry, Referral
from ..vault import contents, enquiries
from ..vault.enquiries import Details
from ..vault.sealing import DataKey
from .transitions import LOOKING, Illegal, after_no, begin, counted, end
from .triage import against_rule, caseworkers

HOLD_AT_MOST, HOLDS_AT_ONCE = timedelta(hours=12), 3  # of a caseworker, by telephone
NO_CLOCK = timedelta(days=365)  # a question that only the caseworker follows does not expire


class TooManyHolds(Exception):
    """This caseworker holds as many beds by telephone as may be at once."""


@dataclass(frozen=True)
class PlaceAnswer:
    """What came of it. `status` is NOT_REACHED, CALL_BACK (`again_at`), OFFERED for a yes, or REFUSED (`reason`).

    `when` is the agreed arrival, or the appointment. `pool`: of counted rooms, of which `beds` are held.
    `manner`: a ReferralManner. `told_her`: what she was told of the place (ToldOfPlace).
    """

    status: EnquiryStatus
    again_at: datetime | None = None
    reason: DeclineReason | None = None
    when: datetime | None = None
    pool: BedPool | None = None
    beds: int = 0
    way_in: str = ""
    bring: str = ""
    manner: str = ""
    told_her: list[str] = field(default_factory=list)


@transaction.atomic
def log(
    referral: Referral, place: Facility | str, channel: Channel, answer: PlaceAnswer, *, caseworker: User, by: Actor
) -> Enquiry:
    """Write down what came of asking a place: a listed one, or the name of another.

    A yes holds beds where rooms are counted. Raises Illegal, NoRoom, TooManyHolds, sealing.TooLong.
    """
    move = _move(referral, answer.status)
    referral = begin(referral, move)
    key, now = contents.key_of(referral.case), timezone.now()
    pools = set(referral.enquiries.exclude(pool=None).values_list("pool", flat=True))
    counting.lock_pools(pools | ({answer.pool.pk} if answer.pool else set()))
    anew(referral, now + NO_CLOCK, by)
    one = _enquiry(referral, place, key)
    if one.status == EnquiryStatus.CHOSEN:
        raise Illegal(move)
    _release(one, referral, by)
    one.channel, one.status, one.answered_at = channel, answer.status, now
    one.again_at = answer.again_at if answer.status == EnquiryStatus.CALL_BACK else None
    name = "" if isinstance(place, Facility) else place
    enquiries.put_details(one, key, _details(name, answer))
    _say(one, answer, key, caseworker, by)
    one.save()
    end(referral, after_no(referral, move), by, enquiry=one.pk)
    return one


def _details(name: str, answer: PlaceAnswer) -> Details:
    return {
        "name": name,
        "way_in": answer.way_in,
        "bring": answer.bring,
        "manner": answer.manner,
        "told_her": answer.told_her,
    }


def _move(referral: Referral, status: EnquiryStatus) -> str:
    fresh = Referral.objects.filter(pk=referral.pk).first()
    over = fresh is not None and fresh.state not in LOOKING
    return "agree" if status == EnquiryStatus.OFFERED else "call_again" if over else "call"


def anew(referral: Referral, until: datetime, by: Actor) -> None:
    """Look for it anew, if it was over or waited too long: what was asked before is released. The caller saves."""
    if referral.state in LOOKING and referral.until > timezone.now():
        return
    ended = (EnquiryStatus.CHOSEN, EnquiryStatus.OFFERED, EnquiryStatus.WAITING)
    for one in referral.enquiries.filter(status__in=ended).select_related("hold"):
        _release(one, referral, by)
        one.status = EnquiryStatus.RELEASED
        one.save()
    referral.until, referral.state = until, ReferralState.ASKED


def _enquiry(referral: Referral, place: Facility | str, key: DataKey) -> Enquiry:
    """The enquiry at this place: the earlier one, or a new one with her consent."""
    asked = referral.enquiries.select_related("facility", "hold")
    if isinstance(place, str):
        earlier = [one for one in asked.filter(facility=None) if enquiries.details(one, key)["name"] == place]
        return earlier[0] if earlier else enquiries.new(referral, None, key)
    if found := asked.filter(facility=place).first():
        return found
    said = {"how": ConsentMethod.VOICE, "given_at": timezone.now(), "until": referral.case.erase_at}
    Consent.objects.create(case=referral.case, facility=place, what=ConsentPurpose.QUESTION, **said)
    return enquiries.new(referral, place, key)


def _release(one: Enquiry, referral: Referral, by: Actor) -> None:
    if one.hold:
        holds.release(one.hold, by=counted(referral.case_id, by))
    one.hold = one.pool = one.offered_until = one.reason = one.taken_back_at = None
    one.beds, one.against_rule = 0, False


def _say(one: Enquiry, answer: PlaceAnswer, key: DataKey, caseworker: User, by: Actor) -> None:
    if answer.status == EnquiryStatus.REFUSED:
        _refused(one, answer.reason or DeclineReason.OTHER, key)
    elif answer.status == EnquiryStatus.OFFERED:
        _agreed(one, answer, key, caseworker, by)


def _refused(one: Enquiry, reason: DeclineReason, key: DataKey) -> None:
    enquiries.put_reason(one, key, reason)
    if one.facility:
        one.against_rule = against_rule(contents.get(one.referral, "question", key), one.facility, reason)


def _agreed(one: Enquiry, answer: PlaceAnswer, key: DataKey, caseworker: User, by: Actor) -> None:
    """A yes: the agreed moment, and beds where rooms are counted, until then and for 12 hours at most."""
    now = timezone.now()
    if answer.when:
        enquiries.put_arrival(one, key, answer.when)
    if answer.pool is None:
        return
    if one.facility is None or answer.pool.facility_id != one.facility.pk:
        raise Illegal("agree")
    User.objects.get_queryset().select_for_update().get(pk=caseworker.pk)
    if _held(caseworker, now) >= HOLDS_AT_ONCE:
        raise TooManyHolds
    until = min(answer.when or now + HOLD_AT_MOST, now + HOLD_AT_MOST)
    one.hold = holds.hold(answer.pool, answer.beds, until=until, by=counted(one.referral.case_id, by))
    one.pool, one.beds, one.offered_until = answer.pool, answer.beds, until


def _held(caseworker: User, now: datetime) -> int:
    mine = Enquiry.objects.filter(referral__case__caseworker=caseworker).exclude(channel=Channel.HERE)
    return Hold.objects.live(now).filter(enquiry__in=mine).count()


@transaction.atomic
def take(one: Enquiry, *, by: Actor) -> None:
    """She takes a yes that the caseworker was told. What was asked elsewhere is released. Raises Illegal."""
    referral = begin(one.referral, "choose")
    asks = list(referral.enquiries.select_related("hold"))
    one = next(other for other in asks if other.pk == one.pk)
    if one.status != EnquiryStatus.OFFERED or one.channel == Channel.HERE:
        raise Illegal("choose")
    counting.lock_pools({other.pool_id for other in asks if other.pool_id})
    for other in asks:
        if other.pk != one.pk and other.status != EnquiryStatus.REFUSED:
            _release(other, referral, by)
            other.status = EnquiryStatus.RELEASED
            other.save()
    one.status = EnquiryStatus.CHOSEN
    one.save()
    end(referral, "choose", by, enquiry=one.pk)


@transaction.atomic
def not_so(one: Enquiry, *, by: Actor) -> None:
    """The house says that it did not say yes by telephone: its beds are free, and the caseworker is told."""
    referral = begin(one.referral, "not_so")
    one = Enquiry.objects.select_related("hold").get(pk=one.pk)
    if one.channel == Channel.HERE or one.hold is None or one.status != EnquiryStatus.OFFERED:
        raise Illegal("not_so")
    _release(one, referral, by)
    one.status, one.taken_back_at = EnquiryStatus.NOT_REACHED, timezone.now()
    one.save()
    end(referral, after_no(referral, "not_so"), by, enquiry=one.pk)
    notices.something_waits(caseworkers(referral.case))


@transaction.atomic
def release(one: Enquiry, *, by: Actor) -> None:
    """She does not want this place to know of her any more: what it held is free. Raises Illegal."""
    referral = begin(one.referral, "take_back")
    one = Enquiry.objects.select_related("hold").get(pk=one.pk)
    counting.lock_pools({one.pool_id} if one.pool_id else set())
    _release(one, referral, by)
    one.status = EnquiryStatus.RELEASED
    one.save()
    end(referral, after_no(referral, "take_back"), by, enquiry=one.pk)
