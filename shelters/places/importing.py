"""Fill the gazetteer with any GeoNames country dump that an operator adds."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from ..models.base import Revision
from ..models.place import Place, PlaceName, Rayon
from .folding import fold
from .loading import Spelling, write

# Feature codes of places that are abandoned, or that are part of another place.
_NOT_LIVED_IN = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})
_COLUMNS = 19
_LONGEST = 200  # letters of a name
_MOST_PEOPLE = 2**31 - 1
_LATITUDES, _LONGITUDES = (38.0, 42.2), (44.5, 51.2)  # the country, with a margin


class NotADump(Exception):
    """A file that is not a GeoNames country dump. `line` is the number of the first wrong line, `why` says what is."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(line, why)
        self.line, self.why = line, why


@dataclass
class Imported:
    """How many places were written, and which lines were left out: number, name, reason."""

    written: int = 0
    left_out: list[tuple[int, str, str]] = field(default_factory=list)


@transaction.atomic
def import_geonames(path: Path) -> Imported:
    """Add every populated place of a GeoNames country dump (tab-separated, no header).

    Places of the project's own list stay as they are. Alternate names become odd names: they make the gazetteer ask,
    and never decide. Raises NotADump.
    """
    by_code = {rayon.geonames_code: rayon for rayon in Rayon.objects.exclude(geonames_code="")}
    networks = dict(Place.objects.filter(imported=False).values_list("rayon_id", "network"))
    ours = set(Place.objects.filter(imported=False).values_list("pk", flat=True))
    done = Imported()
    taken = []
    for number, row in _dump(path):
        if row[6] != "P" or row[8] != "AZ" or row[7] in _NOT_LIVED_IN or int(row[0]) in ours:
            continue
        if why := _why_not(row, by_code):
            done.left_out.append((number, row[1], why))
        else:
            taken.append((_place(row, by_code[row[10]], networks), _names(row)))
    done.written = write(taken)
    if done.written:
        Revision.change(Revision.PLACES)
    return done


def _dump(path: Path) -> Iterator[tuple[int, list[str]]]:
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, line in enumerate(file, start=1):
            row = line.rstrip("\r\n").split("\t")
            if why := _what_is_wrong(row, seen):
                raise NotADump(number, why)
            seen.add(row[0])
            yield number, row


def _what_is_wrong(row: list[str], seen: set[str]) -> str:
    if len(row) != _COLUMNS:
        return f"it has {len(row)} columns, not {_COLUMNS}"
    if not (row[0].isascii() and row[0].isdigit() and 0 < int(row[0]) < 2**53):
        return "its id is no number"
    if row[0] in seen:
        return f"the id {row[0]} stands there twice"
    if max(len(row[1]), len(row[2])) > _LONGEST:
        return f"its name is longer than {_LONGEST} letters"
    if not (_degrees(row[4], 90) and _degrees(row[5], 180)):
        return "its latitude or longitude is no number of degrees"
    people = row[14] or "0"
    return "" if people.isascii() and people.isdigit() and int(people) <= _MOST_PEOPLE else "its population is wrong"


def _degrees(text: str, most: int) -> bool:
    try:
        return math.isfinite(float(text)) and abs(float(text)) <= most
    except ValueError:
        return False


def _why_not(row: list[str], by_code: Mapping[str, Rayon]) -> str:
    """Why a line of a populated place cannot be taken; empty where it can."""
    lat, lon = float(row[4]), float(row[5])
    if not fold(row[1]):
        return "it has no name"
    if row[10] not in by_code:
        return f"no rayon has the admin1 code “{row[10]}”"
    if _is_here(lat, lon):
        return ""
    return "it lies outside the country" + (" (latitude and longitude swapped?)" if _is_here(lon, lat) else "")


def _is_here(lat: float, lon: float) -> bool:
    return _LATITUDES[0] <= lat <= _LATITUDES[1] and _LONGITUDES[0] <= lon <= _LONGITUDES[1]


def _place(row: list[str], rayon: Rayon, networks: Mapping[str, str]) -> Place:
    return Place(
        id=int(row[0]),
        rayon=rayon,
        name_az=row[1],
        name_en=row[2],
        population=int(row[14] or 0) or None,
        population_source="GeoNames",
        lat=float(row[4]),
        lon=float(row[5]),
        network=networks.get(rayon.pk, "mainland"),
        imported=True,
    )


def _names(row: list[str]) -> Iterator[Spelling]:
    yield row[1], PlaceName.NAME
    yield row[2], PlaceName.NAME
    for text in row[3].split(","):
        if fold(text) and len(text) <= _LONGEST and "://" not in text:
            yield text, PlaceName.ODD
