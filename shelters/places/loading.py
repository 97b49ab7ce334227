"""Fill the gazetteer: the project's own checked places, and any GeoNames country dump that an operator adds."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from ..models.base import Revision
from ..models.place import Place, PlaceName, Rayon
from .gazetteer import fold

DATA = Path(__file__).parent.parent / "data"
# GeoNames feature codes of places that are abandoned, or that are part of another place.
_NOT_LIVED_IN = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})
_GEONAMES_COLUMNS = 19
_ALPHABETS = "abcçdeəfgğhxıijkqlmnoöprsştuüvyzäǝw" + "абвгғдеёәжзиыйјкҝлмноөпрстуүфхһцчҹшщъьэюя"

Spelling = tuple[str, str]  # text, kind of PlaceName


class NotADump(Exception):
    """A file that is not a GeoNames country dump. `line` is the number of the first wrong line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@transaction.atomic
def load() -> None:
    """Load the rayons and places of `data/` in place of an earlier load. Towns of imports stay."""
    rayons = list(_rows("rayons.csv"))
    fields = ("type", "name_az", "name_ru", "name_en", "adjective_ru", "economic_region", "geonames_code")
    Rayon.objects.bulk_create(
        [
            Rayon(
                code=row["code"],
                population=_number(row["population"]),
                population_year=_number(row["population_year"]),
                **{name: row[name] for name in fields},
            )
            for row in rayons
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*fields, "population", "population_year"],
    )
    _write((_place(row), _spellings(row)) for row in _rows("places.csv"))
    for row in rayons:
        Rayon.objects.filter(pk=row["code"]).update(centre_id=int(row["centre"]))
    Revision.change(Revision.PLACES)


@transaction.atomic
def import_geonames(path: Path) -> int:
    """Add every populated place of a GeoNames country dump (tab-separated, no header). Returns how many were written.

    Places of the project's own list stay as they are. Alternate names become odd names: they make the gazetteer ask,
    and never decide. Raises NotADump.
    """
    by_code = {rayon.geonames_code: rayon for rayon in Rayon.objects.exclude(geonames_code="")}
    networks = dict(Place.objects.filter(imported=False).values_list("rayon_id", "network"))
    ours = set(Place.objects.filter(imported=False).values_list("pk", flat=True))
    written = _write(
        (place, names)
        for row in _dump(path)
        if (place := _imported(row, by_code, networks)) and place.pk not in ours
        for names in [_imported_names(row)]
    )
    if written:
        Revision.change(Revision.PLACES)
    return written


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _place(row: dict[str, str]) -> Place:
    return Place(
        id=int(row["geonameid"]),
        rayon_id=row["rayon"],
        population=_number(row["population"]),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        **{name: row[name] for name in ("name_az", "name_ru", "name_en", "population_source", "network")},
    )


def _spellings(row: dict[str, str]) -> Iterator[Spelling]:
    for column in ("name_az", "name_ru", "name_en"):
        yield row[column], PlaceName.NAME
    for column in (PlaceName.FORMER, PlaceName.OTHER, PlaceName.ODD):
        for text in filter(None, row[column].split("|")):
            yield text, column


def _dump(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, line in enumerate(file, start=1):
            row = line.rstrip("\r\n").split("\t")
            if len(row) != _GEONAMES_COLUMNS or not row[0].isdigit():
                raise NotADump(number)
            try:
                float(row[4]), float(row[5]), int(row[14] or 0)
            except ValueError as error:
                raise NotADump(number) from error
            yield row


def _imported(row: list[str], by_code: dict[str, Rayon], networks: dict[str, str]) -> Place | None:
    rayon = by_code.get(row[10])
    if row[6] != "P" or row[8] != "AZ" or row[7] in _NOT_LIVED_IN or rayon is None:
        return None
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


def _imported_names(row: list[str]) -> Iterator[Spelling]:
    yield row[1], PlaceName.NAME
    yield row[2], PlaceName.NAME
    for text in row[3].split(","):
        if text and all(c in _ALPHABETS or not c.isalpha() for c in text.casefold()):
            yield text, PlaceName.ODD


def _write(places: Iterable[tuple[Place, Iterable[Spelling]]]) -> int:
    """Write places, and replace their names. Returns how many differ from the rows before."""
    old = {place.pk: place for place in Place.objects.all()}
    old_names: dict[int, dict[str, Spelling]] = {}
    for pk, folded, text, kind in PlaceName.objects.values_list("place_id", "folded", "text", "kind"):
        old_names.setdefault(pk, {})[folded] = (text, kind)
    changed: list[Place] = []
    names: list[PlaceName] = []
    for place, spellings in places:
        wanted = _by_folded(spellings)
        if _facts(place) != _facts(old.get(place.pk)) or wanted != old_names.get(place.pk):
            changed.append(place)
            names += [PlaceName(place=place, text=t, folded=f, kind=k) for f, (t, k) in wanted.items()]
    fields = [field.name for field in Place._meta.concrete_fields if not field.primary_key]
    Place.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=500
    )
    PlaceName.objects.filter(place_id__in=[place.pk for place in changed]).delete()
    PlaceName.objects.bulk_create(names, batch_size=500)
    return len(changed)


def _by_folded(spellings: Iterable[Spelling]) -> dict[str, Spelling]:
    wanted: dict[str, Spelling] = {}
    for text, kind in spellings:
        if key := fold(text):
            wanted.setdefault(key, (text[:200], kind))
    return wanted


def _facts(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {field.attname: getattr(place, field.attname) for field in Place._meta.concrete_fields}
