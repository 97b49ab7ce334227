"""The public facts of a facility, ready to be shown. A card is made of its facts, and of no hidden fact."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.db import models

from ..codes.public import Kind, OrganisationType
from ..codes.staff import ProposalKind
from .base import Bound
from .facility import Facility


class Provenance(TypedDict):
    """The source of a fact as the public may read it: its kind, name, page, and day (ISO), or None.

    Of a hidden or reported facility `name` and `page` are empty, and `stated_on` is a year: a source leads to a door.
    """

    kind: str
    name: str
    page: str
    stated_on: str | None


class Fact(Provenance):
    """A statement and its source. `value` is a verdict, an answer or a number, `condition` a condition by language."""

    value: str | int
    condition: dict[str, str]


class Timed(Provenance):
    """Opening hours as `hours.notation` writes them, with their source."""

    text: str


def timed_for(hours: Mapping[str, Timed], service: str) -> Timed | None:
    """The hours that hold for a service: its own, or else the hours of the whole facility."""
    return hours.get(service) or hours.get("")


class PhoneFields(TypedDict):
    """A number in its kept form, who answers by language, and what a telephone dials (empty: it rings nowhere)."""

    number: str
    labels: dict[str, str]
    dial: str


class CardFields(TypedDict):
    """The fields of a card. A reported facility has no names and no phones here.

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
    listing: Provenance
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


def works_with_family(card: CardFields) -> bool:
    """Whether it is a state office for talking. Such an office may want to talk with the family."""
    return card["kind"] == Kind.COUNSELLING and card["run_by"] == OrganisationType.STATE


class Card(Bound):
    """A listed facility as the public sees it. A process reads a card again if its `digest` changed (`published`).

    `hours` maps a service, or "" for the whole facility, to a `Timed`. A later card has a greater `serial`.
    """

    facility = models.OneToOneField(Facility, on_delete=models.CASCADE, primary_key=True, related_name="card")
    public_id = models.CharField(max_length=6, unique=True)
    shown = models.JSONField()
    hours = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    serial = models.BigIntegerField(default=0, db_index=True)

    def __str__(self) -> str:
        return self.public_id

    def bound_values(self) -> Any:
        return [self.pk, self.public_id, self.shown, self.hours, self.digest, self.serial]


class BoundFace(Bound):
    """What people read of a thing of the directory, as the application wrote it last (`faces`).

    `state`: what changes without a second person. A later row has a greater `serial`.
    """

    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    target = models.BigIntegerField()
    face = models.JSONField()
    state = models.JSONField(default=dict)
    serial = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "target"], name="one_face_a_thing"),
            models.CheckConstraint(condition=models.Q(kind__in=ProposalKind.values), name="face_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

    def bound_values(self) -> Any:
        return [self.kind, self.target, self.face, self.state, self.serial]
