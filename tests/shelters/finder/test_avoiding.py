"""Places to keep away from, as people write them: never guessed."""

import pytest

from shelters.models import Place
from tests.support import make
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


def kept_away(near, *texts):
    response = near(place="Bakı", avoid=list(texts))
    assert response.status_code == 200, response.content
    return [place["name"] for place in response.json()["avoiding"]]


@pytest.mark.parametrize(
    "texts, named",
    [
        (["Gəncə"], ["Gəncə"]),
        (["Gəncə, Şəki"], ["Gəncə", "Şəki"]),
        (["Gəncə və Şəki; Sumqayıt"], ["Gəncə", "Şəki", "Sumqayıt"]),
        (["Гянджа и Шеки"], ["Gəncə", "Şəki"]),
        (["Ganja and Shaki\nSumgayit/Baku"], ["Gəncə", "Şəki", "Sumqayıt", "Bakı"]),
        (["Qobustan, Bakı"], ["Qobustan"]),
        (["Qobustan, Bakı, Gəncə", "Gəncə"], ["Qobustan", "Gəncə"]),
        (["Zaqatala rayonu"], ["Zaqatala"]),
        (["Gəncə | Şəki & Sumqayıt"], ["Gəncə", "Şəki", "Sumqayıt"]),
        (["Gəncədən, Şəkidən"], ["Gəncə", "Şəki"]),
        (["Gəncənin yanı", "Şəki şəh."], ["Gəncə", "Şəki"]),
        (["из Гянджи и Шеки"], ["Gəncə", "Şəki"]),
        (["Yasamal"], ["Bakı"]),
        (["Nəsimi rayonu, Gəncə"], ["Bakı", "Gəncə"]),
        (["Gəncə, Nizami rayonu"], ["Gəncə"]),
        (["Xırdalan, Bakı"], ["Xırdalan", "Bakı"]),
        (["AZ2000"], ["Gəncə"]),
    ],
)
def test_one_text_may_hold_several(near, texts, named):
    assert kept_away(near, *texts) == named


@pytest.mark.parametrize(
    "text, code, field_of_places",
    [
        ("Gence, Atlantida", "unknown_place", "suggestions"),
        ("Zaqatalla", "unknown_place", "suggestions"),  # a slip is no exact name
        ("Füzuli", "ambiguous_place", "choices"),  # a town, and a smaller place of its name
        ("Qobustan", "ambiguous_place", "choices"),
        ("Nizami rayonu", "ambiguous_place", "choices"),  # of two cities
        ("Qarabağ", "ambiguous_place", "choices"),  # a region
        ("Gəncə Şəki", "ambiguous_place", "choices"),
        ("Hadrut", "unknown_place", "suggestions"),  # we have no point to keep away from
        ("Weki", "unknown_place", "suggestions"),  # only sounds so
        ("Gəncədən başqa hər yer", "unknown_place", "suggestions"),  # the opposite
        ("Gəncə xaricində", "unknown_place", "suggestions"),
        ("не Гянджа", "unknown_place", "suggestions"),
        ("Car kəndi, Zaqatala", "unknown_place", "suggestions"),
    ],
)
def test_what_is_not_exactly_one_place_is_asked_back(near, text, code, field_of_places):
    response = near(place="Bakı", avoid=[text])
    answer = response.json()
    assert response.status_code == 422 and (answer["code"], answer["field"]) == (code, "avoid")
    assert answer[field_of_places] or text.endswith("Atlantida") or text.startswith("Car")


def test_a_city_means_all_its_settlements(near):
    """Bakı is larger than 30 km around its middle, and a part of it means the whole city."""
    far = Place.objects.get(name_az="Qobustan", rayon_id="AZ-BA")
    made = make.facility(make.place(far.lat - 0.1, far.lon))
    for text in ("Bakı", "Bakıdan", "Yasamal rayonu", "Yasamal, Bakı", "Şüvəlan"):
        answer = near(place="Salyan", avoid=[text], limit=50).json()
        assert answer["avoiding"][0]["name"] == "Bakı", text
        assert made.public_id not in [result["id"] for result in answer["results"]], text
    assert made.public_id in [result["id"] for result in near(place="Salyan", limit=50).json()["results"]]


@pytest.mark.parametrize("text", ["Şəki rayonu", "Şəki rayonundan", "Шекинский район"])
def test_a_rayon_that_shares_its_name_with_a_city_means_both(near, text):
    village = make.place(41.5, 47.4, rayon=Place.objects.get(name_az="Baş Göynük").rayon)
    made = make.facility(make.place(41.7, 47.4))
    assert village.rayon_id == "AZ-SAK"
    answer = near(place="Bakı", avoid=[text], limit=50).json()
    assert [place["name"] for place in answer["avoiding"]] == ["Şəki"]
    assert made.public_id not in [result["id"] for result in answer["results"]]


def test_a_rayon_means_all_its_places(near):
    """The town keeps 30 km around its middle free, the rayon 30 km around each of its villages."""
    zaqatala = Place.objects.get(name_az="Zaqatala")
    village = make.place(zaqatala.lat + 0.2, zaqatala.lon, rayon=zaqatala.rayon)
    made = make.facility(make.place(village.lat + 0.2, village.lon))
    for text, left_out in (("Zaqatala", 0), ("Zaqatala rayonu", 1), ("Закатальский район", 1)):
        answer = near(place="Bakı", avoid=[text]).json()
        assert answer["excluded"]["avoided"] == left_out, text
        assert (made.public_id in [result["id"] for result in answer["results"]]) is not bool(left_out)


def test_the_page_says_what_it_keeps_away_from(post):
    text = text_of(post(place="Bakı", avoid="Gəncə və Şəki"))
    assert "What is within 30 km of these places is left out: Ganja, Ganja; Sheki, Sheki." in text
