"""What the public is told of a facility, ready to be shown: made of its facts, of nothing hidden among them."""

from collections.abc import Mapping
from typing import TypedDict

from django.db import models

from .facility import Facility


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


class CardFields(TypedDict):
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
