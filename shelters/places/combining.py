"""From the names in a text to the places that it means: a place and its rayon, in any order, is a single place."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ..models.place import Place, PlaceName, Rayon
from . import words
from .mentions import Mention, TypedText
from .names import RAYON, STAND_INS, UNSURE, Candidate

# A place wins over namesakes when it is this many times larger than the next. Below the floor no place is large.
_CLEARLY = 8
_FLOOR = 1_000
_TOWN = 5_000
_CITY = 100_000


class Meaning(NamedTuple):
    """The places that a text may mean. `asks`: never decide. `hamlet`: a village is meant, not the town of its name.

    `other_place`: the text names another place, which we do not know (“Yuxarı Salyan”).
    """

    candidates: Sequence[Candidate]
    exact: bool = True
    asks: bool = False
    hamlet: bool = False
    other_place: bool = False


def is_a_town(place: Place) -> bool:
    return (place.population or 0) >= _TOWN


def is_clear(first: Place, second: Place, candidates: Iterable[Candidate]) -> bool:
    """Whether the largest of several places is surely meant. A settlement is not as large as its city."""
    suburb = any(each.place is first and each.kind in (PlaceName.SUBURB, PlaceName.NEAR) for each in candidates)
    return not suburb and (first.population or 0) >= _CLEARLY * max(second.population or 0, _FLOOR)


def meaning(reading: TypedText) -> Meaning | None:
    """None where the text holds no name that we know."""
    mentions = _sure(reading.mentions)
    if not mentions:
        return None
    left = _inside(reading, mentions)
    if len(left) > 1 and not (left := _common(left)):
        return Meaning([each for mention in mentions for each in mention.match.candidates], asks=True)
    return _of_one(reading, mentions, left[0])


def _sure(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Without the names that only ask, where there are others."""
    sure = [m for m in mentions if any(each.kind != PlaceName.ODD for each in m.match.candidates)]
    return sure or mentions


def _inside(reading: TypedText, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without the rayons and regions that contain another of them, each narrowed to these."""
    left = list(mentions)
    for outer in sorted(
        mentions, key=lambda mention: (not _is_region(mention), not reading.says(words.RAYON, mention.span))
    ):
        others = [mention for mention in left if mention is not outer]
        codes = outer.match.codes | _codes_of_city(reading, outer)
        narrowed = [(mention, _within(mention, codes)) for mention in others]
        if outer in left and any(here for _mention, here in narrowed):
            left = [mention.only(here) if here else mention for mention, here in narrowed]
    return left


def _codes_of_city(reading: TypedText, mention: Mention) -> set[str]:
    """The city of “Sabunçu rayonu”: a rayon of a city that shares its name with a settlement there."""
    if not reading.says(words.RAYON, mention.span):
        return set()
    return {each.place.rayon_id for each in mention.match.candidates if each.place.rayon.type == Rayon.CITY}


def _is_region(mention: Mention) -> bool:
    return all(each.kind == PlaceName.REGION for each in mention.match.candidates)


def _within(mention: Mention, codes: Collection[str]) -> tuple[Candidate, ...]:
    if _is_region(mention):
        return ()
    return tuple(each for each in mention.match.candidates if each.place.rayon_id in codes)


def _common(mentions: Sequence[Mention]) -> list[Mention]:
    """A single mention of the places that all of them may mean; none where they have no place in common."""
    shared = set.intersection(*({each.place.pk for each in mention.match.candidates} for mention in mentions))
    narrowest = min(mentions, key=lambda mention: len(mention.match.candidates))
    here = tuple(each for each in narrowest.match.candidates if each.place.pk in shared)
    return [narrowest.only(here)] if here else []


def _of_one(reading: TypedText, mentions: Sequence[Mention], one: Mention) -> Meaning:
    candidates = one.match.candidates
    if UNSURE.issuperset({each.kind for each in candidates}):
        return Meaning(candidates, asks=True)
    alone = len(mentions) == 1
    if alone and _is_another(reading, one):
        return Meaning((), other_place=True)
    leftover = bool(reading.unexplained)
    if alone and leftover and not any(_is_a_centre(each) for each in candidates):
        return Meaning(candidates, asks=True)
    exact = not leftover and all(mention.match.exact for mention in mentions)
    return Meaning(candidates, exact, hamlet=alone and reading.says(words.VILLAGE, one.span))


def _is_a_centre(each: Candidate) -> bool:
    """Beside the name of a rayon or its centre, words that we do not know may be a village there."""
    return each.kind == RAYON or each.place.rayon.centre_id == each.place.pk


def _is_another(reading: TypedText, one: Mention) -> bool:
    """A village of a town's or quarter's name, or “Upper” before a name: another place than the one that we know."""
    candidates = one.match.candidates
    if reading.says(words.HAMLET, one.span) and all(each.kind in STAND_INS - {PlaceName.SUBURB} for each in candidates):
        return PlaceName.NEAR not in {each.kind for each in candidates}
    before = one.start - 1
    qualified = before in reading.unexplained and reading.words[before] in words.QUALIFIER
    return qualified and max(each.place.population or 0 for each in candidates) < _CITY
