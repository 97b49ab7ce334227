"""No Azerbaijani letter stands on a Russian or English page of the real or the demo directory, outside names."""

import re

import pytest

from shelters.codes.wording import LANGUAGES
from shelters.directory import initial
from shelters.models import AdmissionRule, Facility, Hotline, Phone, Place, Rayon
from tests.support import loaded_directory
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
LETTERS = re.compile("[əğışçöüƏĞİŞÇÖÜ]")
TOWNS = ("Zaqatala", "Bakı", "Gəncə")
# Names that stand in no table: of the site, of a language, and of a call centre in its label.
OTHER_NAMES = ("Yaxın", "Azərbaycanca", "“Qayğı”")


@pytest.fixture(params=["real", "demo"])
def loaded(request, settings, db):
    if request.param == "demo":
        settings.DEMO = True
        folder = initial.DATA / "demo"
        loaded_directory.load(folder / "facilities.csv", folder / "hotlines.csv")
    else:
        loaded_directory.load()


def names():
    """All names with such a letter, the long ones first, so that no part of a name is left."""
    found = {
        getattr(thing, f"name_{code}") for thing in [*Place.objects.all(), *Rayon.objects.all()] for code in LANGUAGES
    }
    for house in Facility.objects.all():
        found |= {house.name_az, house.name_ru, house.name_en, house.address or ""}
    return sorted(filter(LETTERS.search, {*found, *OTHER_NAMES}), key=len, reverse=True)


def without(text, some):
    """Without names, the long ones first."""
    for name in some:
        text = text.replace(name, " ")
    return text


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_page_holds_an_azerbaijani_letter(loaded, post, client, language):
    known = names()
    pages = [client.get(f"/{language}/{path}") for path in ("", "lines/", "safety/", "hours/")]
    for town in TOWNS:
        place = Place.objects.filter(name_az=town).order_by("-population").first()
        for need in ("emergency_shelter", "legal_aid", "sti_care"):
            everybody = ("woman", "minor_alone", "blind", "mental_illness", "deaf")
            pages += [post(f"/{language}/near/", place_id=place.pk, need=need, who=who) for who in everybody]
        pages.append(post(f"/{language}/hours/", place_id=place.pk))
    pages += [post(f"/{language}/site/", id=house.public_id) for house in Facility.objects.listed()]
    for page in pages:
        assert page.status_code == 200
        left = without(text_of(page), known)
        found = LETTERS.search(left)
        assert not found, left[max(0, found.start() - 60) : found.end() + 60]


def test_each_condition_and_label_is_complete(loaded):
    for model, field in ((AdmissionRule, "condition"), (Phone, "label"), (Hotline, "label"), (Hotline, "hours")):
        for row in model.objects.all():
            said = [bool(getattr(row, f"{field}_{code}")) for code in LANGUAGES]
            assert len(set(said)) == 1, (row, field)


def test_each_name_is_complete(loaded):
    for house in Facility.objects.all():
        assert len({bool(house.name_az), bool(house.name_ru), bool(house.name_en)}) == 1, house.key
        assert house.organisation.name_az and house.organisation.name_ru and house.organisation.name_en
        assert not LETTERS.search(house.name_ru) and not LETTERS.search(house.organisation.name_ru), house.key
