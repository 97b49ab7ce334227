"""What the public is told of a facility, ready to be shown: made of its facts, of nothing hidden among them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery

from ..codes.public import Answer, Basis, Group, Verdict, Visibility
from ..hours import notation
from .facility import Facility
from .facts import Confirmation
from .sourced import Sourced


class Fact(TypedDict):
    """What is said, by whom, and when (an ISO day or None). `value` is a verdict, an answer or a number."""

    value: str | int
    source: str
    stated_on: str | None
    condition: str


class Timed(TypedDict):
    """Opening hours as `timetable` writes them, by whom and when they were stated."""

    text: str
    source: str
    stated_on: str | None


def timed_for(hours: Mapping[str, Timed], service: str) -> Timed | None:
    """The hours that hold for a service: its own, or those of all that the facility offers."""
    return hours.get(service) or hours.get("")


class Shown(TypedDict):
    """The fields of a card. Days are ISO texts or None; of a reported facility there are no names and no phones."""

    id: str
    kind: str
    names: dict[str, str]
    place_id: int
    address: str
    run_by: str
    basis: str
    source: str
    source_date: str | None
    door: bool
    phones: list[dict[str, str]]
    last_confirmed: str | None
    rules: dict[str, Fact]
    sons_up_to: int | None
    asks: bool
    facts: dict[str, Fact]
    figures: dict[str, Fact]
    services: dict[str, Fact]


class Card(models.Model):
    """One listed facility. A search reads cards and listings, never the tables in which hidden facts stand.

    `hours` maps a service, or "" for all that it offers, to a `Timed`.
    """

    facility = models.OneToOneField(Facility, on_delete=models.CASCADE, primary_key=True, related_name="card")
    public_id = models.CharField(max_length=6, unique=True)
    shown = models.JSONField()
    hours = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.public_id


def with_last_confirmed(things: QuerySet[Any]) -> QuerySet[Any]:
    """Facilities or hotlines with `last_confirmed`: the day of their newest confirmation, or None."""
    records = Confirmation.objects.filter(**{things.model._meta.model_name or "": OuterRef("pk")})
    newest = Subquery(records.order_by("-confirmed_on").values("confirmed_on")[:1])
    annotated: QuerySet[Any] = things.annotate(last_confirmed=newest)
    return annotated


def card(facility: Facility) -> Card:
    """Made of a facility of `with_last_confirmed`, its organisation, phones and facts."""
    reported = facility.basis == Basis.REPORTED
    names = {"az": facility.name_az, "ru": facility.name_ru, "en": facility.name_en}
    shown: Shown = {
        "id": facility.public_id,
        "kind": facility.kind,
        "names": {} if reported else {language: name for language, name in names.items() if name},
        "place_id": facility.place_id,
        "address": "" if reported else facility.address or "",
        "run_by": facility.organisation.type,
        "basis": facility.basis,
        "source": facility.basis_source,
        "source_date": _iso(facility.basis_date),
        "door": facility.lat is not None,
        # A reported facility is reached through a hotline that knows it, never by a number of its own.
        "phones": [] if reported else _phones(facility),
        "last_confirmed": _iso(facility.last_confirmed),
        # Two switches and nothing else: who works there must change no byte.
        "asks": facility.takes_questions and not facility.questions_paused,
        **_facts(facility),  # type: ignore[typeddict-item]
    }
    return Card(facility=facility, public_id=facility.public_id, shown=shown, hours=_hours(facility))


def _hours(facility: Facility) -> dict[str, Timed]:
    known = ((hours, hours.schedule) for hours in facility.hours.all())
    return {
        hours.service: {
            "text": notation.write(schedule),
            "source": hours.source,
            "stated_on": _iso(hours.stated_on),
        }
        for hours, schedule in known
        if not schedule.is_unknown
    }


def _phones(facility: Facility) -> list[dict[str, str]]:
    public = (phone for phone in facility.phones.all() if phone.visible_to == Visibility.PUBLIC)
    return [{"number": phone.number, "label": phone.label} for phone in public]


def _facts(facility: Facility) -> dict[str, Any]:
    """What is known; that something is not known needs no entry."""
    rules = [rule for rule in facility.rules.all() if rule.visible_to == Visibility.PUBLIC]
    return {
        "rules": {r.group: _fact(r, r.verdict, r.condition) for r in rules if r.verdict != Verdict.UNKNOWN},
        "sons_up_to": next((r.sons_up_to for r in rules if r.group == Group.WOMAN_WITH_CHILDREN), None),
        "facts": {f.code: _fact(f, f.answer) for f in facility.facts.all() if f.answer != Answer.UNKNOWN},
        "figures": {f.code: _fact(f, f.value) for f in facility.figures.all()},
        "services": {p.service: _fact(p, p.service) for p in facility.provisions.all()},
    }


def _fact(fact: Sourced, value: str | int, condition: str = "") -> Fact:
    return {"value": value, "source": fact.source, "stated_on": _iso(fact.stated_on), "condition": condition}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
