"""The opening of the site: an act of its first two coordinators. From then on all rules hold, for ever."""

from ..codes.staff import Decision, ProposalKind
from ..models import Proposal


def is_open() -> bool:
    """Whether two coordinators have opened the site."""
    return Proposal.objects.filter(kind=ProposalKind.OPENING, decision=Decision.CONFIRMED).exists()
