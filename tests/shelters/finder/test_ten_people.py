"""Ten people who search, each at three hours: the number that comes first, what to say, and what must not be first.

The real directory, on a Friday: at 19:40, when the daytime line is closed, at 03:00, and at noon.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import time_machine

from shelters.hours.clock import BAKU
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
HOURS = {
    hour: datetime(2026, 11, 27, *at, tzinfo=BAKU)
    for hour, at in {"evening": (19, 40), "night": (3, 0), "noon": (12, 0)}.items()
}
DAY_AND_NIGHT = dict.fromkeys(HOURS, "116123")
# Never the first to ring: danger lines, a line that is closed in the evening, complaints.
NEVER = {"102", "112", "103", "+99412860", "860", "916", "961"}


@dataclass(frozen=True)
class Person:
    """What somebody enters, and what the page must tell. `before` is read before the number is."""

    entered: dict[str, Any]
    say: str
    first: dict[str, str] = field(default_factory=lambda: DAY_AND_NIGHT)
    before: str = ""
    not_first: frozenset[str] = frozenset({"116111", "152"})
    told: tuple[str, ...] = ()


STAY = "“I need a place to stay tonight. Is there a place?”"
PEOPLE = {
    "with a son of 14": Person(
        {"place": "Zaqatala", "who": "woman_with_children", "oldest_son": "14"},
        "“I need a place to stay tonight. My son, 14, is with me. Is there a place?”",
    ),
    "a trans woman in Bakı": Person(
        {"place": "Bakı", "who": "trans_woman"},
        STAY,
        before="We know of no line of their own for trans",
        told=("We know of no place that says it takes you.",),
    ),
    "a woman who cannot hear": Person(
        {"place": "Gəncə", "who": "deaf"}, STAY, before="Please ring 116 123 for me. I cannot hear."
    ),
    "a girl of 16": Person(
        {"place": "Bakı", "who": "minor_alone"},
        "I am under 18, and alone.",
        first={"evening": "116123", "night": "116123", "noon": "116111"},
        before="Ask first: “Whom will you tell?”",
        not_first=frozenset({"152"}),
        told=("Sometimes they visit families and tell state offices.",),
    ),
    "a man": Person({"place": "Lənkəran", "who": "man"}, STAY, before="It happens to men, too."),
    "in Naxçıvan": Person({"place": "Naxçıvan", "who": "woman"}, STAY, told=("No road leads there from you",)),
    "without papers": Person({"place": "Bakı", "who": "no_papers"}, STAY, before="You can ask without papers."),
    "a friend": Person({"place": "Sumqayıt", "who": "woman", "for": "other"}, STAY, before="Ask first what they want."),
    "a helper of a family": Person(
        {"place": "Şəki", "who": "woman_with_children", "people": "4-6", "for": "other"},
        "“I need a place to stay tonight. My children are with me. Is there a place?”",
        told=("I help somebody",),
    ),
    "who cannot be overheard": Person({"place": "Quba", "who": "woman"}, STAY, told=("If you cannot speak",)),
}


@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("person", PEOPLE.values(), ids=list(PEOPLE))
def test_who_to_ring_what_to_say_and_what_is_not_first(post, directory, person, hour):
    with time_machine.travel(HOURS[hour]):
        response = post(**person.entered)
    page, text = response.content.decode(), text_of(response)
    dialled = re.findall(r'href="tel:([+\d]+)"', page)
    ring = re.search(r'<a class="ring" href="tel:([+\d]+)">', page)
    assert ring and dialled[0] == ring[1] == person.first[hour]
    assert dialled[0] not in NEVER | person.not_first
    assert "Should answer now" in text and person.say in text
    assert [words for words in person.told if words not in text] == []
    if person.before:
        assert text.index(person.before) < text.index("Should answer now")
    first_place = page.index('class="card"') if 'class="card"' in page else len(page)
    assert page.index('class="ring"') < first_place, "a number stands before all places"
    assert "police" not in page[first_place : first_place + 600], "no place of the police comes first"
