"""The page and the API say how a typed place was read, or what to do when it cannot be."""

import pytest

from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


def test_a_part_of_a_town_is_named_with_the_town(post):
    assert "You wrote “Yasamal”. We read it as Baku." in text_of(post(place="Yasamal"))
    assert "You wrote" not in text_of(post(place="Bakıdayam"))


def test_a_place_without_a_point_is_measured_from_a_place_near_it(post):
    assert "We have no point on the map for “Hadrut”. We measure from Khojavend." in text_of(post(place="Hadrut"))


@pytest.mark.parametrize("lang, words", [("az", "Azərbaycandan kənar"), ("ru", "за пределами"), ("en", "outside")])
@pytest.mark.parametrize("typed", ["Tbilisi", "Təbrizdən", "в Дербенте", "Astara, İran", "Грузия"])
def test_a_place_abroad_is_told_to_be_abroad(near, typed, lang, words):
    response = near(place=typed, lang=lang)
    answer = response.json()
    assert response.status_code == 422
    assert (answer["code"], answer["field"], answer["suggestions"]) == ("unknown_place", "place", [])
    assert words in answer["detail"]


def test_the_page_says_so_too(post):
    response = post(place="Tbilisi")
    assert response.status_code == 422
    assert "“Tbilisi” is outside Azerbaijan. Type the nearest place inside, or call a line." in text_of(response)


@pytest.mark.parametrize(
    "typed, rayon, name, instead",
    [
        ("Car kəndi", "AZ-ZAQ", "Zaqatala", "rayon_centre"),
        ("Qala", "AZ-ISM", "İsmayıllı", "rayon_centre"),
        ("Əliabad kəndindəyəm", "AZ-ZAQ", "Əliabad", None),
        ("Yasamal", "AZ-BA", "Bakı", None),
        ("Təzəkənd", "AZ-SAB", "Sabirabad", "rayon_centre"),
        ("Tbilisi", "AZ-ZAQ", "Zaqatala", "rayon_centre"),
    ],
)
def test_a_place_that_a_rayon_settles(near, typed, rayon, name, instead):
    origin = near(place=typed, rayon=rayon).json()["origin"]
    assert (origin["name"], origin["instead"]) == (name, instead)


@pytest.mark.parametrize(
    "typed", ["40.68, 46.36", "40,68 46,36", "40°40'58\"N 46°21'38\"E", "https://yandex.com/maps/?pt=46.36,40.68&z=12"]
)
def test_coordinates_in_the_field_of_a_place(near, typed):
    origin = near(place=typed).json()["origin"]
    assert (origin["name"], origin["lat"], origin["lon"]) == (None, 40.68, 46.36)
