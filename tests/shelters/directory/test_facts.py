"""The directory that comes with the project: each row keeps the rules by which a fact may be published."""

import csv
import re
from datetime import date

import pytest

from shelters.models import Facility, Hotline, Organisation, Place, Rayon
from shelters.places.loading import DATA
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
# A statement read out in Geneva. It has no page.
WITHOUT_A_PAGE = {"gence-2023"}
# Only planned, closed, another body, or printed by an old page alone.
NEVER = re.compile(r"494 ?33 ?76|497 ?10 ?58|498-?05-?43|Böhran|DOST Mərkəzi|Ekspertizası Mərkəzi|Xankəndi")
STATEMENT = "A state office. They may want to talk with your family. You may say: “I do not agree.”"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("facilities.csv"), ids=lambda row: row["key"])
def test_each_facility_has_a_basis_a_page_and_a_day(row):
    assert row["basis"] in ("published", "reported") and row["basis_kind"] not in ("", "unnamed")
    assert row["basis_url"].startswith("https://") or row["key"] in WITHOUT_A_PAGE
    assert date(2020, 1, 1) <= date.fromisoformat(row["basis_date"]) <= date(2026, 11, 27)
    assert not NEVER.search(",".join(row.values()))
    if row["confidential"] == "no":
        assert row["source_url"].startswith("https://") and row["source_date"]
        assert not row["address"] or row["key"] == "bar-seki"


@pytest.mark.parametrize("row", rows("organisations.csv") + rows("hotlines.csv"), ids=lambda row: row["key"])
def test_each_line_and_organisation_has_a_page(row):
    assert row["source_url"].startswith("https://") and not NEVER.search(",".join(row.values()))


def test_what_has_no_day_says_so(directory, client):
    """No day was guessed: these pages state none."""
    undated = {line.key for line in Hotline.objects.filter(stated_on=None)}
    assert undated == {"860", "116123", "961", "152", "142"}
    page = text_of(client.get("/en/lines/"))
    for line in ("860: Source: family.gov.az", "961: Source: news.az", "152: Source: insanalveri.gov.az"):
        assert f"{line}, without a date." in page


def test_hidden_places_have_no_contact_and_no_town_in_their_keys(directory):
    for house in Facility.objects.filter(confidential=True):
        small = Place.objects.filter(population__lt=Place.HIDES_FROM).values_list("name_az", flat=True)
        assert not house.phones.exists() and not set(house.key.split("-")) & {name.lower() for name in small}
        assert "zabrat" not in house.key


def test_what_is_known_without_a_town_is_not_listed(directory):
    known = Organisation.objects.filter(key__in=[row["key"] for row in rows("organisations.csv")])
    assert known.count() == 5 and not Facility.objects.filter(organisation__in=known).exists()


def test_whom_a_place_is_for_alone(directory):
    told = {house.key: [one.group for one in house.only_for.all()] for house in Facility.objects.all()}
    assert {key: groups for key, groups in told.items() if groups} == {
        "mia-trafficking": ["trafficked"],
        "children-union": ["minor_alone"],
    }


def test_no_number_is_new(directory):
    numbers = {phone.number for house in Facility.objects.all() for phone in house.phones.all()}
    assert numbers == {Hotline.objects.get(key="916").number}


def test_a_state_office_stands_under_services_and_never_as_a_place_to_stay(near, post, directory):
    for need in ("legal_aid", "mental_health"):
        found = near(place="Zaqatala", need=[need], lang="en").json()["results"]
        assert found[0]["name"] == "Zagatala Child and Family Support Centre" and found[0]["run_by"] == "state"
        page = text_of(post(place="Zaqatala", need=need))
        assert "Zagatala Child and Family Support Centre" in page and STATEMENT in page
    assert "Support Centre" not in text_of(post(place="Zaqatala"))
    both = near(place="Zaqatala", need=["emergency_shelter", "mental_health"], lang="en").json()
    kinds = [result["kind"] for result in both["results"]]
    assert kinds[:4] == ["shelter"] * 4 and both["picks"]["nearest"] is None


WORDS = {
    "az": ("“Razı deyiləm”", "Kiçik şəhərdə"),
    "ru": ("«Я против»", "В небольшом городе"),
    "en": ("“I do not agree.”", "In a small town"),
}


@pytest.mark.parametrize("language", WORDS)
def test_its_page_says_that_it_may_talk_with_the_family(post, directory, language):
    no, small_town = WORDS[language]
    houses = (Facility.objects.get(key=f"family-centre-{town}") for town in ("zerdab", "zaqatala"))
    small, large = (text_of(post(f"/{language}/site/", id=house.public_id)) for house in houses)
    assert no in small and no in large
    assert small_town in small and small_town not in large


@pytest.mark.parametrize("need", ["legal_aid", "mental_health"])
def test_each_region_that_has_a_service_finds_it_from_every_rayon(near, directory, need):
    offering = Rayon.objects.filter(places__facilities__provisions__service=need)
    regions = set(offering.values_list("economic_region", flat=True))
    assert len(regions) >= 7
    for region in regions:
        rayons = dict(Rayon.objects.filter(economic_region=region).values_list("code", "name_az"))
        for code in rayons:
            found = near(rayon=code, need=[need]).json()["results"]
            assert {result["rayon"] for result in found} & set(rayons.values()), (region, code)


def test_a_test_without_papers(post, directory):
    house = Facility.objects.get(key="hiv-test-centre")
    assert "Asks for identity papers no" in text_of(post("/en/site/", id=house.public_id))
