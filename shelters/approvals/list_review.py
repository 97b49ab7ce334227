"""What a list would change of what people read, before anybody takes it in."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from ..audit.trail import Actor
from ..codes.staff import ProposalKind
from ..directory.csv_file.cells import unguard_formula
from ..directory.csv_file.importer import import_text, silent
from ..directory.csv_file.sheet import plain
from ..faces import bound, fields
from ..models import Facility, Organisation
from . import record

Faces = dict[str, fields.Face | None]


@dataclass(frozen=True)
class Review:
    """The faces that a list changes, by "facility KEY" and "organisation KEY"; None where there is none yet."""

    before: Faces
    after: Faces


def look(text: str) -> Review:
    """What taking it would change; nothing is taken. Raises BadFile."""
    with transaction.atomic():
        review = take(text, by=None)
        transaction.set_rollback(True)
    return review


@transaction.atomic
def take(text: str, *, by: Actor | None, proposal: int | None = None, warn: Callable[[str], None] = silent) -> Review:
    """Take the list in, all or nothing, and say what it changed; `warn` hears of doubles. Raises BadFile.

    `by` None: whoever calls it undoes it.
    """
    rows = rows_of(text)
    before = _faces(rows)
    import_text(text, warn)
    after = _faces(rows)
    changed = [name for name in after if after[name] != before.get(name)]
    if by is not None:
        for name in changed:
            record.record(name[0], name[2], before.get(name) or {}, after[name], by=by, proposal=proposal)
    keys = dict(Organisation.objects.values_list("pk", "key"))
    return Review(
        {f"{kind} {key}": _by_key(before.get((kind, key, target)), keys) for kind, key, target in changed},
        {f"{kind} {key}": _by_key(after[kind, key, target], keys) for kind, key, target in changed},
    )


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a list, each cell as the import reads it. Raises BadFile."""
    rows = csv.DictReader(io.StringIO(plain(text).lstrip("\n"), newline=""))
    return [
        {column: unguard_formula(cell.strip()).strip() for column, cell in row.items() if column and cell}
        for row in rows
    ]


def _by_key(face: fields.Face | None, keys: dict[int, str]) -> fields.Face | None:
    """A face with its organisation by key: an organisation that the list brings has no number of its own yet."""
    if not face or "organisation_id" not in face:
        return face
    return face | {"organisation_id": keys[face["organisation_id"]]}


def _faces(rows: list[dict[str, str]]) -> dict[tuple[str, str, int], fields.Face]:
    """The faces that a list may change, by kind, key and id."""
    found: dict[tuple[str, str, int], fields.Face] = {}
    for kind, model, column in (
        (ProposalKind.FACILITY, Facility, "key"),
        (ProposalKind.ORGANISATION, Organisation, "organisation"),
    ):
        keys = {row.get(column, "") for row in rows}
        ids = dict(model._default_manager.filter(key__in=keys).order_by("key").values_list("pk", "key"))
        stands = bound.faces(kind, list(ids))
        found |= {(kind, ids[pk], pk): stands[pk] for pk in ids}
    return found
