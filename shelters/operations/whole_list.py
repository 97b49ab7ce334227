"""The whole directory with its hidden parts: two people agree, and the file is sealed to the operator's key."""

import io
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from ..audit import trail
from ..codes.staff import Decision, ProposalKind, Role
from ..directory.csv_file import export_directory
from ..models import Proposal, User
from ..staff import notices, team
from . import backups
from .sealed_file import SealedWriter

WITHIN = timedelta(hours=24)


def may_take(proposal: Proposal, user: User, now: datetime) -> bool:
    """Whether this person is one of the two who agreed, within a day."""
    if proposal.kind != ProposalKind.EXPORT or proposal.decision != Decision.CONFIRMED or proposal.decided_at is None:
        return False
    both = (proposal.made_by_id, proposal.decided_by_id)
    return Role.COORDINATOR in user.roles and user.pk in both and proposal.decided_at > now - WITHIN


@transaction.atomic
def take(proposal: Proposal, *, by: User) -> bytes:
    """The sealed list. All other coordinators are told. Raises Refused where the operator named no key."""
    key = backups.recipient(settings.BACKUP_RECIPIENT)
    text = io.StringIO(newline="")
    number = export_directory(text)
    trail.write(team.actor(by), "directory.whole_exported", f"proposal {proposal.pk}", {"facilities": number})
    notices.something_waits(team.coordinators().exclude(pk=by.pk))
    sealed = io.BytesIO()
    with SealedWriter(sealed, key) as file:
        file.write(text.getvalue().encode())
    return sealed.getvalue()
