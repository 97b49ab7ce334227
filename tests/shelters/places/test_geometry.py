"""Chords through the Earth bound the way over it."""

from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from shelters.places import geometry
from tests.support.soak import TIMES

latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0, 89.9999, 40.3777, 40.68]))
longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 179.9999, 0.0, 49.892, 46.36]))
points = st.tuples(latitudes, longitudes)


@settings(max_examples=200 * TIMES, deadline=None)
@given(points, points)
def test_chords_bound_geodesics(one, other):
    straight = geometry.chord(geometry.spot(*one), geometry.spot(*other))
    metres = geodesic(one, other).m
    assert geometry.least_distance(straight) <= metres <= geometry.greatest_distance(straight)
    assert straight <= geometry.farthest_chord(metres)
