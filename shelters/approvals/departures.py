"""Somebody works here no more. The last who answers questions for a house leaves only with two people.

Where nobody is left who answers, the places of the organisation take no questions, in the same act.
"""

from django.db import transaction
from django.db.models import Count, Min

from ..audit.trail import Actor
from ..codes.staff import Role
from ..directory import pausing
from ..models import Organisation, User
from ..staff import team
from ..staff.team import actor


class NeedsTwo(Exception):
    """A coordinator, or the last host of a house."""


def last_hosts() -> set[int]:
    """The ids of those who are alone in answering the questions to their house."""
    hosts = User.objects.holding(Role.HOST).exclude(organisation=None).values("organisation")
    return set(hosts.annotate(people=Count("pk"), only=Min("pk")).filter(people=1).values_list("only", flat=True))


@transaction.atomic
def leave_alone(user: User, *, by: User) -> None:
    """Close an account at once. Raises NeedsTwo."""
    _lock(user.organisation)
    if Role.COORDINATOR in user.grants or user.pk in last_hosts():
        raise NeedsTwo
    team.leave(user, by=by)


@transaction.atomic
def leave(user: User, *, by: User | None) -> None:
    """Close an account that two people, or the console, agreed to close."""
    _lock(user.organisation)
    team.leave(user, by=by)
    rest_if_nobody_answers(user.organisation, by=actor(by))


def rest_if_nobody_answers(organisation: Organisation | None, *, by: Actor) -> None:
    """Stop the questions to a house in which nobody is left who answers them."""
    if organisation is None or team.hosts([organisation.pk]).exists():
        return
    for facility in organisation.facilities.filter(takes_questions=True):
        pausing.pause(facility, True, by=by)


def _lock(organisation: Organisation | None) -> None:
    """Two hosts who leave at the same time do not both find the other there."""
    if organisation is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
