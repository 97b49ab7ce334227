"""More than 500 places as people type them, each labelled by hand with its right answer."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from shelters.places.gazetteer import Ambiguous, Found, Gazetteer, Resolution, Unknown, meant

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("typed_places.tsv")


def rows() -> Iterator[tuple[str, str]]:
    """What was typed, and what is right.

    Right is `Name`, or `Name@code of its rayon` where there are two; `a|b`: it asks which of these; `a+`: a region, it
    asks, with that town among the choices; `abroad`: it says so; `none`: we know no such place, and none is offered.
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield row["typed"], row["right"]


def judged(answer: Resolution, right: str) -> str:
    """`right`, `asks` with the right place among the choices, `unknown`, `elsewhere`, or `only wrong ones`."""
    if right in ("abroad", "none"):
        silent = isinstance(answer, Unknown) and not answer.suggestions
        return "right" if silent and meant(answer) == [] and _abroad(answer) == (right == "abroad") else "elsewhere"
    wanted = [name.partition("@") for name in right.rstrip("+").split("|")]
    fits = [
        any(place.name_az == name and code in ("", place.rayon_id) for name, _at, code in wanted)
        for place in meant(answer)
    ]
    if isinstance(answer, Found):
        return "right" if fits[0] and len(wanted) == 1 and not right.endswith("+") else "elsewhere"
    if not fits:
        return "unknown"
    return "asks" if any(fits) else "only wrong ones"


def _abroad(answer: Resolution) -> bool:
    return isinstance(answer, Unknown) and answer.abroad


def test_places_as_people_type_them():
    """At least 97 % land right, or ask with the right place among the choices; none elsewhere, none only wrong ones."""
    known = Gazetteer.load()
    counted: Counter[str] = Counter()
    wrong = []
    for typed, right in rows():
        verdict = judged(known.resolve(typed), right)
        counted[verdict] += 1
        if verdict not in ("right", "asks"):
            wrong.append((typed, right, verdict))
    assert counted.total() >= 500
    assert counted["elsewhere"] == counted["only wrong ones"] == 0, wrong
    assert (counted["right"] + counted["asks"]) / counted.total() >= 0.97, wrong


def test_each_was_typed_once_and_most_decide():
    typed = [text for text, _right in rows()]
    assert len(set(typed)) == len(typed)
    known = Gazetteer.load()
    single = [text for text, right in rows() if right not in ("abroad", "none") and not {"|", "+"}.intersection(right)]
    assert sum(isinstance(known.resolve(text), Found) for text in single) / len(single) >= 0.95
    assert isinstance(known.resolve("Nizami rayonu"), Ambiguous)
