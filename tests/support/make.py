"""Facilities, places and rules for tests, each in a single call."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shelters.codes.public import Basis, Kind, Verdict, Visibility
from shelters.faces import bound
from shelters.faces.fields import kind_of
from shelters.hours import notation
from shelters.models import (
    AdmissionRule,
    DayOverride,
    Facility,
    Hotline,
    OpeningHours,
    Organisation,
    Phone,
    Place,
    PlaceName,
    Provision,
    Rayon,
    Revision,
)
from shelters.places.gazetteer import fold
from shelters.published.refresh import refresh

_numbers = itertools.count(1)
_waiting: list[int] | None = None  # facilities that the index does not know yet


@contextmanager
def many() -> Iterator[None]:
    """Whatever facilities are made meanwhile come into the index at the end, all at once."""
    global _waiting
    _waiting = []
    try:
        yield
        refresh(_waiting)
    finally:
        _waiting = None


def place(lat: float = 40.4, lon: float = 49.9, **fields: Any) -> Place:
    """A town that is large enough to hide a facility."""
    number = next(_numbers)
    rayon, _new = Rayon.objects.get_or_create(code="AZ-T", defaults={"name_az": "Sınaq", "type": Rayon.RAYON})
    fields = {"name_az": f"Sınaqşəhər {number}", "population": 200_000, "rayon": rayon} | fields
    made = Place.objects.create(id=10**9 + number, lat=lat, lon=lon, **fields)
    PlaceName.objects.create(place=made, text=made.name_az, folded=fold(made.name_az), kind=PlaceName.NAME)
    Revision.change(Revision.PLACES)
    return made


def facility(town: Place | None = None, *, rules: dict[str, Any] | None = None, **fields: Any) -> Facility:
    """A listed shelter with public rules: `rules` maps a group to a verdict, or to fields of the rule.

    `hours` is a schedule as text, or maps services to such texts.
    """
    number = next(_numbers)
    organisation, _new = Organisation.objects.get_or_create(key="test", defaults={"name_az": "Sınaq", "type": "ngo"})
    services = fields.pop("services", ["emergency_shelter"])
    phones = fields.pop("phones", [])
    hours = fields.pop("hours", {})
    defaults = {
        "key": f"test-{number}",
        "name_az": f"Sınaq {number}",
        "organisation": organisation,
        "kind": Kind.SHELTER,
        "place": town or place(),
        "basis": Basis.AGREED,
        "basis_source": "test",
        "listed": True,
    }
    made = Facility.objects.create(**defaults | fields)
    Provision.objects.bulk_create([Provision(facility=made, service=s, source="test") for s in services])
    for group, said in (rules or {}).items():
        rule = {"verdict": said} if isinstance(said, (str, Verdict)) else said
        AdmissionRule.objects.create(
            **{"facility": made, "group": group, "source": "test", "visible_to": Visibility.PUBLIC} | rule
        )
    for service, text in ({"": hours} if isinstance(hours, str) else hours).items():
        opening = OpeningHours(facility=made, service=service, source="test")
        opening.keep(notation.read(text))
    for phone in phones:
        Phone.objects.create(**{"facility": made, "source": "test", "visible_to": Visibility.PUBLIC} | phone)
    if _waiting is None:
        refresh([made.pk])
    else:
        _waiting.append(made.pk)
    return made


def line(**fields: Any) -> Hotline:
    """A hotline that everybody reads."""
    made = Hotline(**{"published": True, "source": "test"} | fields)
    made.save()
    return counting(made)


def day(**fields: Any) -> DayOverride:
    """A moved day."""
    return counting(DayOverride.objects.create(**fields))


def counting(thing: Any) -> Any:
    """Let a line or a day count as its rows stand."""
    bound.bind(kind_of(thing), [thing.pk])
    return thing


def hide_something(made: Facility) -> None:
    """Facts of a facility that caseworkers alone may read."""
    made.rules.create(group="lgbq", verdict="no", visible_to="caseworkers", source="a call")
    made.phones.create(number="055 123 45 67", visible_to="caseworkers", source="a call")
    made.notes = "Ring twice."
    made.save()
    refresh([made.pk])
