"""From typed text to a place, as people spell it.

Names are compared in folded form. The names of all places stand in memory (`published`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ..codes.wording import language
from ..models.place import Place, PlaceName, Rayon
from . import abroad, combining, geometry, mentions, similar, words
from .folding import by_alphabet
from .folding import fold as fold
from .mentions import TypedText, read
from .names import RAYON, STAND_INS, Candidate, Names

_MOST_CHOICES = 8
_MOST_RUNS = 5  # runs of words that are compared with every name
_MOST_SUGGESTIONS = 5
_LONGEST = 40  # letters of a run of words that is compared with every name
_SHORT = 4  # letters of a name that a slip turns into another name
NEARBY = 50_000  # metres: a place this near to a point tells the side of the border


class Found(NamedTuple):
    """The place that was found.

    `exact` is False after a slip in the spelling, and where words of the text are left over. `namesakes` are smaller
    places of its name. `stands_in`: the text names a part of the place, or a place near it without a point of its own.
    """

    place: Place
    exact: bool = True
    namesakes: tuple[Place, ...] = ()
    stands_in: bool = False


class Ambiguous(NamedTuple):
    """Several places, or a single place that only an odd spelling supports. The person chooses."""

    choices: list[Place]


class Unknown(NamedTuple):
    """No such place. The suggestions have a similar spelling. `abroad`: the text names a place outside the country."""

    suggestions: list[Place]
    abroad: bool = False


Resolution = Found | Ambiguous | Unknown


def meant(answer: Resolution) -> list[Place]:
    """Every place that an answer may mean, the likeliest first."""
    if isinstance(answer, Found):
        return [answer.place, *answer.namesakes]
    return answer.choices if isinstance(answer, Ambiguous) else answer.suggestions


@dataclass
class Gazetteer:
    """All names of all places."""

    places: dict[int, Place] = field(default_factory=dict)
    rayons: dict[str, Rayon] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names({}, {}))
    spellings: similar.Spellings = field(default_factory=lambda: similar.Spellings(Names({}, {})))
    by_latitude: list[Place] = field(default_factory=list)
    spots: list[geometry.Spot] = field(default_factory=list)  # of `by_latitude`
    _by_name: dict[str, list[Rayon]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Gazetteer":
        """Read the tables as they stand in this transaction: three queries."""
        names = PlaceName.objects.values_list("place_id", "folded", "kind")
        return cls.of(Rayon.objects.all(), Place.objects.all(), names)

    @classmethod
    def of(cls, rayons: Iterable[Rayon], places: Iterable[Place], names: Iterable[tuple[int, str, str]]) -> "Gazetteer":
        """`names` are the id of a place, a name as `fold` makes it, and its kind (`PlaceName`)."""
        new = cls()
        new.rayons = {rayon.code: rayon for rayon in rayons}
        for place in places:
            place.rayon = new.rayons[place.rayon_id]
            new.places[place.pk] = place
        new.names = Names.of(new.places, new.rayons, names)
        new.spellings = similar.Spellings(new.names)
        new.by_latitude = sorted(new.places.values(), key=lambda place: place.lat)
        new.spots = [geometry.spot(place.lat, place.lon) for place in new.by_latitude]
        return new

    def rayons_by_name(self) -> list[Rayon]:
        """The rayons, sorted by their names in the language in use. Each language is sorted once."""
        if language() not in self._by_name:
            self._by_name[language()] = sorted(self.rayons.values(), key=lambda rayon: by_alphabet(rayon.name))
        return self._by_name[language()]

    @cached_property
    def _labels(self) -> dict[str, Place | None]:
        """The place of each "name, rayon" as pages, forms and files write it; None where two places share it."""
        found: dict[str, Place | None] = {}
        for place in self.places.values():
            for code in ("az", "ru", "en"):
                name, rayon = (getattr(one, f"name_{code}") or one.name_az for one in (place, place.rayon))
                label = f"{name}, {rayon}"
                found[label] = place if found.get(label, place) is place else None
        return found

    def resolve(self, text: str) -> Resolution:
        """The place that `text` means, as a `Resolution`. Never picks between equals."""
        if labelled := self._labels.get(text.strip()):
            return Found(labelled)
        reading = read(text, self.names)
        if abroad.names_a_country(reading) or abroad.is_spelled_abroad(reading):
            return Unknown([], abroad=True)
        if answer := self._misspelled_whole(reading) or self._named(reading):
            return answer
        if abroad.names_a_town(reading):
            return Unknown([], abroad=True)
        return self._spelled_like(reading)

    def resolve_in(self, text: str, code: str) -> Resolution:
        """The place of that name in a rayon, by its code; Unknown where there is none."""
        reading = read(text, self.names)
        for mention in reading.mentions:
            here = [each for each in mention.match.candidates if each.place.rayon_id == code]
            if here and all(each.kind == PlaceName.ODD for each in here):
                return Ambiguous(_largest_first(here))
            if here := [each for each in here if each.kind not in (PlaceName.REGION, RAYON)]:
                return _winner(here, exact=mention.match.exact)
        answer = self.resolve(text)
        return answer if isinstance(answer, Found) and answer.place.rayon_id == code else Unknown([])

    def of_rayon(self, text: str) -> list[Place]:
        """All places of the rayon that a text surely means, and not the town of its name; its centre first."""
        reading = read(text, self.names)
        if len(reading.mentions) != 1 or reading.unexplained or not reading.mentions[0].match.exact:
            return []
        candidates, codes, _exact = reading.mentions[0].match
        if not reading.says(words.RAYON) and {each.kind for each in candidates} != {RAYON}:
            return []
        centres = {self.rayons[code].centre_id for code in codes}
        here = [place for place in self.places.values() if place.rayon.centre_id in centres]
        return sorted(here, key=lambda place: place.pk not in centres) if len(centres) == 1 else []

    def all_of(self, place: Place) -> list[Place]:
        """A place; of a city that is a rayon of its own, all settlements."""
        if place.rayon.type != Rayon.CITY or place.rayon.centre_id != place.pk:
            return [place]
        return [
            place,
            *(each for each in self.places.values() if each.rayon_id == place.rayon_id and each is not place),
        ]

    def _named(self, reading: TypedText) -> Resolution | None:
        meaning = combining.meaning(reading)
        if meaning is None:
            return None
        if meaning.asks or abroad.may_be_abroad(reading):
            return Ambiguous(_largest_first(meaning.candidates)[:_MOST_CHOICES])
        if meaning.other_place:
            return Unknown([])
        return _winner(meaning.candidates, exact=meaning.exact, ask=meaning.hamlet)

    def _misspelled_whole(self, reading: TypedText) -> Resolution | None:
        """A name of several words with a slip, where a word of it alone is another name: “Yemi Suraxanı”."""
        whole = reading.content()
        if not reading.mentions or not reading.unexplained or len(reading.parts) > 1 or len(whole) < 2:
            return None
        near = [each for each in self.spellings.near("".join(whole)) if each.slips <= similar.allowed(each.name)]
        return self._slip(reading, "".join(whole), near) if near else None

    def _spelled_like(self, reading: TypedText) -> Resolution:
        """The places spelled nearly so: of the whole text, then of its parts and words.

        Words around a name are no slip of one: “mərkəzdə”, in the centre, is not Mərəzə.
        """
        if not reading.content() or mentions.is_postcode(reading.content()):
            return Unknown([])
        first: list[Place] = []
        for number, key in enumerate(_runs(reading)):
            near = self.spellings.near(key, thorough=number == 0)
            if similar.is_abroad(key, near[0].slips if near else len(key)):
                return Unknown([], abroad=True)
            if near and near[0].slips <= similar.allowed(key):
                return self._slip(reading, key, near)
            first = first or similar.suggestions(key, near)
        return Unknown(first[:_MOST_SUGGESTIONS])

    def _slip(self, reading: TypedText, key: str, near: Sequence[similar.Similar]) -> Resolution:
        # A slip is accepted only if no other name is within a further slip, and only for a town. People mean a town
        # more often than a village that is not imported yet.
        best = near[0]
        long = len(key) > _SHORT and not reading.says(words.VILLAGE)
        if long and self._is_a_town(best.place) and self.spellings.is_alone(key, best):
            kind = self.names.kinds[best.name][best.place.pk]
            return Found(best.place, exact=False, stands_in=kind in STAND_INS)
        rivals = [each for each in near if each.slips <= best.slips + 1]
        return Ambiguous(similar.suggestions(key, rivals)[:_MOST_CHOICES])

    def _is_a_town(self, place: Place) -> bool:
        return combining.is_a_town(place) or any(rayon.centre_id == place.pk for rayon in self.rayons.values())

    def nearest(self, point: geometry.Spot, lat: float) -> Place | None:
        """The nearest place within 50 km of a point, or None. `lat` is the latitude of the point, in degrees."""
        rows = self.by_latitude
        start = bisect_left(rows, lat - 0.5, key=lambda place: place.lat)
        end = bisect_left(rows, lat + 0.5, key=lambda place: place.lat)
        near = [(geometry.chord(point, self.spots[at]), rows[at].pk) for at in range(start, end)]
        least = min(near, default=(NEARBY + 1.0, 0))
        return self.places[least[1]] if least[0] <= NEARBY else None


def _runs(reading: TypedText) -> list[str]:
    whole = reading.content() or [reading.words[at] for at in range(len(reading.words)) if at not in reading.streets]
    parts = [reading.content(part) for part in reading.parts]
    runs = ["".join(run) for run in (whole, *parts, *([word] for word in whole if len(word) > 4))]
    runs = [key for key in dict.fromkeys(runs) if 0 < len(key) <= _LONGEST]
    stemmed = [stem for key in runs[:1] for stem in words.stems(key) if len(key) - len(stem) > 1][:2]
    return [*runs, *stemmed][:_MOST_RUNS]


def _largest_first(candidates: Iterable[Candidate]) -> list[Place]:
    places = {each.place.pk: each.place for each in candidates}
    return sorted(places.values(), key=lambda place: (-(place.population or 0), place.pk))


def _winner(candidates: Iterable[Candidate], *, exact: bool, ask: bool = False) -> Found | Ambiguous:
    known = list(candidates)
    ranked = _largest_first(known)
    if len(ranked) > 1 and (ask or not combining.is_clear(ranked[0], ranked[1], known)):
        return Ambiguous(ranked[:_MOST_CHOICES])
    kind = next(each.kind for each in known if each.place is ranked[0])
    exact = exact and kind != PlaceName.NEAR
    return Found(ranked[0], exact, tuple(ranked[1:_MOST_CHOICES]), stands_in=kind in STAND_INS)
