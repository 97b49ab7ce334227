"""A caseworker's client: the case is opened, and places are asked for each of its needs."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shelters.audit import trail
from shelters.audit.trail import Actor
from shelters.beds import counting
from shelters.codes.public import Group
from shelters.models import Facility
from shelters.staff import notices, team

from ..codes import ConsentMethod, ConsentPurpose, Danger, EnquiryStatus, SafeWay, StatisticalGroup, Urgency
from ..models import Case, Consent, Enquiry, Referral
from ..vault import contents, sealing
from ..vault.sealing import DataKey
from ..vault.values import Question, Safe
from . import calls, stay
from .cases import drop, lock
from .placing import Client
from .sending import put_to
from .transitions import COMING, LOOKING, Illegal, begin, end, erase_at
from .triage import WAITS

# Who comes, as a search knows it, for each coarse group.
_WHO = {
    StatisticalGroup.WOMEN: [Group.WOMAN],
    StatisticalGroup.FAMILIES: [Group.WOMAN_WITH_CHILDREN],
    StatisticalGroup.MEN: [Group.MAN],
    StatisticalGroup.CHILDREN: [Group.MINOR_ALONE],
    StatisticalGroup.OTHERS: [],
}


@transaction.atomic
def open_case(
    client: Client, needs: Sequence[str], *, group: StatisticalGroup, danger: Danger, safe: Safe | None, by: Actor
) -> Case:
    """A new case with a referral for each need (a Service); nobody is asked yet. Raises sealing.TooLong, NoKey."""
    now = timezone.now()
    case = Case(opened_at=now, erase_at=now + calls.NO_CLOCK, keep_days=settings.CLOSED_DAYS, group=group)
    case.caseworker, case.organisation = client.caseworker, client.organisation
    case.danger, case.danger_on = danger, timezone.localdate(now)
    key, case.data_key, case.wrapped_by = sealing.new_key(case.public_id, contents.owners(case))
    contents.put(case, key, name=client.name, safe_way=safe)
    case.quiet = safe is not None and safe["way"] == SafeWay.NONE
    case.save()
    for need in needs:
        _need(case, key, need, now).save()
    case.erase_at = erase_at(case)
    case.save(update_fields=["erase_at"])
    trail.write_erasable(by, "case.open", contents.subject(case.pk), {"needs": len(needs)})
    return case


def _need(case: Case, key: DataKey, need: str, now: datetime) -> Referral:
    made = Referral(case=case, asked_at=now, last_event_at=now, until=now + calls.NO_CLOCK)
    who = [str(group) for group in _WHO[StatisticalGroup(case.group)]]
    question: Question = {
        "adults": 0 if Group.MINOR_ALONE in who else 1,
        "children": {"13-17": 1} if Group.MINOR_ALONE in who else {},
        "oldest_son": None,
        "rayon": "",
        "soon": str(Urgency.NOW),
        "who": who,
        "access": [],
        "avoid": "",
        "need": need,
    }
    contents.put(made, key, question=question)
    return made


@transaction.atomic
def add_need(case: Case, need: str, *, by: Actor) -> Referral:
    """One more need of a case. Raises Illegal."""
    case = lock(case, "need")
    made = _need(case, contents.key_of(case), need, timezone.now())
    made.save()
    case.erase_at = erase_at(case)
    case.save(update_fields=["erase_at"])
    trail.write_erasable(by, "case.need", contents.subject(case.pk))
    return made


@transaction.atomic
def put_first(referral: Referral, *, by: Actor) -> None:
    """Of their needs this comes first, as they say. Raises Illegal."""
    case = lock(referral.case, "order")
    ranks = case.referrals.exclude(pk=referral.pk).values_list("rank", flat=True)
    case.referrals.filter(pk=referral.pk).update(rank=min(ranks, default=0) - 1)
    trail.write_erasable(by, "case.order", contents.subject(case.pk))


@transaction.atomic
def take_back(consent: Consent, *, by: Actor) -> None:
    """They take a yes back: what it let a place read, the place reads no more. Raises Illegal."""
    case = lock(consent.case, "take_back")
    if not case.consents.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise Illegal("take_back")
    if consent.facility:
        for one in Enquiry.objects.filter(referral__case=case, facility=consent.facility).select_related("referral"):
            _read_no_more(one, consent.what, by)
    trail.write_erasable(by, "case.take_back", contents.subject(case.pk))


def _read_no_more(one: Enquiry, what: str, by: Actor) -> None:
    coming = one.status == EnquiryStatus.CHOSEN and one.referral.state in COMING
    if what == ConsentPurpose.CONTACT:
        if coming and one.referral.contact:
            stay.leave_contact(one.referral, None, how=ConsentMethod.VOICE, by=by)
    elif coming:
        drop(one.referral, by=by)
    elif one.referral.state in LOOKING and one.status != EnquiryStatus.REFUSED:
        calls.release(one, by=by)


@transaction.atomic
def ask_further(
    referral: Referral, places: Collection[Facility], question: Question, *, how: ConsentMethod, by: Actor
) -> None:
    """Put a need to more places that answer here, also after all said no or she did not arrive. Raises Illegal."""
    fresh = Referral.objects.filter(pk=referral.pk).first()
    move = "ask_further" if fresh is None or fresh.state in LOOKING else "ask_again"
    referral, now = begin(referral, move), timezone.now()
    until = now + WAITS[Urgency(question["soon"])]
    counting.lock_pools(set(referral.enquiries.exclude(pool=None).values_list("pool", flat=True)))
    calls.anew(referral, until, by)
    referral.until = until
    contents.put(referral, contents.key_of(referral.case), question=question)
    known = set(referral.enquiries.values_list("facility", flat=True))
    new = [place for place in dict.fromkeys(places) if place.pk not in known]
    put_to(referral, new, how, by, 0)
    end(referral, move, by, places=len(new))
    tonight = question["soon"] == Urgency.NOW
    notices.something_waits(team.hosts(place.organisation_id for place in new), tonight=tonight)
