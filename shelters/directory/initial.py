"""Load the directory that comes with the project: the files in `data/`, or those of the demo."""

import csv
from pathlib import Path

from django.db import transaction

from ..codes.staff import ProposalKind
from ..faces import bound
from ..hours import notation
from ..models.facility import Facility, Organisation
from ..models.hotline import Hotline
from ..models.hours import OpeningHours
from ..models.place import Place
from ..models.sourced import SOURCED
from ..places.loading import DATA
from ..places.loading import load as load_places
from .csv_file import import_directory

_SWITCHES = ("emergency", "published", "in_writing")
_LISTS = ("for_groups", "for_needs")


def is_empty() -> bool:
    """Whether nobody has entered anything yet."""
    return not (Facility.objects.exists() or Hotline.objects.exists() or Place.objects.exists())


@transaction.atomic
def load(facilities: Path = DATA / "facilities.csv", hotlines: Path = DATA / "hotlines.csv") -> None:
    """Load places, facilities and hotlines by their keys. The files replace existing entries. Raises BadFile."""
    load_places()
    import_directory(facilities)
    with (DATA / "organisations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file) if facilities.parent == DATA else ():
            _load_organisation(row)
    with hotlines.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _load_hotline(row)


def _load_organisation(row: dict[str, str]) -> None:
    """An organisation that is known to help, in a town that is not known: so it has no facility yet."""
    fields = {name: row[name] for name in ("type", "name_az", "name_ru", "name_en")}
    Organisation.objects.update_or_create(key=row["key"], defaults=fields)


def _load_hotline(row: dict[str, str]) -> None:
    hotline = Hotline.objects.filter(key=row["key"]).first() or Hotline(key=row["key"])
    for name in row.keys() - {"key", "opening", "stated_on", "position", *_SWITCHES, *_LISTS}:
        setattr(hotline, name, row[name])
    for name in _SWITCHES:
        setattr(hotline, name, row[name] == "yes")
    for name in _LISTS:
        setattr(hotline, name, row[name].split())
    hotline.position, hotline.stated_on = int(row["position"]), row["stated_on"] or None
    hotline.full_clean()
    hotline.save()
    OpeningHours.objects.filter(hotline=hotline).delete()
    if row["opening"]:
        opening = OpeningHours(hotline=hotline, **{name: getattr(hotline, name) for name in SOURCED})
        opening.keep(notation.read(row["opening"]))
    bound.bind(ProposalKind.HOTLINE, [hotline.pk])
