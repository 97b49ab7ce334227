"""What a list would change of what people read, before anybody takes it in."""

import csv
import io
from dataclasses import dataclass

from django.db import transaction

from ..codes.staff import ProposalKind
from ..directory.csv_file.importer import import_text
from ..directory.csv_file.sheet import plain
from ..models import Facility, Organisation
from . import public_fields

Faces = dict[str, public_fields.Face | None]


@dataclass(frozen=True)
class Review:
    """The faces that a list changes, by "facility KEY" and "organisation KEY"; None where there is none yet."""

    before: Faces
    after: Faces


def look(text: str) -> Review:
    """What taking it would change; nothing is taken. Raises BadFile."""
    with transaction.atomic():
        review = take(text)
        transaction.set_rollback(True)
    return review


@transaction.atomic
def take(text: str) -> Review:
    """Take the list in, all or nothing, and say what it changed. Raises BadFile."""
    rows = list(csv.DictReader(io.StringIO(plain(text).lstrip("\n"), newline="")))
    before = _faces(rows)
    import_text(text)
    after = _faces(rows)
    changed = [name for name in after if after[name] != before.get(name)]
    return Review({name: before.get(name) for name in changed}, {name: after[name] for name in changed})


def _faces(rows: list[dict[str, str]]) -> Faces:
    found: Faces = {}
    for kind, model, column in (
        (ProposalKind.FACILITY, Facility, "key"),
        (ProposalKind.ORGANISATION, Organisation, "organisation"),
    ):
        keys = {str(row.get(column) or "").strip() for row in rows}
        for key, pk in model._default_manager.filter(key__in=keys).order_by("key").values_list("key", "pk"):
            found[f"{kind} {key}"] = public_fields.read(kind, pk)
    return found
