"""The faces that people propose: what stands, what is shown, and how a face comes into effect.

A proposal holds two faces, before and after.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from ..codes.staff import ProposalKind
from ..directory.organisations import refuse_namesake
from ..faces import bound
from ..faces.fields import MODELS, Face, kind_of
from ..faces.writing import put_tables, set_fields
from ..models import Facility, Hotline, Organisation
from ..published.refresh import refresh

# The switch that shows a thing to everybody, by kind. The other kinds are always shown.
SHOWN = {ProposalKind.FACILITY: "listed", ProposalKind.HOTLINE: "published"}


def was_shown(thing: models.Model) -> bool:
    """Whether anybody but coordinators may have read it. A facility or hotline that never was may be edited freely."""
    if isinstance(thing, Facility):
        return thing.ever_listed
    return thing.ever_published if isinstance(thing, Hotline) else True


def read(kind: str, target: int) -> Face | None:
    """The face that counts; None where there is nothing."""
    return bound.faces(kind, [target]).get(target)


@transaction.atomic
def put(kind: str, target: int | None, face: Face) -> int:
    """Make it read so; without a target it is made, with an empty face it is deleted. Returns its id.

    Raises ValidationError where it cannot stand.
    """
    model = MODELS[kind]
    thing: Any = model() if target is None else model._default_manager.select_for_update().get(pk=target)
    if target is not None:
        trust(thing)
        thing.refresh_from_db()
    if not face:
        thing.delete()
        bound.bind(ProposalKind(kind), [target or 0])
        return target or 0
    set_fields(kind, thing, face)
    if isinstance(thing, Organisation):
        refuse_namesake(thing)
    thing.full_clean()
    thing.save()
    put_tables(kind, thing, face)
    publish(thing)
    return int(thing.pk)


def trust(thing: models.Model) -> None:
    """Before a change: what somebody wrote into the database is put back. Raises ValidationError where it cannot be."""
    kind, ids = kind_of(thing), {thing.pk}
    if isinstance(thing, Organisation):
        kind, ids = ProposalKind.FACILITY, set(thing.facilities.values_list("pk", flat=True))
    if ids - bound.put_back(kind, ids):
        raise ValidationError(bound.ALTERED)


def publish(thing: models.Model) -> None:
    """Bring what people read in line with a thing that changed."""
    if isinstance(thing, Facility):
        refresh([thing.pk])
    elif isinstance(thing, Organisation):
        refresh(list(thing.facilities.values_list("pk", flat=True)))
    else:
        bound.bind(kind_of(thing), [thing.pk])
