"""Fill the gazetteer with the project's own checked places."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from ..models.base import Revision
from ..models.place import Place, PlaceName, Rayon
from .gazetteer import fold

DATA = Path(__file__).parent.parent / "data"
_STANDS = {
    **dict.fromkeys(("district", "quarter", "station", "postcode"), PlaceName.PART),
    **{"settlement": PlaceName.SUBURB, "elsewhere": PlaceName.NEAR, "region": PlaceName.REGION},
}
Spelling = tuple[str, str]  # text, kind of PlaceName


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
    stand_ins = _stand_ins()
    write((_place(row), [*_spellings(row), *stand_ins.get(row["geonameid"], ())]) for row in _rows("places.csv"))
    for row in rayons:
        Rayon.objects.filter(pk=row["code"]).update(centre_id=int(row["centre"]))
    Revision.change(Revision.PLACES)


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


def _stand_ins() -> dict[str, list[Spelling]]:
    """For each id of a place the names of `quarters.csv` that stand for it."""
    found: dict[str, list[Spelling]] = {}
    for row in _rows("quarters.csv"):
        names = [row["name_az"], row["name_ru"], row["name_en"], *row["other"].split("|")]
        for place_id in row["stands_for"].split("|"):
            found.setdefault(place_id, []).extend((name, _STANDS[row["kind"]]) for name in filter(None, names))
    return found


def write(places: Iterable[tuple[Place, Iterable[Spelling]]]) -> int:
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
