"""Quarters, stations, postcodes and regions: names that stand for a place with a point of its own."""

import csv

import pytest

from shelters.models import Place, PlaceName
from shelters.places import loading
from shelters.places.gazetteer import Ambiguous, Found, Gazetteer, Unknown, fold, meant
from tests.support import make

pytestmark = pytest.mark.django_db
ROWS = list(csv.DictReader((loading.DATA / "quarters.csv").open(encoding="utf-8")))


@pytest.fixture
def known(db) -> Gazetteer:
    return Gazetteer.load()


def test_every_row_stands_for_places_that_we_have_and_names_its_source():
    ids = set(Place.objects.values_list("pk", flat=True))
    for row in ROWS:
        assert {int(pk) for pk in row["stands_for"].split("|")} <= ids, row
        assert row["source"], row


def test_every_name_lands_on_its_place_or_asks(known):
    for row in ROWS:
        wanted = {int(pk) for pk in row["stands_for"].split("|")}
        for name in filter(None, (row["name_az"], row["name_ru"], row["name_en"])):
            answer = known.resolve(f"{name}00" if row["kind"] == "postcode" else name)
            if isinstance(answer, Found):
                assert answer.place.pk in wanted or fold(name) in names_of(answer.place), (name, answer)
            else:
                assert isinstance(answer, Ambiguous) and wanted & {place.pk for place in answer.choices}, (name, answer)


def names_of(place):
    return set(PlaceName.objects.filter(place=place).values_list("folded", flat=True))


def test_the_twelve_rayons_of_the_capital_and_the_two_of_ganja(known):
    rayons = "Binəqədi Qaradağ Xəzər Səbail Sabunçu Suraxanı Nərimanov Nəsimi Pirallahı Xətai Yasamal".split()
    for name in rayons:
        answer = known.resolve(f"{name} rayonu")
        assert isinstance(answer, Found) and answer.place.rayon_id == "AZ-BA", name
    assert {place.name_az for place in known.resolve("Nizami rayonu").choices} == {"Bakı", "Gəncə"}
    assert known.resolve("Nizami rayonu, Gəncə").place.name_az == "Gəncə"
    assert known.resolve("Kəpəz rayonu").place.name_az == "Gəncə"


def test_a_part_says_so_and_a_place_elsewhere_is_not_exact(known):
    assert known.resolve("Yasamal")[1:] == (True, (), True)
    assert known.resolve("Hadrut")[1:] == (False, (), True)
    assert known.resolve("Bakı").stands_in is False


def test_an_imported_settlement_wins_over_the_city_that_stood_for_it():
    baku = Place.objects.get(name_az="Bakı")
    here = make.place(40.4, 49.9, name_az="Keşlə", rayon=baku.rayon)
    assert Gazetteer.load().resolve("Keşlə").place.pk == here.pk


def test_a_settlement_asks_beside_imported_villages_of_its_name():
    village = make.place(40.5, 45.8, name_az="Günəşli", population=900)
    answer = Gazetteer.load().resolve("Günəşli")
    assert isinstance(answer, Ambiguous)
    assert {place.pk for place in answer.choices} == {village.pk, 587084}


def test_a_village_of_a_quarters_name_is_not_the_quarter(known):
    assert known.resolve("Nəsimi kəndi") == Unknown([])
    assert known.resolve("Yuxarı Salyan") == Unknown([])


def test_suggestions_begin_alike_and_stay_on_one_side_of_the_border(known):
    for typed in ("Yasamxan", "Nizamxan", "Şəkidzə", "Təbrxan", "Hadrzt", "Səkiyev", "Cahrixana"):
        answer = known.resolve(typed)
        if isinstance(answer, Unknown):
            assert len({place.network for place in answer.suggestions}) <= 1, typed
            for place in answer.suggestions:
                heads = {name[:2] for name in names_of(place)}
                assert fold(typed)[:2] in heads, (typed, place)
    assert [place.name_az for place in known.resolve("Zaqatalski").suggestions] == ["Zaqatala"]


@pytest.mark.parametrize(
    "typed, place",
    [
        ("Yemi Suraxanı", "Yeni Suraxanı"),
        ("Aşağu Güzdək", "Aşağı Güzdək"),
        ("əncə", "Gəncə"),
        ("Həncə", "Gəncə"),
        ("Vakı", "Bakı"),
    ],
)
def test_a_slip_in_any_letter_asks_or_lands(known, typed, place):
    answer = known.resolve(typed)
    assert not isinstance(answer, Unknown) and place in [one.name_az for one in meant(answer)], answer
    assert not (isinstance(answer, Found) and answer.exact)


def test_nothing_is_offered_from_behind_a_border_that_no_road_crosses():
    """The typed name resembles a village on each side: only the side of the nearest name is offered."""
    ordubad = Place.objects.get(name_az="Ordubad")
    make.place(39.0, 45.9, name_az="Zurnabat", rayon=ordubad.rayon, network=ordubad.network)
    here = make.place(40.5, 46.3, name_az="Zurnabad")
    assert [place.pk for place in meant(Gazetteer.load().resolve("Zurnabadz"))] == [here.pk]
