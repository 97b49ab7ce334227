"""From typed text to a place, as people spell it.

Names are compared in folded form. The names of all places stand in memory (`published`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..codes.wording import language
from ..models.place import Place, PlaceName, Rayon
from . import geometry
from .folding import fold as fold

# A place wins over namesakes when it is this many times larger than the next. Below the floor no place is large.
_CLEARLY = 8
_FLOOR = 1_000
_TOWN = 5_000
_MOST_CHOICES = 8
_MOST_SUGGESTIONS = 5
NEARBY = 50_000  # metres: a place this near to a point tells the side of the border


# Words that stand around a name. A word for "village" only makes the gazetteer ask more often.
_VILLAGE = frozenset(
    fold(word)
    for word in "kənd kəndi k qəsəbə qəsəbəsi qəs село с сел деревня дер посёлок пос village settlement".split()
)
_AROUND = _VILLAGE | frozenset(
    fold(word)
    for word in "şəhər şəhəri ş rayon rayonu r город гор г район пгт р н city town district region of the"
    " Azerbaijan Azərbaycan Respublikası Азербайджан".split()
)

_RAYON = frozenset(fold(word) for word in "rayon rayonu r район р district region".split())


class Found(NamedTuple):
    """The place that was found.

    `exact` is False after a slip in the spelling. `namesakes` are smaller places of its name.
    """

    place: Place
    exact: bool = True
    namesakes: tuple[Place, ...] = ()


class Ambiguous(NamedTuple):
    """Several places, or a single place that only an odd spelling supports. The person chooses."""

    choices: list[Place]


class Unknown(NamedTuple):
    """No such place. The suggestions have the most similar spelling."""

    suggestions: list[Place]


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
    sure: dict[str, dict[int, Place]] = field(default_factory=dict)
    odd: dict[str, dict[int, Place]] = field(default_factory=dict)
    rayon_names: dict[str, set[str]] = field(default_factory=dict)
    only_rayons: dict[str, Rayon] = field(default_factory=dict)  # no place is called so
    spellings: list[str] = field(default_factory=list)
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
        for place_id, folded, kind in names:
            spellings = new.odd if kind == PlaceName.ODD else new.sure
            spellings.setdefault(folded.replace(" ", ""), {})[place_id] = new.places[place_id]
        for rayon in new.rayons.values():
            for name in filter(None, (rayon.name_az, rayon.name_ru, rayon.name_en, rayon.adjective_ru)):
                new._learn_rayon(rayon, fold(name).replace(" ", ""))
        new.spellings = list(new.sure)
        new.by_latitude = sorted(new.places.values(), key=lambda place: place.lat)
        new.spots = [geometry.spot(place.lat, place.lon) for place in new.by_latitude]
        return new

    def _learn_rayon(self, rayon: Rayon, key: str) -> None:
        # A rayon and the city of its name share the key. Beside a place, the name means either.
        self.rayon_names.setdefault(key, set()).add(rayon.code)
        # A town wins over the rayon of its name. Without such a town, the rayon means its centre.
        if rayon.centre_id and key not in self.sure:
            self.sure[key] = {rayon.centre_id: self.places[rayon.centre_id]}
            self.only_rayons[key] = rayon

    def rayons_by_name(self) -> list[Rayon]:
        """The rayons, sorted by their names in the language in use. Each language is sorted once."""
        if language() not in self._by_name:
            self._by_name[language()] = sorted(self.rayons.values(), key=lambda rayon: fold(rayon.name))
        return self._by_name[language()]

    def resolve(self, text: str) -> Resolution:
        """The place that `text` means, as a `Resolution`. Never picks between equals."""
        parts = [words for part in re.split(r"[,;/]", text) if (words := fold(part).split())]
        if not parts:
            return Unknown([])
        whole = [word for part in parts for word in part]
        if found := self._in_a_rayon(whole) or self._named(whole):
            return found
        if len(parts) > 1 and (found := self._named(parts[0])):
            # The text behind the comma names something else. `exact=False` makes the page say how it was read.
            return found._replace(exact=False) if isinstance(found, Found) else found
        return self._spelled_like("".join(_without_words_around(parts[0]) or parts[0]))

    def resolve_in(self, text: str, code: str) -> Resolution:
        """The place of that name in a rayon, by its code; Unknown where there is none."""
        words = fold(text).split()
        for tried in (words, _without_words_around(words)):
            for names in (self.sure, self.odd):
                here = [place for place in names.get("".join(tried), {}).values() if place.rayon_id == code]
                if here:
                    return _winner(here) if names is self.sure else Ambiguous(_largest_first(here))
        answer = self.resolve(text)
        return answer if isinstance(answer, Found) and answer.place.rayon_id == code else Unknown([])

    def of_rayon(self, text: str) -> list[Place]:
        """All places of the rayon that a text surely means, and not the town of its name; its centre first."""
        rayon = self._rayon_named(text)
        if rayon is None:
            return []
        here = [place for place in self.places.values() if place.rayon_id == rayon.pk]
        return sorted(here, key=lambda place: place.pk != rayon.centre_id)

    def _rayon_named(self, text: str) -> Rayon | None:
        words = fold(text).split()
        rest = "".join(word for word in words if word not in _RAYON)
        if rest in self.only_rayons:
            return self.only_rayons[rest]
        found = [self.rayons[code] for code in self.rayon_names.get(rest, ())] if not _RAYON.isdisjoint(words) else []
        return found[0] if len(found) == 1 and found[0].centre_id else None

    def _named(self, words: list[str]) -> Found | Ambiguous | None:
        for tried in (words, _without_words_around(words)):
            key = "".join(tried)
            if key in self.sure:
                # The person asks for a village. So the town of its name is no longer the clear winner.
                return _winner(self.sure[key].values(), ask=tried != words and not _VILLAGE.isdisjoint(words))
            if key in self.odd:
                return Ambiguous(_largest_first(self.odd[key].values())[:_MOST_CHOICES])
        return None

    def _in_a_rayon(self, words: list[str]) -> Found | Ambiguous | None:
        """A place and its rayon, named in either order."""
        words = _without_words_around(words)
        for cut in range(1, len(words)):
            for place, rayon in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
                named = self.sure.get("".join(place), {}).values()
                codes = self.rayon_names.get("".join(rayon), set())
                here = [p for p in named if p.rayon_id in codes]
                if here:
                    return _winner(here)
        return None

    def _spelled_like(self, key: str) -> Resolution:
        slips = 0 if len(key) < 4 else 1 if len(key) < 8 else 2
        rows = process.extract(key, self.spellings, scorer=OSA.distance, score_cutoff=max(2, len(key) // 2), limit=40)
        near: dict[int, int] = {}
        for spelling, distance, _place in rows:
            for place_id in self.sure[spelling]:
                near[place_id] = min(distance, near.get(place_id, distance))
        ranked = sorted(near, key=lambda pk: (near[pk], -(self.places[pk].population or 0), pk))
        if not ranked:
            return Unknown([])
        best = self.places[ranked[0]]
        if near[best.pk] > slips:
            return Unknown([self.places[pk] for pk in ranked[:_MOST_SUGGESTIONS]])
        # A slip is accepted only if no other name is within a further slip, and only for a town. People mean a town
        # more often than a village that is not imported yet.
        rivals = [self.places[pk] for pk in ranked if near[pk] <= near[best.pk] + 1]
        if len(rivals) == 1 and self._is_a_town(best) and key[0] in self._initials(best):
            return Found(best, exact=False)
        return Ambiguous(rivals[:_MOST_CHOICES])

    def _is_a_town(self, place: Place) -> bool:
        return (place.population or 0) >= _TOWN or any(rayon.centre_id == place.pk for rayon in self.rayons.values())

    def _initials(self, place: Place) -> set[str]:
        return {fold(name)[:1] for name in (place.name_az, place.name_ru, place.name_en) if name}

    def nearest(self, point: geometry.Spot, lat: float) -> Place | None:
        """The nearest place within 50 km of a point, or None. `lat` is the latitude of the point, in degrees."""
        rows = self.by_latitude
        start = bisect_left(rows, lat - 0.5, key=lambda place: place.lat)
        end = bisect_left(rows, lat + 0.5, key=lambda place: place.lat)
        near = [(geometry.chord(point, self.spots[at]), rows[at].pk) for at in range(start, end)]
        least = min(near, default=(NEARBY + 1.0, 0))
        return self.places[least[1]] if least[0] <= NEARBY else None


def _without_words_around(words: list[str]) -> list[str]:
    return [word for word in words if word not in _AROUND]


def _largest_first(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (-(place.population or 0), place.pk))


def _winner(places: Iterable[Place], *, ask: bool = False) -> Found | Ambiguous:
    ranked = _largest_first(places)
    if len(ranked) == 1:
        return Found(ranked[0])
    first, second = (place.population or 0 for place in ranked[:2])
    if not ask and first >= _CLEARLY * max(second, _FLOOR):
        return Found(ranked[0], namesakes=tuple(ranked[1:_MOST_CHOICES]))
    return Ambiguous(ranked[:_MOST_CHOICES])
