"""Tokens of the bed feed. Staff make a token for a facility, see it once, and revoke it. The freeze ends it too."""

from django.db import transaction
from django.utils import timezone

from ..audit import trail
from ..models.base import digest
from ..models.facility import Facility
from ..models.feed import FeedToken, FeedTokenQuerySet
from ..models.proposal import Freeze
from ..models.user import User
from ..staff import team
from ..witness import ledger
from ..witness.ledger import Ending


def live() -> FeedTokenQuerySet:
    """Tokens that are valid. A freeze ends all earlier tokens."""
    frozen = Freeze.objects.last_at()
    tokens = FeedToken.objects.live()
    return tokens.filter(made_at__gt=frozen) if frozen else tokens


def holder(token: str) -> FeedToken | None:
    """The valid token with this text, and its facility."""
    return live().select_related("facility").filter(digest=digest(token)).first()


@transaction.atomic
def make_token(facility: Facility, *, by: User | None) -> str:
    """Make a token, to be shown once. `by` None: the console."""
    made, token = FeedToken.make(facility, by, timezone.now())
    trail.write(team.actor(by), "feed.made", f"facility {facility.pk}", {"token": made.pk})
    return token


@transaction.atomic
def revoke_token(token: FeedToken, *, by: User | None) -> None:
    """Revoke a token. A token that was revoked before stays as it is."""
    ledger.end(Ending.FEED, token.digest)
    if FeedToken.objects.live().filter(pk=token.pk).update(revoked_at=timezone.now()):
        trail.write(team.actor(by), "feed.revoked", f"facility {token.facility_id}", {"token": token.pk})
