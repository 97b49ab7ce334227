"""Before and after in words, side by side: only what differs.

Values are compared, never their words: two towns or two organisations may have the same name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..codes import telephone
from ..codes.public import Group, Visibility
from ..codes.staff import ProposalKind
from ..codes.wording import language
from ..models import Organisation, Place, Proposal
from ..models.user import User
from . import public_fields


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
        return [_changed(name, before[name] or {}, after[name] or {}) for name in after]
    if proposal.kind in public_fields.MODELS:
        return [_changed(_of_one(proposal), proposal.before, proposal.after)]
    person = User.objects.filter(pk=proposal.target or 0).first()
    return [Changed(person.get_username() if person else "", [])]


def _changed(kind_and_key: str, before: public_fields.Face, after: public_fields.Face) -> Changed:
    """Under the name that it has, or is to have if it is new; without a name under its key."""
    kind, _space, key = kind_and_key.partition(" ")
    return Changed(_name(before or after) or key, list(_lines(kind, before, after)))


def _of_one(proposal: Proposal) -> str:
    thing: Any = public_fields.MODELS[proposal.kind]._default_manager.filter(pk=proposal.target or 0).first()
    return f"{proposal.kind} {thing.key if thing else ''}"


def _name(face: public_fields.Face) -> str:
    names = (face.get(f"{field}_{code}") for field in ("name", "label") for code in (language(), "az"))
    return str(next(filter(None, names), None) or face.get("number") or "")


def _lines(kind: str, before: public_fields.Face, after: public_fields.Face) -> Iterator[Difference]:
    for field in public_fields.FIELDS[kind]:
        old, new = before.get(field), after.get(field)
        if old != new:
            yield Difference(_label(kind, field), _said(kind, field, old), _said(kind, field, new))
    for field, label, words in (
        ("phones", _("Numbers"), _phone),
        ("only_for", _("Only for"), _only_for),
        ("open_rules", _("Rules that everybody may see"), _group),
    ):
        old, new = before.get(field, []), after.get(field, [])
        if old != new:
            yield Difference(label, *("\n".join(words(value) for value in values) for values in (old, new)))


def _label(kind: str, field: str) -> str:
    verbose: Any = public_fields.MODELS[kind]._meta.get_field(field.removesuffix("_id"))
    return str(verbose.verbose_name)


def _said(kind: str, field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "number":
        return telephone.shown(value)
    if field == "place_id":
        place = Place.objects.select_related("rayon").get(pk=value)
        return f"{place}, {place.rayon} ({place.pk})"
    if field == "organisation_id":
        organisation = Organisation.objects.get(pk=value)
        return f"{organisation} ({organisation.key}), {organisation.get_type_display()}"
    choices = dict(getattr(public_fields.MODELS[kind]._meta.get_field(field), "choices", None) or [])
    return str(choices.get(value, value))


def _phone(phone: dict[str, Any]) -> str:
    seen_by = Visibility(phone["visible_to"]).label
    words = (telephone.shown(phone["number"]), phone["label"], f"({seen_by})", phone["source"], phone["stated_on"])
    return " ".join(word for word in words if word)


def _only_for(one: dict[str, Any]) -> str:
    return f"{_group(one['group'])} ({Visibility(one['visible_to']).label})"


def _group(group: str) -> str:
    return str(Group(group).label)
