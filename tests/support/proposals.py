"""Changes that wait for a second person."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from shelters.approvals import proposals
from shelters.codes.staff import Decision, ProposalKind, Role
from shelters.models import Proposal, RoleGrant, User
from tests.support.pages import change, fields_of, text_of


def wish(client: Any, house: Any, **fields: Any) -> Any:
    """Change the facility in the admin; the proposal that waits then."""
    before = fields_of(client.get(change(house)))
    response = client.post(change(house), before | fields)
    assert response.status_code == 302, text_of(response)
    return Proposal.objects.first()


def url(proposal: Any, what: str = "") -> str:
    return f"/work/proposals/{proposal.public_id}/" + (f"{what}/" if what else "")


def opened() -> None:
    """As if two coordinators had opened the site."""
    opening = {"kind": ProposalKind.OPENING, "target": 1, "decision": Decision.CONFIRMED}
    Proposal.objects.create(**opening, made_at=timezone.now())


def confirm_as_another(proposal: Any) -> None:
    """Somebody else, who was there before it, puts it into effect."""
    long_ago = timezone.now() - timedelta(days=400)
    second, _new = User.objects.get_or_create(username="second", defaults={"awake_at": long_ago})
    RoleGrant.objects.get_or_create(user=second, role=Role.COORDINATOR, defaults={"since": long_ago})
    second.bind()
    proposals.confirm(proposal, by=second)
