"""Facts about a question that the work needs: the coarse group, a conflict with a stated rule, and its readers."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from shelters.codes.public import Group, Verdict
from shelters.codes.staff import Role
from shelters.directory import pausing
from shelters.models import AdmissionRule, Facility, Organisation, Rayon
from shelters.models.user import User, UserQuerySet

from ..codes import DeclineReason, StatisticalGroup, Urgency
from ..models import Case, Enquiry
from ..vault.values import Question

_IDENTITY = {Group.TRANS_WOMAN, Group.TRANS_MAN, Group.NON_BINARY, Group.LGBQ}
# The groups that a reason concerns.
_ABOUT: dict[str, set[Group]] = {
    DeclineReason.GENDER_OR_ORIENTATION: _IDENTITY,
    DeclineReason.DISABILITY: {Group.LIMITED_MOBILITY, Group.BLIND, Group.DEAF},
    DeclineReason.PAPERS: {Group.NO_PAPERS, Group.FOREIGN_NATIONAL},
    DeclineReason.ILLNESS: {Group.MENTAL_ILLNESS},
}

# How long a question waits for answers, by its urgency. After LONG without an answer its silence is long; for tonight
# after LONG_NOW. After half of that the house is told again (`escalation`).
WAITS = {Urgency.NOW: timedelta(days=2), Urgency.DAYS: timedelta(days=7), Urgency.LATER: timedelta(days=14)}
LONG, LONG_NOW = timedelta(hours=2), timedelta(hours=1)


def beds_for(question: Question) -> int:
    """How many beds: each person gets a bed."""
    return int(question["adults"] + sum(question["children"].values()))


def coarse(question: Question) -> StatisticalGroup:
    """A group so coarse that nobody can be found by it. People at risk for who they are count as "others"."""
    who = set(question["who"])
    if Group.MINOR_ALONE in who:
        return StatisticalGroup.CHILDREN
    if who & _IDENTITY or not who & {Group.WOMAN, Group.WOMAN_WITH_CHILDREN, Group.MAN}:
        return StatisticalGroup.OTHERS
    if Group.MAN in who:
        return StatisticalGroup.MEN
    return StatisticalGroup.FAMILIES if sum(question["children"].values()) else StatisticalGroup.WOMEN


def region_of(question: Question) -> str:
    """The economic region of her rayon. Empty if she did not say."""
    rayon = Rayon.objects.filter(code=question["rayon"]).first()
    return rayon.economic_region if rayon else ""


def against_rule(question: Question, facility: Facility, reason: str) -> bool:
    """Whether a refusal contradicts a rule that the place itself has stated about these people."""
    rules = {rule.group: rule for rule in AdmissionRule.objects.filter(facility=facility)}
    if reason == DeclineReason.AGE_OF_SONS:
        limit = rules[Group.WOMAN_WITH_CHILDREN].sons_up_to if Group.WOMAN_WITH_CHILDREN in rules else None
        son = question["oldest_son"]
        return bool(limit is not None and son is not None and son <= limit)
    concerned = _ABOUT.get(reason, set()) & {*question["who"], *question["access"]}
    return any(group in rules and rules[group].verdict == Verdict.YES for group in concerned)


def caseworkers(case: Case) -> UserQuerySet:
    """The caseworkers of a case: its own, or all of its organisation. Empty if she asked alone."""
    there = User.objects.holding(Role.CASEWORKER, organisations=[case.organisation_id or 0])
    return there.filter(pk=case.caseworker.pk) if case.caseworker else there


def askable() -> QuerySet[Facility]:
    """Places that can be asked: they take questions, and somebody is there to answer."""
    answered = User.objects.holding(Role.HOST).values("organisation")
    found = pausing.asking().filter(organisation__in=answered)
    return found.select_related("organisation", "place")


def is_for_tonight(one: Enquiry) -> bool:
    """Whether the answer hurries, from values in the clear: the waiting time shows the urgency."""
    return one.referral.until - one.asked_at <= WAITS[Urgency.NOW]


def silent_for_long(one: Enquiry, now: datetime) -> bool:
    """Whether an answer is overdue."""
    return now - one.asked_at >= (LONG_NOW if is_for_tonight(one) else LONG)


def long_silent(now: datetime, part: float = 1) -> Q:
    """The same as a condition of the database; or, after a part of that time."""
    soon = Q(referral__until__lte=F("asked_at") + WAITS[Urgency.NOW], asked_at__lte=now - LONG_NOW * part)
    return soon | Q(asked_at__lte=now - LONG * part)


def colleagues(case: Case) -> UserQuerySet:
    """Other caseworkers of the same organisation. A case can be handed to them."""
    there = User.objects.holding(Role.CASEWORKER, organisations=[case.organisation_id or 0])
    return there.exclude(pk=case.caseworker_id or 0)


def other_organisations(case: Case) -> QuerySet[Organisation]:
    """Other organisations that place people. A case can be handed to them."""
    there = User.objects.holding(Role.CASEWORKER).values("organisation")
    return Organisation.objects.filter(pk__in=there).exclude(pk=case.organisation_id or 0)
