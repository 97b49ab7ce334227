"""What a question says, in the terms that the work needs: coarsely, against a stated rule, and who reads it."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from shelters.codes.public import Group, Verdict
from shelters.codes.staff import Role
from shelters.directory import pausing
from shelters.models import AdmissionRule, Facility, Organisation, Rayon
from shelters.models.user import User, UserQuerySet

from ..codes import DeclineReason, StatisticalGroup, Urgency
from ..models import Referral
from ..vault.contents import Question

_IDENTITY = {Group.TRANS_WOMAN, Group.TRANS_MAN, Group.NON_BINARY, Group.LGBQ}
# Of whom a reason speaks.
_ABOUT: dict[str, set[Group]] = {
    DeclineReason.GENDER_OR_ORIENTATION: _IDENTITY,
    DeclineReason.DISABILITY: {Group.LIMITED_MOBILITY, Group.BLIND, Group.DEAF},
    DeclineReason.PAPERS: {Group.NO_PAPERS, Group.FOREIGN_NATIONAL},
    DeclineReason.ILLNESS: {Group.MENTAL_ILLNESS},
}

# How long a question waits for answers, by when a place is needed; and from when on its silence is long.
WAITS = {Urgency.NOW: timedelta(days=2), Urgency.DAYS: timedelta(days=7), Urgency.LATER: timedelta(days=14)}
LONG, LONG_NOW = timedelta(hours=24), timedelta(hours=4)


def beds_for(question: Question) -> int:
    """A bed for everybody who comes."""
    return int(question["adults"] + sum(question["children"].values()))


def coarse(question: Question) -> StatisticalGroup:
    """Nobody can be found by it: whoever may be attacked for who they are stands among "others"."""
    who = set(question["who"])
    if Group.MINOR_ALONE in who:
        return StatisticalGroup.CHILDREN
    if who & _IDENTITY or not who & {Group.WOMAN, Group.WOMAN_WITH_CHILDREN, Group.MAN}:
        return StatisticalGroup.OTHERS
    if Group.MAN in who:
        return StatisticalGroup.MEN
    return StatisticalGroup.FAMILIES if sum(question["children"].values()) else StatisticalGroup.WOMEN


def region_of(question: Question) -> str:
    """The economic region of her rayon; empty where she did not say."""
    rayon = Rayon.objects.filter(code=question["rayon"]).first()
    return rayon.economic_region if rayon else ""


def against_rule(question: Question, facility: Facility, reason: str) -> bool:
    """Whether a no is not what the place itself has stated of those who come."""
    rules = {rule.group: rule for rule in AdmissionRule.objects.filter(facility=facility)}
    if reason == DeclineReason.AGE_OF_SONS:
        limit = rules[Group.WOMAN_WITH_CHILDREN].sons_up_to if Group.WOMAN_WITH_CHILDREN in rules else None
        son = question["oldest_son"]
        return bool(limit is not None and son is not None and son <= limit)
    concerned = _ABOUT.get(reason, set()) & {*question["who"], *question["access"]}
    return any(group in rules and rules[group].verdict == Verdict.YES for group in concerned)


def caseworkers(referral: Referral) -> UserQuerySet:
    """Whose case it is: who keeps it, or, where nobody does, all of its organisation. Nobody, where she asked alone."""
    there = User.objects.holding(Role.CASEWORKER, organisations=[referral.organisation_id or 0])
    return there.filter(pk=referral.caseworker.pk) if referral.caseworker else there


def askable() -> QuerySet[Facility]:
    """Places that a question can be put to: they take questions, and somebody is there to answer."""
    answered = User.objects.holding(Role.HOST).values("organisation")
    found = pausing.asking().filter(organisation__in=answered)
    return found.select_related("organisation", "place")


def silent_for_long(referral: Referral, now: datetime) -> bool:
    """Whether an answer is overdue, from what stands in the clear: how long the question waits tells how soon."""
    soon = referral.until - referral.asked_at <= WAITS[Urgency.NOW]
    return now - referral.asked_at >= (LONG_NOW if soon else LONG)


def long_silent(now: datetime) -> Q:
    """The same of an enquiry, in the database."""
    soon = Q(referral__until__lte=F("referral__asked_at") + WAITS[Urgency.NOW], referral__asked_at__lte=now - LONG_NOW)
    return soon | Q(referral__asked_at__lte=now - LONG)


def other_organisations(referral: Referral) -> QuerySet[Organisation]:
    """Those that place people too: a case can be handed to them."""
    there = User.objects.holding(Role.CASEWORKER).values("organisation")
    return Organisation.objects.filter(pk__in=there).exclude(pk=referral.organisation_id or 0)
