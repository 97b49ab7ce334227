"""What the public value holds of rooms answers as the pools do, and holds no count."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shelters.beds.availability import PoolSnapshot, availability
from shelters.beds.freshness import Age
from shelters.beds.room_answers import RoomAnswers
from shelters.codes.public import GUARDED_GROUPS, Group, PartySize

PUBLIC = [group.value for group in Group if group not in GUARDED_GROUPS][:5]
pools = st.lists(
    st.builds(
        PoolSnapshot,
        st.frozensets(st.sampled_from(PUBLIC), max_size=3),
        st.integers(-2, 9),
        st.sampled_from(Age),
        st.none() | st.integers(0, 9),
    ),
    min_size=1,
    max_size=5,
)


@given(pools, st.frozensets(st.sampled_from([*PUBLIC, "trans_woman"])), st.sampled_from(["", *PartySize.values]))
def test_it_answers_as_the_pools_do(pools, who, people):
    told = RoomAnswers.of(pools)
    assert told.answer(people, who) == availability(pools, people, who - GUARDED_GROUPS)
    assert RoomAnswers.read(json.loads(json.dumps(told.plain()))).answer(people, who) == told.answer(people, who)


@given(pools)
def test_counts_that_look_the_same_are_the_same(pools):
    """Nine free beds and eight, one pool and the same pool in two halves: nobody could tell by asking."""
    more = [replace(pool, free=pool.free + (pool.free > 6) - (pool.free < 0)) for pool in pools]
    assert RoomAnswers.of([*more, *more]) == RoomAnswers.of(pools)
