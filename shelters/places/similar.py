"""Names that are spelled nearly like a typed text: a slip, or something to suggest."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..codes.public import RoadNetwork
from ..models.place import Place, PlaceName
from . import abroad
from .folding import sound
from .names import FUZZY, Names

_MOST_ROWS = 40
_LEAST_SHARED = 3  # first sounds that a suggestion shares with the typed text
_SHORT = 4  # letters of which none may be another letter, but in the name of a large town
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LARGE = 15_000  # people
_LONG = 6  # letters of a name of a quarter that may be misspelled


class Similar(NamedTuple):
    """A place, how many slips away its name is, and the name."""

    place: Place
    slips: int
    name: str


class Spellings:
    """The names with which a text is compared. Of stand-ins only parts of towns, whose names are known widely."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.all = [key for key, kinds in names.kinds.items() if not FUZZY.isdisjoint(kinds.values())]
        self._by_first_sound: dict[str, list[str]] = {}
        for key in self.all:
            self._by_first_sound.setdefault(sound(key)[:1], []).append(key)

    def near(self, key: str, *, thorough: bool = True) -> list[Similar]:
        """Every place with a name that is near the text and begins like it, the nearest first.

        `thorough`: else those whose first letter alone is wrong; every name is looked at for it.
        """
        some = self._by_first_sound.get(sound(key)[:1], [])
        return self._alike(key, some, allowed(key) + 1) or self._alike(key, self.all if thorough else [], 1)

    def _alike(self, key: str, some: Sequence[str], most: int) -> list[Similar]:
        found: dict[int, Similar] = {}
        for each, kind in self._rows(key, some, most):
            nearer = each.place.pk not in found or each.slips < found[each.place.pk].slips
            if nearer and _is_alike(key, each, kind):
                found[each.place.pk] = each
        return sorted(found.values(), key=lambda each: (each.slips, -(each.place.population or 0), each.place.pk))

    def is_alone(self, key: str, best: Similar) -> bool:
        """Whether no other place has a name within a further slip, however it begins."""
        return all(each.place is best.place for each, _kind in self._rows(key, self.all, best.slips + 1))

    def _rows(self, key: str, some: Sequence[str], most: int) -> Iterator[tuple[Similar, str]]:
        rows = process.extract(key, some, scorer=OSA.distance, score_cutoff=most, limit=_MOST_ROWS)
        for name, slips, _number in rows:
            for pk, kind in self.names.kinds[name].items():
                if kind in FUZZY:
                    yield Similar(self.names.places[pk], int(slips), name), kind


def allowed(key: str) -> int:
    """How many slips a text of this length may hold."""
    return 0 if len(key) < 4 else 1 if len(key) < 8 else 2


def _is_alike(key: str, each: Similar, kind: str) -> bool:
    """Whether a name shares more with the text than its length: the first sounds."""
    if len(key) <= _SHORT and len(each.name) <= _SHORT:
        return not each.slips or (each.slips == 1 < len(key) - 2 and (each.place.population or 0) >= _LARGE)
    typed, heard = sound(key), sound(each.name)
    shorter = min(len(typed), len(heard))
    shared = next((at for at in range(shorter) if typed[at] != heard[at]), shorter)
    if each.slips > allowed(key):
        return shared >= max(_LEAST_SHARED, (shorter + 1) // 2)
    if each.slips == 1 and (key == each.name[1:] or key[1:] == each.name):
        return len(key) >= _SHORT
    if each.slips == 1 and key[1:] == each.name[1:] and _is_beside(key[0], each.name[0]):
        return len(key) > _SHORT
    return shared >= each.slips and (kind != PlaceName.PART or (each.slips < 2 and len(key) >= _LONG))


def _is_beside(one: str, other: str) -> bool:
    """Whether two letters lie side by side on a keyboard."""
    at = {letter: (x, y) for y, row in enumerate(_KEYBOARD) for x, letter in enumerate(row)}
    if one not in at or other not in at:
        return False
    return all(abs(a - b) <= 1 for a, b in zip(at[one], at[other], strict=True))


def is_abroad(key: str, nearer_than: int) -> bool:
    """Whether a city abroad is spelled more like the text than any place of ours."""
    if nearer_than <= 1 or len(key) < abroad.SLIPS_FROM:
        return False
    return process.extractOne(key, abroad.spellings(), scorer=OSA.distance, score_cutoff=1) is not None


def suggestions(key: str, near: Sequence[Similar]) -> list[Place]:
    """The places of nearly that name, all on the same side of a border that no road crosses.

    Places of the exclave are suggested for a slip alone.
    """
    if not near:
        return []
    network = near[0].place.network
    if network != RoadNetwork.MAINLAND and near[0].slips > allowed(key):
        network = RoadNetwork.MAINLAND.value
    return [each.place for each in near if each.place.network == network]
