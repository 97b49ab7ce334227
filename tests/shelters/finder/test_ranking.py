"""The finder's order equals brute force, for any point on Earth, any wish, and however the value came to be."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from shelters.beds.room_answers import RoomAnswers
from shelters.codes.public import Availability, RoadNetwork
from shelters.finder.candidates import AVOIDED_WITHIN, ENOUGH
from shelters.finder.ranking import Origin, Wish, find
from shelters.hours.clock import BAKU
from shelters.places import geometry
from shelters.published import value
from shelters.published.document import Document
from tests.support.soak import TIMES

NOW = datetime(2026, 5, 12, 13, tzinfo=BAKU)
NOON = NOW.replace(hour=12)
latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0, 89.9999, 40.3777, 40.68]))
longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 179.9999, 0.0, 49.892, 46.36]))
points = st.tuples(latitudes, longitudes)
networks = st.sampled_from([RoadNetwork.MAINLAND, RoadNetwork.MAINLAND, RoadNetwork.NAKHCHIVAN])
GROUPS = ("woman", "man", "trafficked")
NEEDS = ("emergency_shelter", "medical_care")
TOWNS = {RoadNetwork.MAINLAND: 1, RoadNetwork.NAKHCHIVAN: 2}
VERDICTS = st.sampled_from(["yes", "yes", "conditional", "no", "unknown"])
groups = st.frozensets(st.sampled_from(GROUPS))
facility = st.fixed_dictionaries(
    {
        "point": points,
        "network": networks,
        "services": st.lists(st.sampled_from(NEEDS), min_size=1, unique=True),
        "rules": st.dictionaries(st.sampled_from(GROUPS), VERDICTS),
        "only_for": st.one_of(st.just(frozenset()), st.just(frozenset()), groups),
        "sons": st.sampled_from([None, None, 7, 12]),
        "phone": st.booleans(),
        "asks": st.booleans(),
        "basis": st.sampled_from(["agreed", "published", "reported"]),
        "confirmed": st.sampled_from([None, "2026-05-01", "2025-01-01"]),
        "room": st.sampled_from([None, None, *Availability]),
    }
)
near_home = st.tuples(st.floats(39, 41), st.floats(46, 49))
somewhere = st.one_of(
    st.lists(facility, max_size=70),
    # Many at few points, or within a step or two of one another.
    st.lists(points, min_size=1, max_size=3).flatmap(
        lambda few: st.lists(
            st.builds(lambda one, at: one | {"point": at}, facility, st.sampled_from(few)), max_size=90
        )
    ),
    st.lists(st.builds(lambda one, at: one | {"point": at}, facility, near_home), max_size=70),
)


def card(number, made):
    fact = {"kind": "itself", "site": "", "stated_on": None, "condition": {}}
    shown = {
        "id": f"f{number:05}",
        "kind": "shelter",
        "names": {},
        "run_by": "ngo",
        "listing": fact,
        "place_id": TOWNS[made["network"]],
        "door": list(made["point"]),
        "services": {service: fact | {"value": service} for service in made["services"]},
        "rules": {group: fact | {"value": said} for group, said in made["rules"].items() if said != "unknown"},
        "only_for": sorted(made["only_for"]),
        "sons_up_to": made["sons"],
        "phones": [{"number": "112", "labels": {}, "dial": "112"}] if made["phone"] else [],
        "asks": made["asks"],
        "basis": made["basis"],
        "last_confirmed": made["confirmed"],
    }
    return {"shown": shown, "hours": {}, "digest": str(number)}


def document(facilities):
    rooms = {
        f"f{number:05}": RoomAnswers((("", 1),), ((1, (made["room"],) * 4),)).plain()
        for number, made in enumerate(facilities)
        if made["room"]
    }
    towns = [
        {"id": pk, "rayon_id": "AZ-T", "name_az": network, "lat": 40.0, "lon": 48.0, "network": network}
        for network, pk in TOWNS.items()
    ]
    return Document(
        rayons=[{"code": "AZ-T", "name_az": "Sınaq"}],
        places=towns,
        cards={f"f{number:05}": card(number, made) for number, made in enumerate(facilities)},
        rooms=rooms,
        rooms_at=NOON.isoformat(),
    )


def built_step_by_step(facilities):
    """Each facility changed once, and one that goes: what each look takes over must not be wrong."""
    whole = document(facilities)
    other = card(len(facilities), facilities[0]) if facilities else None
    first = {name: row | {"hours": {"": {}}} for name, row in list(whole.cards.items())[::2]}
    first |= {"gone": other} if other else {}
    held = value.build(replace(whole, cards={}, rooms={}))
    held = value.build(replace(whole, cards=first, rooms={}) if first else whole, held)
    half = dict(list(whole.cards.items())[: len(whole.cards) // 2])
    return value.build(whole, value.build(replace(whole, cards=half), held))


def by_brute_force(facilities, origin, wish):
    """The contract, word by word, without an index: the ids shown, the picks, and what is left out."""
    rows, left_out = [], {"refuses": 0, "not_for": 0, "avoided": 0}
    for number, made in enumerate(facilities):
        if not wish.need & set(made["services"]):
            continue
        rules = {group: made["rules"].get(group, "unknown") for group in wish.who}
        if "no" in rules.values():
            left_out["refuses"] += 1
        elif made["only_for"] and not made["only_for"] & wish.who:
            left_out["not_for"] += 1
        elif any(geodesic(one, made["point"]).m <= AVOIDED_WITHIN for one in wish.avoid):
            left_out["avoided"] += 1
        else:
            rows.append(told(f"f{number:05}", made, rules, origin, wish))
    return listed(rows, origin, wish), left_out


def told(public_id, made, rules, origin, wish):
    metres = geodesic((origin.lat, origin.lon), made["point"]).m if origin else 0
    son = wish.oldest_son is not None and (made["sons"] is None or wish.oldest_son > made["sons"])
    accepts = "ask" if not rules or "unknown" in rules.values() or son else "yes"
    if accepts == "yes" and "conditional" in rules.values():
        accepts = "conditional"
    shelter = "emergency_shelter" in made["services"]
    itself = made["basis"] == "agreed" or (made["basis"] == "published" and made["confirmed"] == "2026-05-01")
    return {
        "id": public_id,
        "metres": metres,
        "km": round(metres / 1000),
        "no_road": bool(origin and origin.network and origin.network != made["network"]),
        "accepts": accepts,
        "room": made["room"] if shelter else None,
        "reachable": made["phone"] or made["asks"],
        "itself": itself,
    }


def listed(rows, origin, wish):
    def near(row):
        return row["no_road"], row["metres"], row["id"]

    rows = sorted(rows, key=near)[:ENOUGH] if origin else rows
    accepts = ["yes", "conditional", "ask"]
    rows.sort(
        key=lambda row: (
            not origin and (row["room"] == "full", not row["reachable"]),
            row["no_road"],
            row["room"] == "full",
            (row["km"] + 5) // 10,
            accepts.index(row["accepts"]),
            row["room"] != "likely",
            not row["reachable"],
            row["metres"],
            row["id"],
        )
    )
    rows = rows[:ENOUGH]
    by_distance = [row for row in (sorted(rows, key=near) if origin else rows) if row["reachable"]]
    offered: dict = {
        "nearest": [row["id"] for row in by_distance if origin],
        "takes_you": [row["id"] for row in by_distance if row["accepts"] == "yes" and row["itself"]],
        "has_room": [row["id"] for row in by_distance if row["room"] == "likely"],
    }
    picks = {name: ids[0] if ids else None for name, ids in offered.items()}
    wanted = [picks["takes_you"], picks["nearest"], picks["has_room"]]
    wanted += [row["id"] for row in sorted(rows, key=near)[:1] if origin]
    wanted = list(dict.fromkeys(one for one in wanted if one))[: wish.limit]
    wanted += [row["id"] for row in rows if row["id"] not in wanted][: wish.limit - len(wanted)]
    return [(row["id"], row["km"] if origin else None) for row in rows if row["id"] in wanted], picks


wishes = st.builds(
    Wish,
    who=groups,
    need=st.sampled_from([frozenset(NEEDS[:1]), frozenset(NEEDS[1:]), frozenset(NEEDS)]),
    oldest_son=st.sampled_from([None, None, 9]),
    avoid=st.one_of(st.just(()), st.lists(points, max_size=2).map(tuple)),
    limit=st.sampled_from([1, 2, 3, 10, 50]),
)
origins = st.builds(
    Origin, latitudes, longitudes, st.sampled_from([RoadNetwork.MAINLAND, RoadNetwork.NAKHCHIVAN, None])
)


@settings(max_examples=75 * TIMES, deadline=None)
@given(facilities=somewhere, origin=st.one_of(origins, origins, st.none()), wish=wishes, from_one=st.booleans())
def test_order_equals_brute_force(facilities, origin, wish, from_one):
    if from_one and facilities and origin:
        origin = replace(origin, lat=facilities[0]["point"][0], lon=facilities[0]["point"][1])
    (shown, picks), left_out = by_brute_force(facilities, origin, wish)
    for held in (value.build(document(facilities)), built_step_by_step(facilities)):
        found = find(held, origin, wish, NOW)
        assert [(hit.card.shown["id"], hit.distance_km) for hit in found.hits] == shown
        assert vars(found.picks) == picks
        assert {name: getattr(found.left_out, name) for name in left_out} == left_out


def at(origin, azimuth, metres):
    """The point that lies so far from another, in metres along a geodesic."""
    place = geodesic(meters=metres).destination(origin, azimuth)
    return place.latitude, place.longitude


PLAIN = {
    "network": RoadNetwork.MAINLAND, "services": ["emergency_shelter"], "rules": {}, "only_for": frozenset(),
    "sons": None, "phone": False, "asks": False, "basis": "agreed", "confirmed": None, "room": None,
}  # fmt: skip


@pytest.mark.parametrize("distance, step", [(3e5, 0.002), (2e6, 0.02), (9e6, 0.02)])
def test_where_chords_and_geodesics_disagree(distance, step):
    """Eighty points all round, nearly as far as one another: the fifty nearest chords are not the nearest fifty."""
    asked = (0.0, 0.0)
    facilities = [PLAIN | {"point": at(asked, 4.5 * n, distance + step * n)} for n in range(80)]
    origin, wish = Origin(*asked, RoadNetwork.MAINLAND), Wish(limit=50)
    chords = [geometry.chord(geometry.spot(*asked), geometry.spot(*one["point"])) for one in facilities]
    (expected, _picks), _left_out = by_brute_force(facilities, origin, wish)
    nearest = sorted(range(80), key=chords.__getitem__)[:50]
    assert {one for one, _km in expected} != {f"f{n:05}" for n in nearest}, "the case is a case"
    found = find(value.build(document(facilities)), origin, wish, NOW)
    assert [(hit.card.shown["id"], hit.distance_km) for hit in found.hits] == expected


def test_nothing_is_told_of_rooms_past_their_hour():
    held = value.build(document([PLAIN | {"point": (40.0, 48.0), "room": Availability.LIKELY}]))
    told = [
        find(held, Origin(40.0, 48.0), Wish(), when).hits[0].availability
        for when in (NOW, NOON + timedelta(hours=6, seconds=-1), NOON + timedelta(hours=6))
    ]
    assert told == [Availability.LIKELY, Availability.LIKELY, Availability.ASK]


def test_ten_thousand_at_one_point():
    here = [PLAIN | {"point": (40.68, 46.36)} for _ in range(10_000)]
    held = value.build(document([*here, PLAIN | {"point": (41.19, 47.17)}]))
    found = find(held, Origin(40.68, 46.36, RoadNetwork.MAINLAND), Wish(limit=50), NOW)
    assert [hit.card.shown["id"] for hit in found.hits] == [f"f{number:05}" for number in range(50)]
