"""import_places takes a GeoNames country dump; importing twice changes nothing."""

import pytest
from django.core.management import CommandError, call_command

from shelters.models import Place, PlaceName, Revision
from shelters.places.gazetteer import Ambiguous, Found, Gazetteer

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def line(pk, name, alternates="", lat=41.5, lon=46.5, code="PPL", admin="70", population=0, country="AZ", kind="P"):
    cells = [pk, name, name, alternates, lat, lon, kind, code, country, "", admin, "", "", "", population]
    return "\t".join(str(cell) for cell in [*cells, "", 300, "Asia/Baku", "2024-01-01"])


@pytest.fixture
def dump(tmp_path):
    def write(*lines):
        path = tmp_path / "AZ.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def everything():
    return list(Place.objects.order_by("pk").values()), list(PlaceName.objects.order_by("pk").values())


def test_villages_are_added_and_found(dump):
    path = dump(
        line(900001, "Car", "Dzhary,Джар,جار", population=1200),
        line(900002, "Təzəkənd", lat=40.1, lon=47.1, admin="45"),
        line(900003, "Təzəkənd", lat=39.1, lon=48.1, admin="46"),
        line(900004, "Köhnə Car", code="PPLQ"),
        line(900005, "Yad", country="GE"),
        line(900006, "Çay", kind="H"),
        line(584596, "Zakatala renamed"),
    )
    call_command("import_places", path)
    known = Gazetteer.load()
    assert known.resolve("car kəndi").place.rayon_id == "AZ-ZAQ"
    assert isinstance(known.resolve("Car"), Found)
    assert isinstance(known.resolve("Təzəkənd"), Ambiguous)
    assert known.resolve("Təzəkənd, Sabirabad").place.pk == 900003
    for alternate in ("Джар", "جار"):
        assert isinstance(known.resolve(alternate), Ambiguous)  # an alternate asks, it does not decide
    assert known.places[900001].population == 1200 and known.places[900002].population is None
    assert set(Place.objects.filter(imported=True).values_list("pk", flat=True)) == {900001, 900002, 900003}
    assert Place.objects.get(pk=584596).name_az == "Zaqatala"


def test_importing_twice_changes_nothing(dump):
    path = dump(line(900001, "Car", "Dzhary"), line(900002, "Tala"))
    call_command("import_places", path)
    before, stamp = everything(), Revision.now()
    call_command("import_places", path)
    assert everything() == before and Revision.now() == stamp


def test_loading_our_own_places_twice_changes_nothing():
    before = everything()
    call_command("load_places")
    assert everything() == before


def test_villages_of_nakhchivan_stand_beyond_the_road(dump):
    call_command("import_places", dump(line(900001, "Kənd", lat=39.2, lon=45.4, admin="35")))
    assert Place.objects.get(pk=900001).network == "nakhchivan"


@pytest.mark.parametrize(
    "bad, why",
    [
        ("not a dump", "columns"),
        (line("geonameid", "name"), "id is no number"),
        (line("٩٠٠", "a"), "id is no number"),
        (line(900001, "a"), "twice"),
        (line(1, "a", lat="north"), "degrees"),
        (line(1, "a", lat="nan"), "degrees"),
        (line(1, "a", lat=999), "degrees"),
        (line(1, "a", lon="inf"), "degrees"),
        (line(1, "a", population="?"), "population"),
        (line(1, "a", population=-5), "population"),
        (line(1, "a", population=10**20), "population"),
        (line(1, "U" * 201), "longer"),
    ],
)
def test_a_file_that_is_no_dump_is_refused_whole(dump, bad, why):
    path = dump(line(900001, "Car"), bad)
    with pytest.raises(CommandError, match=f"Line 2 .*{why}"):
        call_command("import_places", path)
    assert not Place.objects.filter(imported=True).exists()


def test_every_populated_place_is_taken_or_its_line_is_named(dump, capsys):
    path = dump(
        line(900001, "Car"),
        line(900002, "Adsız", admin="99"),
        line(900003, "Boş", admin=""),
        line(900004, " "),
        line(900005, "Tərsinə", lat=46.5, lon=41.5),
        line(900006, "Uzaq", lat=-41.5),
        line(900007, "Çay", kind="H"),
    )
    call_command("import_places", path)
    assert capsys.readouterr().out.splitlines() == [
        "Line 2, “Adsız”, is left out: no rayon has the admin1 code “99”.",
        "Line 3, “Boş”, is left out: no rayon has the admin1 code “”.",
        "Line 4, “ ”, is left out: it has no name.",
        "Line 5, “Tərsinə”, is left out: it lies outside the country (latitude and longitude swapped?).",
        "Line 6, “Uzaq”, is left out: it lies outside the country.",
        "1 places written",
    ]


def test_names_of_other_alphabets_are_kept(dump):
    call_command("import_places", dump(line(900001, "Car", "ჯარი,Ջար,جار,Джар,https://example.org/Car")))
    texts = set(PlaceName.objects.filter(place_id=900001, kind=PlaceName.ODD).values_list("text", flat=True))
    assert texts == {"ჯარი", "Ջար", "جار", "Джар"}


def test_a_missing_file(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_places", tmp_path / "none.txt")
