"""The opening of the site: an act of its first two coordinators. From then on all rules hold, for ever."""

from ..codes.staff import Decision, ProposalKind, Role
from ..models import Proposal, RoleGrant, User
from ..staff import team

SITE = 1  # the target of its proposal: there is a single site


def is_open() -> bool:
    """Whether two coordinators have opened the site."""
    return Proposal.objects.filter(kind=ProposalKind.OPENING, decision=Decision.CONFIRMED).exists()


def first_two() -> list[int]:
    """The ids of the first two coordinators. Until they open the site, they confirm each other at once."""
    grants = RoleGrant.objects.filter(role=Role.COORDINATOR, user__is_active=True).order_by("pk")
    return list(grants.values_list("user", flat=True)[:2])


def may_bring_second(user: User | None) -> bool:
    """Whoever is the only coordinator brings the second along, until the site is opened."""
    return user is not None and first_two() == [user.pk] and not is_open()


def may_open(user: User) -> bool:
    """The first two coordinators, once both are awake."""
    two = first_two()
    return user.pk in two and team.coordinators().filter(pk__in=two).count() == 2 and not is_open()
