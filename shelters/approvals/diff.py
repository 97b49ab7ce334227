"""Before and after in words, side by side: only what differs.

Values are compared, never their words: two towns or two organisations may have the same name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..codes import telephone
from ..codes.public import Group, Service
from ..codes.staff import ProposalKind
from ..faces import fields
from ..faces.fields import Face, Table
from ..models import Proposal
from . import named, public_fields, record
from .named import Mentioned


@dataclass(frozen=True)
class Difference:
    """One thing that would change. An empty text is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """All that would change of one thing, by its name."""

    name: str
    lines: list[Difference]


def changes(proposal: Proposal) -> list[Changed]:
    """What a proposal would change: of one thing, or of all that a list holds."""
    if proposal.kind == ProposalKind.DIRECTORY:
        before, after = proposal.before["faces"], proposal.after["faces"]
        mentioned = Mentioned.of(face for faces in (before, after) for face in faces.values() if face)
        return [_changed(name, before[name] or {}, after[name] or {}, mentioned) for name in after]
    name = named.of_proposals([proposal])[proposal.pk]
    if proposal.kind not in fields.MODELS:
        return [Changed(name, [])]
    mentioned = Mentioned.of([proposal.before, proposal.after])
    return [Changed(name, list(lines(proposal.kind, proposal.before, proposal.after, mentioned)))]


def _changed(kind_and_key: str, before: Face, after: Face, mentioned: Mentioned) -> Changed:
    """Under the name that it has, or is to have if it is new; without a name under its key."""
    kind, _space, key = kind_and_key.partition(" ")
    return Changed(named.of_face(before or after) or key, list(lines(kind, before, after, mentioned)))


def lines(kind: str, before: Face, after: Face, mentioned: Mentioned) -> Iterator[Difference]:
    """What differs. Of a thing that nobody read so far all is shown: nobody has looked at it yet."""
    shown = public_fields.SHOWN.get(ProposalKind(kind), "")
    whole = bool(after.get(shown)) and not before.get(shown)
    for field in fields.FIELDS[kind]:
        old, new = before.get(field), after.get(field)
        if old != new or (whole and new not in (None, "")):
            yield Difference(_label(kind, field), *(_said(kind, field, one, mentioned) for one in (old, new)))
    for table in fields.TABLES.get(kind, ()):
        old, new = before.get(table.name) or [], after.get(table.name) or []
        if old != new or (whole and new):
            here, there = ([row for row in one if whole or row not in other] for one, other in ((old, new), (new, old)))
            label = str(table.model._meta.verbose_name_plural)
            yield Difference(label, *("\n".join(_row(table, row) for row in rows) for rows in (here, there)))


def _label(kind: str, field: str) -> str:
    verbose: Any = fields.MODELS[kind]._meta.get_field(field)
    return str(verbose.verbose_name)


def _said(kind: str, field: str, value: Any, mentioned: Mentioned) -> str:
    if field == "place_id" and value in mentioned.places:
        place = mentioned.places[value]
        return f"{place}, {place.rayon} ({place.pk})"
    if field == "organisation_id" and value in mentioned.organisations:  # else the list brings it
        organisation = mentioned.organisations[value]
        return f"{organisation} ({organisation.key}), {organisation.get_type_display()}"
    return _words(fields.MODELS[kind], field, value)


def _words(model: Any, field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if value == record.CHANGED:
        return _("hidden: changed")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in ("number", "landline"):
        return telephone.shown(value)
    if isinstance(value, list):
        return ", ".join(str(Group(one).label) if one in Group.values else str(Service(one).label) for one in value)
    if field == fields.SCHEDULE:
        return str(value)
    choices = dict(getattr(model._meta.get_field(field), "choices", None) or [])
    return str(choices.get(value, value))


def _row(table: Table, row: Any) -> str:
    """A row of a table: by what it is known, then all that is said of it."""
    if row == record.CHANGED:
        return _("hidden: changed")
    known = _words(table.model, table.key, row[table.key]) or _("all that it offers")
    said = (
        words if name == fields.SCHEDULE else f"{table.model._meta.get_field(name).verbose_name}: {words}"  # type: ignore[union-attr]
        for name in table.fields
        if name != table.key and (words := _words(table.model, name, row[name]))
    )
    return f"{known} ({'; '.join(said)})"
