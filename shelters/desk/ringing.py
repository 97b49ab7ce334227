"""Which entries of the directory somebody has to ring: what was confirmed longest ago, then where most people live.

Nothing here counts what anybody reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..faces import bound
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
    def kind(self) -> str:
        return "hotline" if isinstance(self.thing, Hotline) else "facility"

    @property
    def subject(self) -> str:
        """As the trail names it."""
        return f"{self.kind} {self.thing.pk}"

    def is_due(self, today: date) -> bool:
        if isinstance(self.thing, Hotline) and self.thing.emergency:
            return False
        return self.confirmed_on is None or self.confirmed_on < today - OLD

    @property
    def has_number(self) -> bool:
        return bool(self.phones) or isinstance(self.thing, Hotline)

    @property
    def order(self) -> tuple[date, bool, int, str]:
        return (self.confirmed_on or date.min, self.people is not None, -(self.people or 0), self.thing.key)


def entries() -> list[ToConfirm]:
    """All that everybody may read, in the order in which it is rung."""
    places = bound.as_bound(with_last_confirmed(Facility.objects.listed()).select_related("place"))
    lines = with_last_confirmed(Hotline.objects.filter(published=True))
    return sorted(_to_confirm([*places, *lines]), key=lambda one: one.order)


def due(today: date) -> list[ToConfirm]:
    """What nobody confirmed within 90 days. The lines of police, doctors and rescue answer anyway."""
    return [one for one in entries() if one.is_due(today)]


def _to_confirm(things: Iterable[Any]) -> list[ToConfirm]:
    """What was read with `with_last_confirmed`, with its numbers."""
    found = list(things)
    houses = [one for one in found if isinstance(one, Facility)]
    people = living_near([(one.place.lat, one.place.lon) for one in houses])
    near = dict(zip(map(id, houses), people, strict=True))
    return [
        ToConfirm(one, one.last_confirmed, list(one.phones.all()) if id(one) in near else [], near.get(id(one)))
        for one in found
    ]
