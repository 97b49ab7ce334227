"""Facilities by the thousand, clustered in towns as in life."""

import random
from itertools import islice
from typing import Any

from shelters.codes.public import Group, Kind, Service
from shelters.models import AdmissionRule, Facility, Organisation, Phone, Place, Provision
from shelters.models.base import new_id
from shelters.published.refresh import refresh_all

# What kinds of places say of whom they take: most are alike, as in life.
HABITS: list[dict[str, str]] = [
    {"woman": "yes", "woman_with_children": "yes", "man": "no", "minor_alone": "no"},
    {"woman": "yes", "woman_with_children": "conditional", "man": "no", "mental_illness": "no", "pregnant": "yes"},
    {"woman": "yes", "man": "yes", "older": "yes", "limited_mobility": "conditional"},
    {"minor_alone": "yes", "woman": "no", "man": "no"},
    {"woman": "yes", "woman_with_children": "yes", "man": "no", "no_papers": "no", "foreign_national": "conditional"},
    {},
]
SERVICES = {
    Kind.SHELTER: [Service.EMERGENCY_SHELTER],
    Kind.CLINIC: [Service.MEDICAL_CARE, Service.STI_CARE],
    Kind.COUNSELLING: [Service.MENTAL_HEALTH],
    Kind.LEGAL_AID: [Service.LEGAL_AID, Service.ACCOMPANIMENT],
    Kind.FORENSIC_CENTRE: [Service.FORENSIC_EXAMINATION],
}
KINDS = [Kind.SHELTER] * 4 + [Kind.CLINIC] * 3 + [Kind.COUNSELLING, Kind.LEGAL_AID, Kind.FORENSIC_CENTRE]


def grow_to(number: int, dice: random.Random) -> None:
    """Add facilities until there are `number`, then make the index anew."""
    towns = list(Place.objects.filter(population__gt=0))
    large = [town for town in towns if (town.population or 0) >= Place.HIDES_FROM]
    organisation, _new = Organisation.objects.get_or_create(key="crowd", defaults={"type": "ngo", "name_az": "Crowd"})
    have = Facility.objects.count()
    taken = set(Facility.objects.values_list("public_id", flat=True))
    plans = (_facility(n, organisation, towns, large, dice, taken) for n in range(have, number))
    while batch := list(islice(plans, 5_000)):
        Facility.objects.bulk_create(batch)
        Provision.objects.bulk_create(
            Provision(facility=f, service=service, source="bench") for f in batch for service in SERVICES[Kind(f.kind)]
        )
        AdmissionRule.objects.bulk_create(
            AdmissionRule(facility=f, group=Group(group), verdict=verdict, visible_to="public", source="bench")
            for f in batch
            for group, verdict in dice.choice(HABITS).items()
        )
        Phone.objects.bulk_create(
            Phone(facility=f, number=f"+9941240{f.pk % 100_000:05}", visible_to="public", source="bench")
            for f in batch
            if dice.random() < 0.7
        )
    refresh_all()


def _facility(
    number: int, organisation: Organisation, towns: list[Place], large: list[Place], dice: Any, taken: set[str]
) -> Facility:
    kind = dice.choice(KINDS)
    hidden = kind == Kind.SHELTER
    choices = large if hidden else towns
    town = dice.choices(choices, weights=[place.population for place in choices])[0]
    spread = 0.004 * (town.population or 1) ** 0.2
    public_id = next(one for one in iter(new_id, None) if one not in taken)
    taken.add(public_id)
    return Facility(
        public_id=public_id,
        key=f"crowd-{number}",
        organisation=organisation,
        kind=kind,
        name_az=f"Crowd {number}",
        place=town,
        confidential=hidden,
        lat=None if hidden else dice.gauss(town.lat, spread),
        lon=None if hidden else dice.gauss(town.lon, spread),
        basis="agreed",
        basis_source="bench",
        listed=True,
        ever_listed=True,
    )
