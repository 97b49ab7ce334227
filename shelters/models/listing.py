"""The public search index: what the finder reads, derived from the facts and from nothing hidden.

A rule for caseworkers only does not take part, so no anonymous answer can depend on it. Whatever changes a facility
calls `refresh` in its transaction; `manage.py refresh_listings` makes everything anew.
"""

from collections.abc import Collection, Iterable

from django.db import connection, models, transaction
from django.db.models import Q

from .. import earth
from ..codes import Group, Network, Verdict, Visibility, mask
from .facility import Facility

# Of facilities that stand at one point and say the same, no search needs more than the first fifty by id.
ENOUGH = 50
_MANY_PILES = 20  # from here on it is cheaper to number everything anew
_PILE = "lat, lon, network, services, refuses"


class Listing(models.Model):
    """One listed facility. `accepts`, `conditional` and `refuses` are masks of groups, `services` one of services.

    lat and lon are its door's, or those of its town's centre; x, y, z the same point (`earth.spot`), `cell` its Morton
    number. `nth` is its place by id among those of the same point, network, services and refusals, from 0.
    """

    facility = models.OneToOneField(Facility, on_delete=models.CASCADE, primary_key=True)
    public_id = models.CharField(max_length=6)
    network = models.CharField(max_length=12, choices=Network.choices)
    lat = models.FloatField()
    lon = models.FloatField()
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()
    cell = models.BigIntegerField(db_index=True)
    services = models.IntegerField()
    accepts = models.IntegerField()
    conditional = models.IntegerField()
    refuses = models.IntegerField()
    sons_up_to = models.PositiveSmallIntegerField(null=True)
    nth = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["cell"], condition=Q(nth__lt=ENOUGH), name="listing_near"),
            models.Index(fields=["services", "refuses"], name="listing_profile"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Tally(models.Model):
    """How many listings share these services and refusals: what is left out is counted without reading it."""

    services = models.IntegerField()
    refuses = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["services", "refuses"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.services}/{self.refuses}: {self.number}"


def refresh(facility_ids: Collection[int]) -> None:
    """Bring the listings of these facilities in line with their facts."""
    facilities = Facility.objects.listed().filter(pk__in=facility_ids)
    rows = [_listing(f) for f in facilities.select_related("place").prefetch_related("provisions", "rules")]
    _replace(facility_ids, rows)


def remove(facility_ids: Collection[int]) -> None:
    """Take these facilities out of the index; call it in the transaction that deletes them."""
    _replace(facility_ids, [])


@transaction.atomic
def _replace(facility_ids: Collection[int], new: list[Listing]) -> None:
    old = Listing.objects.filter(pk__in=facility_ids)
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


def _listing(facility: Facility) -> Listing:
    has_door = facility.lat is not None and facility.lon is not None
    lat, lon = (facility.lat, facility.lon) if has_door else (facility.place.lat, facility.place.lon)
    assert lat is not None and lon is not None
    point = earth.spot(lat, lon)
    rules = [rule for rule in facility.rules.all() if rule.visible_to == Visibility.PUBLIC]
    groups = {verdict: mask(r.group for r in rules if r.verdict == verdict) for verdict in Verdict}
    sons = next((r.sons_up_to for r in rules if r.group == Group.WOMAN_WITH_CHILDREN), None)
    return Listing(
        facility=facility,
        public_id=facility.public_id,
        network=facility.place.network,
        lat=lat,
        lon=lon,
        **point._asdict(),
        cell=earth.cell(point),
        services=mask(p.service for p in facility.provisions.all()),
        accepts=groups[Verdict.YES],
        conditional=groups[Verdict.CONDITIONAL],
        refuses=groups[Verdict.NO],
        sons_up_to=sons,
    )


def renumber() -> None:
    """Number every pile and count every profile anew, in three statements."""
    table = Listing._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET nth = fresh.nth FROM (SELECT facility_id,"
            f" row_number() OVER (PARTITION BY {_PILE} ORDER BY public_id) - 1 AS nth FROM {table}) AS fresh"
            f" WHERE fresh.facility_id = {table}.facility_id AND fresh.nth <> {table}.nth"
        )
        Tally.objects.all().delete()
        Tally.objects.bulk_create(_counted(Listing.objects.all()))


def _renumber_pile(pile: tuple[float, float, int, int]) -> None:
    fields = dict(zip(("lat", "lon", "services", "refuses"), pile, strict=True))
    here = Listing.objects.filter(cell=earth.cell(earth.spot(*pile[:2])), **fields)
    rows = list(here.order_by("network", "public_id"))
    seen: dict[str, int] = {}
    for row in rows:
        row.nth = seen[row.network] = seen.get(row.network, -1) + 1
    Listing.objects.bulk_update(rows, ["nth"], batch_size=500)


def _retally(profiles: Iterable[tuple[int, int]]) -> None:
    """Count anew the profiles (services, refuses) that a change touched."""
    for services, refuses in profiles:
        Tally.objects.filter(services=services, refuses=refuses).delete()
        Tally.objects.bulk_create(_counted(Listing.objects.filter(services=services, refuses=refuses)))


def _counted(listings: models.QuerySet[Listing]) -> list[Tally]:
    rows = listings.values("services", "refuses").order_by().annotate(number=models.Count("pk"))
    return [Tally(**row) for row in rows]
