"""Who acted, and upon what, in words that this reader may see.

Outside their own house people are "somebody of" that house: a list of names must not show who works where.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ..approvals import named
from ..codes.staff import Role
from ..faces.fields import MODELS
from ..models import BedPool, Invitation, Proposal, TrailEntry, User

Who = tuple[str, int]  # a kind and an id, as the trail has them


def parted(text: str) -> Who:
    kind, _space, number = text.partition(" ")
    return kind, int(number or 0)


class Readable:
    """All that some entries speak of, read with one query a kind."""

    def __init__(self, reader: User, entries: Iterable[TrailEntry]) -> None:
        self.reader = reader
        entries = list(entries)
        found = {parted(text) for one in entries for text in (actor_of(one), subject_of(one))}
        numbers = [(kind, pk) for one in entries for kind, pk in one.numbers.items()]
        self.proposals = _rows(Proposal, _ids(found, "proposal") | {pk for kind, pk in numbers if kind == "proposal"})
        self.invitations = _rows(Invitation, _ids(found, "invitation"), "organisation")
        self.pools = _rows(BedPool, _ids(found, "pool"), "facility")
        people = _ids(found, "user") | {pk for kind, pk in numbers if kind == "user"}
        people |= {pk for one in self.proposals.values() for pk in (one.made_by_id, one.decided_by_id) if pk}
        self.people = _rows(User, people | {one.user_id for one in self.invitations.values() if one.user_id})
        self.of_proposals = named.of_proposals(self.proposals.values())
        self.things = named.of_things(one for one in found if one[0] in MODELS)

    def who(self, actor: str) -> str:
        kind, pk = parted(actor)
        if kind == "user":
            return self.person(pk)
        return {"console": _("the console"), "feed": _("a program of the centre"), "link": _("a link in a mail")}.get(
            kind, _("nobody who signed in")
        )

    def person(self, pk: int | None) -> str:
        """The name, to their own house; to coordinators also that of a coordinator."""
        found = self.people.get(pk or 0)
        if found is None:
            return "—"
        coordinates, reader = Role.COORDINATOR in found.grants, self.reader
        mates = found.organisation_id is not None and found.organisation_id == reader.organisation_id
        if found.pk == reader.pk or mates or (coordinates and Role.COORDINATOR in reader.roles):
            return str(found.username)
        if coordinates or found.organisation is None:
            return _("a coordinator")
        return _("somebody of “%(name)s”") % {"name": found.organisation.name or found.organisation.key}

    def subject(self, text: str) -> str:
        """The name of what an act was about. Empty: the act says it all."""
        kind, pk = parted(text)
        if kind == "user":
            return self.person(pk)
        if kind == "pool" and pk in self.pools:
            pool = self.pools[pk]
            return f"{named.of_thing(pool.facility)}: {pool.name}"
        if kind == "invitation" and pk in self.invitations:
            return self._invitation(self.invitations[pk])
        if kind == "proposal" and pk in self.proposals:
            said = (self.proposals[pk].get_kind_display(), self._of_proposal(self.proposals[pk]))
            return ": ".join(filter(None, said))
        return self.things.get((kind, pk), "")

    def _of_proposal(self, proposal: Proposal) -> str:
        concerned = self.people.get(proposal.target or 0) if proposal.kind in ("keys", "departure") else None
        return self.person(concerned.pk) if concerned else self.of_proposals[proposal.pk]

    def _invitation(self, invitation: Invitation) -> str:
        house = invitation.organisation
        said = (self.person(invitation.user_id) if invitation.user_id else "", invitation.get_role_display())
        return "; ".join(filter(None, (*said, (house.name or house.key) if house else "")))


def actor_of(entry: TrailEntry) -> str:
    """Who acted. Of an act whose details can be erased it stands among them."""
    return str(payload_of(entry).get("actor") or entry.actor)


def subject_of(entry: TrailEntry) -> str:
    return str(payload_of(entry).get("subject") or entry.subject)


def payload_of(entry: TrailEntry) -> dict[str, Any]:
    """The details. Empty: it has none, or they are erased."""
    return entry.payload.data if hasattr(entry, "payload") else {}


def _ids(found: Iterable[Who], kind: str) -> set[int]:
    return {pk for one, pk in found if one == kind}


def _rows(model: Any, ids: set[int], *related: str) -> dict[int, Any]:
    if not ids:
        return {}
    rows = model._default_manager.select_related(*related)
    if model is User:
        rows = model._default_manager.select_related("organisation").prefetch_related("role_grants")
    return dict(rows.in_bulk(ids))
