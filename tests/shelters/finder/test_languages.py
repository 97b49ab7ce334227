"""Whatever the public reads stands in its language; a text that exists in another alone is marked."""

import re

import pytest

from tests.support import make

pytestmark = pytest.mark.django_db
RULE = {"verdict": "conditional", "condition_az": "məktubla", "condition_ru": "с письмом", "condition_en": "by letter"}
PHONE = {"number": "112", "label_az": "növbətçi", "label_ru": "дежурный", "label_en": "on duty"}


@pytest.fixture
def shown(post):
    """The page of a place, in a language."""

    def show(house, language):
        return post(f"/{language}/site/", id=house.public_id).content.decode()

    return show


@pytest.mark.parametrize("language, said", [("az", "məktubla"), ("ru", "с письмом"), ("en", "by letter")])
def test_a_condition_is_read_in_each_language(post, shown, language, said):
    house = make.facility(rules={"man": RULE}, phones=[PHONE])
    others = {RULE[f"condition_{code}"] for code in ("az", "ru", "en")} - {said}
    found = post(f"/{language}/near/", place_id=house.place_id, who="man").content.decode()
    for page in (found, shown(house, language)):
        assert said in page and not any(other in page for other in others)
    assert PHONE[f"label_{language}"] in shown(house, language)


def test_what_has_one_language_alone_is_marked(post, shown):
    one = {"verdict": "conditional", "condition_az": "məktubla & imza"}
    house = make.facility(rules={"man": one}, phones=[{"number": "112", "label_az": "növbətçi"}])
    found = post("/ru/near/", place_id=house.place_id, who="man").content.decode()
    for page in (found, shown(house, "ru")):
        assert '<span lang="az">məktubla &amp; imza</span>' in page
    assert '<span lang="az">növbətçi</span>' in shown(house, "ru")
    assert '<span lang="az">' not in shown(house, "az")


def test_the_api_tells_a_label_in_the_language_asked_for(near):
    house = make.facility(phones=[PHONE])
    phones = [near(place_id=house.place_id, lang=code).json()["results"][0]["phones"] for code in ("az", "ru")]
    assert [phone["label"] for (phone,) in phones] == ["növbətçi", "дежурный"]


def test_an_error_speaks_the_language_of_its_page_whoever_erred_before(post):
    """The limits are texts with a number inside; in one process each language gets its own, and its field's name."""
    said = {"az": "oğlun yaşı: ən çoxu 120.", "ru": "сына: не больше 120.", "en": "oldest son: up to 120."}
    long = {"az": "çox uzundur: ən çoxu 100", "ru": "слишком длинно: не больше 100", "en": "that is too long: 100"}
    for language in ("az", "ru", "en", "az"):
        assert said[language] in post(f"/{language}/near/", oldest_son=900).content.decode()
        for field in ("place", "avoid"):
            assert long[language] in post(f"/{language}/near/", **{field: "a" * 101}).content.decode(), field


@pytest.mark.parametrize("language, order", [("az", ["Xaçmaz", "Qax", "Quba"]), ("ru", ["Гах", "Губа", "Хачмаз"])])
def test_rayons_stand_in_the_order_of_the_alphabet(client, language, order):
    """X stands before Q in Azerbaijani. Folded names, which are for comparing, put it behind."""
    page = client.get(f"/{language}/").content.decode()
    assert re.findall(rf">\s*({'|'.join(order)})\s*<", page) == order
