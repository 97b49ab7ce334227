"""What the public is told of a facility, ready to be shown: made of its facts, of nothing hidden among them."""

from typing import Any, TypedDict

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery

from ..codes import Basis, Visibility
from .facility import Facility
from .facts import Confirmation


class Shown(TypedDict):
    """The fields of a card. Days are ISO texts or None; of a reported facility there are no names and no phones."""

    id: str
    kind: str
    names: dict[str, str]
    place_id: int
    run_by: str
    basis: str
    source: str
    source_date: str | None
    door: bool
    phones: list[dict[str, str]]
    last_confirmed: str | None


class Card(models.Model):
    """One listed facility. A search reads cards and listings, never the tables in which hidden facts stand."""

    facility = models.OneToOneField(Facility, on_delete=models.CASCADE, primary_key=True, related_name="card")
    shown = models.JSONField()

    def __str__(self) -> str:
        return str(self.shown.get("id"))


def with_last_confirmed(things: QuerySet[Any]) -> QuerySet[Any]:
    """Facilities or hotlines with `last_confirmed`: the day of their newest confirmation, or None."""
    records = Confirmation.objects.filter(**{things.model._meta.model_name or "": OuterRef("pk")})
    newest = Subquery(records.order_by("-confirmed_on").values("confirmed_on")[:1])
    annotated: QuerySet[Any] = things.annotate(last_confirmed=newest)
    return annotated


def card(facility: Facility) -> Card:
    """Made of a facility of `with_last_confirmed`, its organisation and phones."""
    reported = facility.basis == Basis.REPORTED
    names = {"az": facility.name_az, "ru": facility.name_ru, "en": facility.name_en}
    phones = [phone for phone in facility.phones.all() if phone.visible_to == Visibility.PUBLIC]
    last_confirmed = facility.last_confirmed  # type: ignore[attr-defined]
    shown: Shown = {
        "id": facility.public_id,
        "kind": facility.kind,
        "names": {} if reported else {language: name for language, name in names.items() if name},
        "place_id": facility.place_id,
        "run_by": facility.organisation.type,
        "basis": facility.basis,
        "source": facility.basis_source,
        "source_date": facility.basis_date.isoformat() if facility.basis_date else None,
        "door": facility.lat is not None,
        # A reported facility is reached through a hotline that knows it, never by a number of its own.
        "phones": [] if reported else [{"number": phone.number, "label": phone.label} for phone in phones],
        "last_confirmed": last_confirmed.isoformat() if last_confirmed else None,
    }
    return Card(facility=facility, shown=shown)
