"""Every name of every place, and the ways that a typed name may match it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..models.place import Place, PlaceName, Rayon
from . import words
from .folding import fold, sound

RAYON = "rayon"  # the kind of a rayon's own name, which no place bears
STAND_INS = frozenset({PlaceName.PART, PlaceName.SUBURB, PlaceName.NEAR})
UNSURE = frozenset({PlaceName.ODD, PlaceName.REGION})
FUZZY = frozenset({RAYON, PlaceName.NAME, PlaceName.FORMER, PlaceName.OTHER, PlaceName.PART})  # may be misspelled
_OTHER_ALPHABETS = "\u0530"  # behind Latin and Cyrillic; these names are taken letter by letter
_SOUNDS_FROM = 3  # letters of a name that may match by its sound


class Candidate(NamedTuple):
    """A place that a name may mean, and the kind of the name (`PlaceName`)."""

    place: Place
    kind: str


class Match(NamedTuple):
    """What a run of words may mean. `exact` is False for a spelling that only sounds so."""

    candidates: tuple[Candidate, ...]
    codes: frozenset[str]  # of the rayons that bear the name, or whose part or region does: they contain other places
    exact: bool


@dataclass
class Names:
    """Folded names without spaces: of each the places that it may mean."""

    places: dict[int, Place]
    rayons: dict[str, Rayon]
    kinds: dict[str, dict[int, str]] = field(default_factory=dict)  # name, place, kind
    codes: dict[str, set[str]] = field(default_factory=dict)  # name of a rayon, its codes
    _sounds: dict[str, list[str]] = field(default_factory=dict)
    _russian: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: dict[int, Place], rayons: dict[str, Rayon], names: Iterable[tuple[int, str, str]]) -> "Names":
        new = cls(places, rayons)
        for place_id, folded, kind in names:
            new.kinds.setdefault(folded.replace(" ", ""), {})[place_id] = kind
        new._leave_out_what_has_a_point()
        for rayon in rayons.values():
            for name in filter(None, (rayon.name_az, rayon.name_ru, rayon.name_en, rayon.adjective_ru)):
                new._learn_rayon(rayon, fold(name).replace(" ", ""))
        for key, kinds in new.kinds.items():
            if not UNSURE.issuperset(kinds.values()):
                if key[0] < _OTHER_ALPHABETS:
                    new._sounds.setdefault(sound(key), []).append(key)
                if stem := words.russian_stem(key):
                    new._russian.setdefault(stem, []).append(key)
        return new

    def _leave_out_what_has_a_point(self) -> None:
        # An imported settlement has a point of its own, so the city no longer stands for it.
        for kinds in self.kinds.values():
            own = {self.places[pk].rayon_id for pk, kind in kinds.items() if kind not in STAND_INS | UNSURE}
            for pk in [pk for pk, kind in kinds.items() if kind in STAND_INS and self.places[pk].rayon_id in own]:
                del kinds[pk]

    def _learn_rayon(self, rayon: Rayon, key: str) -> None:
        # A rayon and the city of its name share the key. Beside a place, the name means either.
        self.codes.setdefault(key, set()).add(rayon.code)
        # A town wins over the rayon of its name. Without such a town, the rayon means its centre.
        kinds = self.kinds.get(key, {})
        if rayon.centre_id and UNSURE.issuperset(kinds.values()):
            self.kinds[key] = {rayon.centre_id: RAYON}

    def match(self, run: Sequence[str]) -> Match | None:
        """What a run of folded words may mean: as it stands, without an ending, or by its sound."""
        key = "".join(run)
        if key in self.kinds:
            return self._of([key], exact=True)
        for stem in words.stems(key):
            if stem in self.kinds:
                return self._of([stem], exact=len(key) > len(stem) + 1)  # “Sabira” may be a name of its own
        if keys := self._russian.get(words.russian_stem(key)):
            return self._of(keys, exact=True)
        return self._heard(key)

    def exactly(self, run: Sequence[str]) -> Match | None:
        """The same for a name that stands there letter by letter."""
        key = "".join(run)
        return self._of([key], exact=True) if key in self.kinds else None

    def _heard(self, key: str) -> Match | None:
        tried = [key, key.replace("w", "v"), *words.stems(key)]
        for heard in (sound(one) for one in tried if len(one) >= _SOUNDS_FROM):
            if keys := self._sounds.get(heard):
                return self._of(keys, exact=False)
        return None

    def _of(self, keys: Iterable[str], *, exact: bool) -> Match:
        kinds = {pk: kind for key in keys for pk, kind in self.kinds[key].items()}
        codes = {code for key in keys for code in self.codes.get(key, ())}
        codes |= {self.places[pk].rayon_id for pk, kind in kinds.items() if kind in (PlaceName.REGION, PlaceName.PART)}
        if sure := {pk: kind for pk, kind in kinds.items() if kind not in UNSURE}:
            kinds = sure
        candidates = tuple(Candidate(self.places[pk], kind) for pk, kind in kinds.items())
        return Match(candidates, frozenset(codes), exact)
