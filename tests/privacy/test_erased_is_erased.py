"""A thief with the whole database ties no two facts of an erased person together better than by guessing."""

import pytest

from bench.attacks import erased
from tests.support import journeys
from tests.support.soak import TIMES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring"), pytest.mark.long]
# In the suite fewer, so that it takes seconds. Chance alone is better than the best guess by CHANCE.
JOURNEYS, CHANCE = (200, 0.08) if TIMES > 1 else (50, 0.15)


@pytest.mark.parametrize("seed", range(TIMES))
def test_no_two_facts_of_an_erased_person_are_tied(seed):
    people = journeys.play(JOURNEYS, seed)
    told = erased.score(people, erased.claims())
    for (known, sought), (right, guess) in sorted(told.items(), key=lambda item: item[1][1] - item[1][0]):
        print(f"{known} tells {sought}: {right:.2f}, a guess {guess:.2f}")
    assert sum("hour" in person for person in people) > JOURNEYS * 0.8, "most arrive"
    better = {pair: scores for pair, scores in told.items() if scores[0] > scores[1] + CHANCE}
    assert not better, {f"{known} tells {sought}": scores for (known, sought), scores in better.items()}
