"""The public facts of a facility, ready to be shown. A card is made of its facts, and of no hidden fact."""

from collections.abc import Mapping
from typing import TypedDict

from django.db import models

from .facility import Facility


class Fact(TypedDict):
    """A statement, its source and its day (an ISO day or None). `value` is a verdict, an answer or a number.

    `condition` holds the condition of a verdict by language.
    """

    value: str | int
    source: str
    stated_on: str | None
    condition: dict[str, str]


class Timed(TypedDict):
    """Opening hours as `hours.notation` writes them, with their source and day."""

    text: str
    source: str
    stated_on: str | None


def timed_for(hours: Mapping[str, Timed], service: str) -> Timed | None:
    """The hours that hold for a service: its own, or else the hours of the whole facility."""
    return hours.get(service) or hours.get("")


class PhoneFields(TypedDict):
    """A number in its kept form, who answers by language, and what a telephone dials (empty: it rings nowhere)."""

    number: str
    labels: dict[str, str]
    dial: str


class CardFields(TypedDict):
    """The fields of a card. Days are ISO texts or None. A reported facility has no names and no phones here.

    `door` is latitude and longitude. Without it distances go to the middle of the town. `only_for` names the groups
    that the place is for, if it takes nobody else.
    """

    id: str
    kind: str
    names: dict[str, str]
    place_id: int
    address: str
    run_by: str
    basis: str
    source: str
    source_date: str | None
    door: list[float] | None
    phones: list[PhoneFields]
    last_confirmed: str | None
    rules: dict[str, Fact]
    only_for: list[str]
    sons_up_to: int | None
    asks: bool
    facts: dict[str, Fact]
    figures: dict[str, Fact]
    services: dict[str, Fact]


class Card(models.Model):
    """A listed facility as the public sees it. A process reads a card again if its `digest` changed (`published`).

    `hours` maps a service, or "" for the whole facility, to a `Timed`.
    """

    facility = models.OneToOneField(Facility, on_delete=models.CASCADE, primary_key=True, related_name="card")
    public_id = models.CharField(max_length=6, unique=True)
    shown = models.JSONField()
    hours = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.public_id
