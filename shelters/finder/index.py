"""Make the public search index and the cards, of the public facts and of nothing hidden.

Whatever changes a facility calls `refresh` in its transaction; `manage.py refresh_listings` makes everything anew.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from ..codes.public import Verdict, Visibility, mask
from ..models.base import Revision
from ..models.card import Card, timed_for
from ..models.facility import Facility
from ..models.facts import with_last_confirmed
from ..models.listing import Listing, Tally
from ..places import geometry
from .cards import card

_MANY_PILES = 20  # from here on it is cheaper to number everything anew
_PILE = "lat, lon, network, service, services, refuses"


@transaction.atomic
def refresh(facility_ids: Collection[int]) -> None:
    """Bring the listings and cards of these facilities in line with their facts."""
    _one_at_a_time()
    related = ("provisions", "rules", "phones", "facts", "figures", "hours__dated")
    listed = with_last_confirmed(Facility.objects.listed().filter(pk__in=facility_ids))
    listed = listed.select_related("place", "organisation").prefetch_related(*related)
    Card.objects.filter(pk__in=facility_ids).delete()
    cards = [card(facility) for facility in listed]
    Card.objects.bulk_create(cards, batch_size=500)
    _replace(facility_ids, [row for one in cards for row in _listings(one)])


def _one_at_a_time() -> None:
    """Hold the row of the index until the transaction ends: piles and the tally are counted by one writer only."""
    Revision.change(Revision.LISTINGS)


def _replace(facility_ids: Collection[int], new: list[Listing]) -> None:
    old = Listing.objects.filter(facility__in=facility_ids)
    touched = set(old.values_list("lat", "lon", "services", "refuses"))
    old.delete()
    Listing.objects.bulk_create(new, batch_size=500)
    touched |= {(row.lat, row.lon, row.services, row.refuses) for row in new}
    if len(touched) > _MANY_PILES:
        renumber()
    else:
        for pile in touched:
            _renumber_pile(pile)
        _retally({pile[2:] for pile in touched})


@transaction.atomic
def refresh_all() -> None:
    """Make every listing anew."""
    refresh(list(Facility.objects.values_list("pk", flat=True)))
    renumber()


def _listings(card: Card) -> Iterator[Listing]:
    facility = card.facility
    has_door = facility.lat is not None and facility.lon is not None
    lat, lon = (facility.lat, facility.lon) if has_door else (facility.place.lat, facility.place.lon)
    assert lat is not None and lon is not None
    point, services = geometry.spot(lat, lon), card.shown["services"]
    rules = [rule for rule in facility.rules.all() if rule.visible_to == Visibility.PUBLIC]
    groups = {verdict: mask(r.group for r in rules if r.verdict == verdict) for verdict in Verdict}
    shared = dict(
        facility=facility,
        public_id=facility.public_id,
        network=facility.place.network,
        lat=lat,
        lon=lon,
        **point._asdict(),
        cell=geometry.cell(point),
        services=mask(services),
        accepts=groups[Verdict.YES],
        conditional=groups[Verdict.CONDITIONAL],
        refuses=groups[Verdict.NO],
        sons_up_to=card.shown["sons_up_to"],
    )
    for service in services:
        timed = timed_for(card.hours, service) is not None
        yield Listing(service=mask([service]), timed=int(timed), **shared)


def renumber() -> None:
    """Number every pile and count every profile anew, in three statements."""
    table = Listing._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET nth = fresh.nth FROM (SELECT id,"
            f" row_number() OVER (PARTITION BY {_PILE} ORDER BY public_id) - 1 AS nth FROM {table}) AS fresh"
            f" WHERE fresh.id = {table}.id AND fresh.nth <> {table}.nth"
        )
        Tally.objects.all().delete()
        Tally.objects.bulk_create(_counted(Listing.objects.all()))


def _renumber_pile(pile: tuple[float, float, int, int]) -> None:
    fields = dict(zip(("lat", "lon", "services", "refuses"), pile, strict=True))
    here = Listing.objects.filter(cell=geometry.cell(geometry.spot(*pile[:2])), **fields)
    rows = list(here.order_by("public_id"))
    seen: Counter[tuple[str, int]] = Counter()
    for row in rows:
        row.nth = seen[row.network, row.service]
        seen[row.network, row.service] += 1
    Listing.objects.bulk_update(rows, ["nth"], batch_size=500)


def _retally(profiles: Iterable[tuple[int, int]]) -> None:
    """Count anew the profiles (services, refuses) that a change touched."""
    for services, refuses in profiles:
        Tally.objects.filter(services=services, refuses=refuses).delete()
        Tally.objects.bulk_create(_counted(Listing.objects.filter(services=services, refuses=refuses)))


def _counted(listings: QuerySet[Listing]) -> list[Tally]:
    rows = listings.values("services", "refuses").order_by().annotate(number=Count("facility", distinct=True))
    return [Tally(**row) for row in rows]
