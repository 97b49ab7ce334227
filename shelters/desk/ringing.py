"""Which entries of the directory somebody has to ring: what was confirmed longest ago, then where most people live.

Nothing here counts what anybody reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..models import Facility, Hotline, Phone
from ..models.facts import with_last_confirmed
from ..places.people import living_near

OLD = timedelta(days=90)


@dataclass(frozen=True)
class ToConfirm:
    """A place or a line, when it was last confirmed, its numbers, and how many people live near. A line is near all."""

    thing: Facility | Hotline
    confirmed_on: date | None
    phones: list[Phone]
    people: int | None

    @property
    def has_number(self) -> bool:
        return bool(self.phones) or isinstance(self.thing, Hotline)

    @property
    def order(self) -> tuple[date, bool, int, str]:
        return (self.confirmed_on or date.min, self.people is not None, -(self.people or 0), self.thing.key)


def due(today: date) -> list[ToConfirm]:
    """What everybody may read and nobody confirmed within 90 days. The lines of police, doctors and rescue answer."""
    before = today - OLD
    places = with_last_confirmed(Facility.objects.listed()).select_related("place").prefetch_related("phones")
    lines = with_last_confirmed(Hotline.objects.filter(published=True, emergency=False))
    old = [one for one in (*places, *lines) if one.last_confirmed is None or one.last_confirmed < before]
    return sorted(to_confirm(old), key=lambda one: one.order)


def to_confirm(things: Iterable[Any]) -> list[ToConfirm]:
    """What was read with `with_last_confirmed`, with its numbers."""
    found = list(things)
    houses = [one for one in found if isinstance(one, Facility)]
    people = living_near([(one.place.lat, one.place.lon) for one in houses])
    near = {house.pk: number for house, number in zip(houses, people, strict=True)}
    return [
        ToConfirm(one, one.last_confirmed, list(one.phones.all()), near[one.pk])
        if isinstance(one, Facility)
        else ToConfirm(one, one.last_confirmed, [], None)
        for one in found
    ]
