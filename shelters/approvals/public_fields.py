"""What people read of a facility, a hotline, an organisation: all of it that could send somebody to the wrong door.

A face is a dict of plain JSON values, the fields of its kind; of a facility also `phones`, `only_for` and `open_rules`
(the groups, of those for whose sake a place may be attacked, whose rule the public sees). A proposal shows two of them
side by side.
"""

from datetime import date
from typing import Any

from django.db import models, transaction

from ..codes.public import GUARDED_GROUPS, Visibility
from ..codes.staff import ProposalKind
from ..models import AdmissionRule, Facility, Hotline, OnlyFor, Organisation, Phone
from ..published.refresh import refresh

Face = dict[str, Any]
_LANGUAGES = ("az", "ru", "en")
MODELS: dict[str, type[models.Model]] = {
    ProposalKind.FACILITY: Facility,
    ProposalKind.HOTLINE: Hotline,
    ProposalKind.ORGANISATION: Organisation,
}
FIELDS: dict[str, tuple[str, ...]] = {
    ProposalKind.FACILITY: (
        *(f"name_{code}" for code in _LANGUAGES),
        *("kind", "organisation_id", "place_id", "confidential", "address", "lat", "lon"),
        *("basis", "basis_source", "basis_date", "listed", "takes_questions", "public_rooms"),
    ),
    ProposalKind.HOTLINE: (
        *("number", *(f"label_{code}" for code in _LANGUAGES), *(f"hours_{code}" for code in _LANGUAGES)),
        *(
            "answers",
            "emergency",
            "for_groups",
            "for_needs",
            "run_by",
            "in_writing",
            "landline",
            "published",
            "position",
        ),
    ),
    ProposalKind.ORGANISATION: (*(f"name_{code}" for code in _LANGUAGES), "type"),
}
PHONE = ("number", "label", "visible_to", "position", "source", "stated_on")
ONLY_FOR = ("group", "visible_to", "source", "stated_on")
# What of a new one is not shown before a second person has seen it.
_UNSEEN = {"listed": False, "takes_questions": False, "public_rooms": False, "published": False}


def kind_of(thing: models.Model) -> ProposalKind:
    return next(ProposalKind(kind) for kind, model in MODELS.items() if isinstance(thing, model))


def fields_of(thing: models.Model) -> Face:
    """The fields as they are in memory, saved or not."""
    return {name: _plain(getattr(thing, name)) for name in FIELDS[kind_of(thing)]}


def keep_back(thing: models.Model) -> None:
    """Put the fields back to what the database says; of a new one those that would show it."""
    stored: Any = type(thing)._default_manager.filter(pk=thing.pk).first() if thing.pk else None
    for name in FIELDS[kind_of(thing)]:
        if stored is not None:
            setattr(thing, name, getattr(stored, name))
        elif name in _UNSEEN:
            setattr(thing, name, _UNSEEN[name])


def read(kind: str, target: int) -> Face | None:
    """The face of what stands in the database; None where there is nothing."""
    thing: Any = MODELS[kind]._default_manager.filter(pk=target).first()
    if thing is None:
        return None
    face = fields_of(thing)
    if kind == ProposalKind.FACILITY:
        face["phones"] = [phone_of(phone) for phone in thing.phones.all()]
        face["only_for"] = [only_for_of(one) for one in thing.only_for.all()]
        face["open_rules"] = open_rules(thing)
    return face


def phone_of(phone: Phone) -> dict[str, Any]:
    return {name: _plain(getattr(phone, name)) for name in PHONE}


def only_for_of(one: OnlyFor) -> dict[str, Any]:
    return {name: _plain(getattr(one, name)) for name in ONLY_FOR}


def open_rules(facility: Facility) -> list[str]:
    shown = facility.rules.filter(visible_to=Visibility.PUBLIC, group__in=GUARDED_GROUPS)
    return sorted(shown.values_list("group", flat=True))


@transaction.atomic
def put(kind: str, target: int, face: Face) -> None:
    """Make it read so. Raises ValidationError where it cannot stand."""
    thing: Any = MODELS[kind]._default_manager.select_for_update().get(pk=target)
    for name in FIELDS[kind]:
        setattr(thing, name, _meant(thing, name, face[name]))
    thing.full_clean()
    thing.save()
    if isinstance(thing, Facility):
        _put_rows(thing, Phone, "number", PHONE, face["phones"])
        _put_rows(thing, OnlyFor, "group", ONLY_FOR, face.get("only_for", []))
        _put_rules(thing, face["open_rules"])
        refresh([thing.pk])
    elif isinstance(thing, Organisation):
        refresh(list(thing.facilities.values_list("pk", flat=True)))


def _put_rows(
    facility: Facility, model: type[Phone | OnlyFor], key: str, fields: tuple[str, ...], wanted: list[dict[str, Any]]
) -> None:
    """Make these the facility's rows of a table; a row is known again by its `key`."""
    stored = model._default_manager.filter(facility=facility)
    stored.exclude(**{f"{key}__in": [said[key] for said in wanted]}).delete()
    for said in wanted:
        row = stored.filter(**{key: said[key]}).first() or model(facility=facility)
        for name in fields:
            setattr(row, name, _meant(row, name, said[name]))
        row.full_clean()
        row.save()


def _put_rules(facility: Facility, shown: list[str]) -> None:
    rules = AdmissionRule.objects.filter(facility=facility, group__in=GUARDED_GROUPS)
    rules.filter(group__in=shown).update(visible_to=Visibility.PUBLIC)
    rules.exclude(group__in=shown).update(visible_to=Visibility.CASEWORKERS)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, models.TextChoices) else value


def _meant(thing: models.Model, name: str, value: Any) -> Any:
    """A value of JSON as the field's own type."""
    field: Any = thing._meta.get_field(name.removesuffix("_id"))
    return field.to_python(value) if value is not None else None
