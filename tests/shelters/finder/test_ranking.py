"""The finder's order equals a brute-force geodesic sort, for any point on Earth and any wish."""

import pytest
from django.db import connection, transaction
from django.utils import timezone
from geopy.distance import geodesic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelters.codes.public import GROUP_CODES, RoadNetwork
from shelters.finder.candidates import AVOIDED_WITHIN
from shelters.finder.index import refresh, renumber
from shelters.finder.ranking import Origin, Wish, find
from shelters.models import Facility, Listing, Provision
from shelters.models.listing import ENOUGH
from shelters.places import geometry
from tests.support import make

pytestmark = [pytest.mark.django_db, pytest.mark.both]

latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0, 89.9999, 40.3777, 40.68]))
longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 179.9999, 0.0, 49.892, 46.36]))
points = st.tuples(latitudes, longitudes)
networks = st.sampled_from([RoadNetwork.MAINLAND, RoadNetwork.MAINLAND, RoadNetwork.NAKHCHIVAN])
masks = st.integers(0, 7)


@pytest.fixture(scope="module")
def facilities(once_for_the_file):
    """Bare facilities that listings can hang on; made once, since hypothesis fills the index anew each time."""
    town = make.place()
    with make.many():
        return [make.facility(town, services=[]) for _ in range(80)]


def fill(facilities, rows):
    """Put these rows (point, network, services, refuses) into the index, and return them as listings."""
    Listing.objects.all().delete()
    listings = []
    for facility, ((lat, lon), network, services, refuses) in zip(facilities, rows, strict=False):
        spot = geometry.spot(lat, lon)
        listings += [
            Listing(
                facility=facility,
                public_id=facility.public_id,
                network=network,
                lat=lat,
                lon=lon,
                **spot._asdict(),
                cell=geometry.cell(spot),
                service=service,
                services=services,
                refuses=refuses,
                accepts=0,
                conditional=0,
            )
            for service in (1, 2)
            if services & service
        ]
    with transaction.atomic():
        Listing.objects.bulk_create(listings)
        renumber()
    return list({listing.facility_id: listing for listing in listings}.values())


def by_brute_force(listings, origin, services, refuses, avoid, limit):
    """The contract, word by word, without an index."""

    def metres(listing):
        return geodesic((origin.lat, origin.lon), (listing.lat, listing.lon)).m

    fit = [one for one in listings if one.services & services and not one.refuses & refuses]
    near_avoided = [o for o in fit if any(geodesic(a, (o.lat, o.lon)).m <= AVOIDED_WITHIN for a in avoid)]
    fit = sorted((o for o in fit if o not in near_avoided), key=lambda o: (metres(o), o.public_id))
    reached = [o for o in fit if o.network == origin.network or origin.network is None][:ENOUGH]
    beyond = [o for o in fit if o.network != origin.network and origin.network is not None]
    ranked = (reached + beyond)[:ENOUGH]
    shown = ranked[:limit]
    if shown and fit[0] not in shown:
        shown[-1] = fit[0]
    refused = sum(1 for o in listings if o.services & services and o.refuses & refuses)
    return [o.public_id for o in shown], refused, len(near_avoided)


rows = st.lists(st.tuples(points, networks, st.integers(1, 3), masks), max_size=80)
crowded = st.tuples(points, points).flatmap(
    lambda two: st.lists(st.tuples(st.sampled_from(two), networks, st.just(1), st.integers(0, 1)), max_size=80)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.one_of(rows, crowded),
    asked=points,
    network=st.sampled_from([RoadNetwork.MAINLAND, RoadNetwork.NAKHCHIVAN, None]),
    who=masks,
    need=st.sampled_from([1, 2, 3]),
    avoid=st.lists(points, max_size=2),
    limit=st.sampled_from([1, 10, 50]),
    from_a_facility=st.booleans(),
)
def test_order_equals_brute_force(facilities, rows, asked, network, who, need, avoid, limit, from_a_facility):
    listings = fill(facilities, rows)
    if from_a_facility and listings:
        asked = (listings[0].lat, listings[0].lon)
    origin = Origin(asked[0], asked[1], network)
    groups = frozenset(code for place, code in enumerate(GROUP_CODES) if who >> place & 1)
    needs = frozenset({"emergency_shelter"} if need & 1 else ()) | ({"forensic_examination"} if need & 2 else set())
    with transaction.atomic():  # an error in one example shows as itself
        found = find(origin, Wish(who=groups, need=needs, avoid=tuple(avoid), limit=limit), timezone.now())
    expected, refused, avoided = by_brute_force(listings, origin, need, who, avoid, limit)
    assert [hit.public_id for hit in found.hits] == expected
    assert (found.refuses, found.avoided) == (refused, avoided)


def at(origin, azimuth, metres):
    """The point that lies so far from another, in metres along a geodesic."""
    place = geodesic(meters=metres).destination(origin, azimuth)
    return place.latitude, place.longitude


@pytest.mark.parametrize("distance, step", [(3e5, 0.002), (2e6, 0.02), (9e6, 0.02)])
def test_where_chords_and_geodesics_disagree(facilities, distance, step):
    """Eighty points all round, nearly as far as one another: the fifty nearest chords are not the nearest fifty."""
    asked = (0.0, 0.0)
    listings = fill(
        facilities, [(at(asked, 4.5 * n, distance + step * n), RoadNetwork.MAINLAND, 1, 0) for n in range(80)]
    )
    chords = {one.public_id: geometry.chord(geometry.spot(*asked), geometry.spot(one.lat, one.lon)) for one in listings}
    expected, _refused, _avoided = by_brute_force(listings, Origin(*asked, RoadNetwork.MAINLAND), 1, 0, [], 50)
    assert set(expected) != set(sorted(chords, key=chords.__getitem__)[:50]), "the case is a case"
    found = find(Origin(*asked, RoadNetwork.MAINLAND), Wish(limit=50), timezone.now())
    assert [hit.public_id for hit in found.hits] == expected


def test_a_circle_that_is_full_may_still_be_too_small(facilities):
    """Fifty due north stand just inside a circle of chords; one due east stands just outside it, and is nearer."""
    asked = (0.0, 0.0)
    north, east = at(asked, 0, 512_138.8), at(asked, 90, 512_137.9)
    straight = [geometry.chord(geometry.spot(*asked), geometry.spot(*point)) for point in (north, east)]
    assert straight[0] < 512_000 < straight[1], "the case is a case"
    listings = fill(facilities, [(north, RoadNetwork.MAINLAND, 1, 0)] * 50 + [(east, RoadNetwork.MAINLAND, 1, 0)])
    found = find(Origin(*asked, RoadNetwork.MAINLAND), Wish(limit=1), timezone.now())
    assert [hit.public_id for hit in found.hits] == [listings[-1].public_id]


@settings(max_examples=500, deadline=None)
@given(points, points)
def test_chords_bound_geodesics(one, other):
    straight = geometry.chord(geometry.spot(*one), geometry.spot(*other))
    metres = geodesic(one, other).m
    assert geometry.least_distance(straight) <= metres <= geometry.greatest_distance(straight)


@settings(max_examples=300, deadline=None)
@given(points, points, st.floats(1, 9e6))
def test_a_cover_holds_its_circle(centre, other, radius):
    middle, spot = geometry.spot(*centre), geometry.spot(*other)
    if geometry.chord(middle, spot) <= radius:
        assert any(low <= geometry.cell(spot) <= high for low, high in geometry.cover(middle, radius))


@pytest.mark.long
def test_ten_thousand_at_one_point(django_assert_num_queries):
    town = make.place(40.68, 46.36)
    first = make.facility(town)
    organisation = first.organisation
    made = Facility.objects.bulk_create(
        Facility(
            key=f"many-{n}",
            public_id=f"m{n:05}",
            organisation=organisation,
            kind="shelter",
            place=town,
            basis="agreed",
            basis_source="test",
            listed=True,
        )
        for n in range(9_999)
    )
    Provision.objects.bulk_create(Provision(facility=f, service="emergency_shelter", source="test") for f in made)
    refresh([f.pk for f in made])
    far = make.facility(make.place(41.19, 47.17))
    here, wish = Origin(40.68, 46.36, RoadNetwork.MAINLAND), Wish(limit=50)
    find(here, wish, timezone.now())  # the first after a change reads what shelters tell of their rooms
    with django_assert_num_queries(1):
        found = find(here, wish, timezone.now())
    everybody = {f.public_id for f in [first, *made]}
    assert [hit.public_id for hit in found.hits] == sorted(everybody)[:50]
    assert far.public_id not in {hit.public_id for hit in found.hits}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shelters_listing WHERE nth < 50 AND services = 1")
        assert cursor.fetchone()[0] == 51
