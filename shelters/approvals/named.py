"""The names of the things and people that changes speak of, read together: a few queries for a whole page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..codes.staff import ProposalKind
from ..codes.wording import language
from ..faces.fields import MODELS, Face
from ..models import Organisation, Place, Proposal, User

SHOWN = 3  # names of a list
_NAMED = tuple(f"{part}_{code}" for part in ("name", "label") for code in ("az", "ru", "en"))


@dataclass(frozen=True)
class Mentioned:
    """The towns and organisations that faces hold by their ids. A list holds an organisation by its key."""

    places: dict[int, Place] = field(default_factory=dict)
    organisations: dict[Any, Organisation] = field(default_factory=dict)

    @classmethod
    def of(cls, faces: Iterable[Face]) -> "Mentioned":
        ids: dict[str, set[Any]] = {"place_id": set(), "organisation_id": set()}
        for face in faces:
            for name, found in ids.items():
                if face.get(name):
                    found.add(face[name])
        numbers, keys = _apart(ids["organisation_id"])
        towns = Place.objects.select_related("rayon").in_bulk(_apart(ids["place_id"])[0]) if ids["place_id"] else {}
        runs: dict[Any, Organisation] = {}
        if numbers:
            runs |= Organisation.objects.in_bulk(numbers)
        if keys:
            runs |= Organisation.objects.in_bulk(keys, field_name="key")
        return cls(towns, runs)


def _apart(found: set[Any]) -> tuple[list[int], list[str]]:
    return [one for one in found if isinstance(one, int)], [one for one in found if isinstance(one, str)]


def of_face(face: Face) -> str:
    """The name in the page's language, else in Azerbaijani, else the number. Empty: it has none."""
    names = (face.get(f"{part}_{code}") for part in ("name", "label") for code in (language(), "az"))
    return str(next(filter(None, names), None) or face.get("number") or "")


def of_things(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The names of rows, by kind and id: one query a kind. A row without a name has its key, or its day."""
    ids: dict[str, set[int]] = {}
    for kind, pk in wanted:
        ids.setdefault(kind, set()).add(pk)
    return {(kind, pk): of_thing(thing) for kind in ids for pk, thing in _rows(kind, ids[kind]).items()}


def _rows(kind: str, ids: set[int]) -> dict[int, Any]:
    model: Any = MODELS.get(kind, User)
    return dict(model._default_manager.in_bulk(ids))


def of_thing(thing: Any) -> str:
    if isinstance(thing, User):
        return thing.get_username()
    name = of_face({part: getattr(thing, part, "") for part in _NAMED})
    return name or str(getattr(thing, "key", "") or getattr(thing, "number", "") or getattr(thing, "day", ""))


def of_proposals(proposals: Iterable[Proposal]) -> dict[int, str]:
    """What each proposal is about, in words: one query a kind. Empty: it is about no row."""
    those = list(proposals)
    names = of_things((_kind_of_row(one), one.target) for one in those if one.target and _kind_of_row(one))
    return {one.pk: _of_proposal(one, names) for one in those}


def _kind_of_row(proposal: Proposal) -> str:
    if proposal.kind in MODELS:
        return str(proposal.kind)
    return "user" if proposal.kind in (ProposalKind.KEYS, ProposalKind.DEPARTURE) else ""


def _of_proposal(proposal: Proposal, names: dict[tuple[str, int], str]) -> str:
    if proposal.kind == ProposalKind.DIRECTORY:
        return _of_list(proposal.before.get("faces", {}), proposal.after.get("faces", {}))
    said = names.get((_kind_of_row(proposal), proposal.target or 0), "")
    return said or of_face(proposal.after) or of_face(proposal.before) or str(proposal.before.get("day") or "")


def _of_list(before: Face, after: Face) -> str:
    """The first names of a list, and how many more there are."""
    said = [of_face(after[name] or before.get(name) or {}) or name.partition(" ")[2] for name in after]
    first, further = "; ".join(said[:SHOWN]), len(said) - SHOWN
    return _("%(names)s, and %(number)d more") % {"names": first, "number": further} if further > 0 else first
