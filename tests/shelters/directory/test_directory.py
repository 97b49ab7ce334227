"""The directory holds what is known and nothing else, and the database itself keeps hidden places hidden."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from shelters.directory import initial as directory_files
from shelters.models import Card, Confirmation, Facility, Hotline, Place
from shelters.published.refresh import refresh, refresh_all
from tests.support import make

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


@pytest.mark.parametrize("fields", [{"address": "x"}, {"lat": 40.0, "lon": 49.0}, {"lat": 40.0}])
def test_a_hidden_facility_has_no_address_in_the_database(fields):
    facility = make.facility()
    refused(lambda: Facility.objects.filter(pk=facility.pk).update(**fields))


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (40, None), (None, 49)])
def test_a_door_is_a_whole_point_on_earth(point):
    facility = make.facility(confidential=False)
    refused(lambda: Facility.objects.filter(pk=facility.pk).update(lat=point[0], lon=point[1]))


def test_nothing_is_listed_without_a_basis_and_its_source():
    facility = make.facility()
    for fields in ({"basis": ""}, {"basis_source": ""}, {"basis": "hearsay"}):
        refused(lambda fields=fields: Facility.objects.filter(pk=facility.pk).update(**fields))


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.rules.create(group="dragon", verdict="yes", source="x"),
        lambda f: f.rules.create(group="woman", verdict="maybe", source="x"),
        lambda f: f.rules.create(group="woman", verdict="yes", sons_up_to=12, source="x"),
        lambda f: f.provisions.create(service="gold", source="x"),
        lambda f: f.facts.create(code="lift", answer="perhaps", source="x"),
        lambda f: f.figures.create(code="rooms", value=1, source="x"),
        lambda f: f.phones.create(number="112", visible_to="friends", source="x"),
        lambda f: Confirmation.objects.create(confirmed_on="2026-01-01", how="phone"),
    ],
)
def test_the_database_refuses_what_no_code_stands_for(change):
    facility = make.facility()
    refused(lambda: change(facility))


def test_a_hidden_facility_names_only_a_large_town():
    village = make.place(population=99_999)
    with pytest.raises(ValidationError, match="100"):
        make.facility(village).full_clean()
    make.facility(make.place(population=100_000)).full_clean()


def test_the_first_load(directory):
    shelters = Facility.objects.filter(kind="shelter")
    assert shelters.count() == 6
    assert all(f.confidential and f.address is None and f.lat is None for f in shelters)
    assert set(shelters.values_list("basis", flat=True)) == {"reported", "published"}
    assert shelters.get(basis="published").key == "state-shelter"
    assert not any(f.phones.exists() or f.confirmations.exists() for f in shelters)
    assert not Hotline.objects.get(number="142").published
    for facility in Facility.objects.all():
        facility.full_clean()
        facts = [*facility.rules.all(), *facility.provisions.all(), *facility.figures.all()]
        assert all(fact.source_name for fact in facts)


def test_loading_touches_only_an_empty_database(directory, capsys):
    Facility.objects.filter(key="gence-2023").update(notes="edited by a person")
    call_command("load_directory", if_empty=True)
    call_command("load_directory")
    assert Facility.objects.get(key="gence-2023").notes == "edited by a person"
    call_command("load_directory", update=True)
    assert Facility.objects.get(key="gence-2023").notes != "edited by a person"
    assert Facility.objects.count() == 23 and not directory_files.is_empty()


def test_the_cards_follow_every_change():
    """What `refresh` leaves behind equals what is made anew from all facts."""
    towns = [make.place(), make.place(40.4, 49.9)]
    made = [make.facility(towns[n % 2], rules={"man": "no" if n % 3 else "yes"}) for n in range(12)]
    made[0].rules.update(verdict="no")
    made[1].place = towns[0]
    made[1].save()
    Facility.objects.filter(pk=made[2].pk).update(listed=False)
    refresh([f.pk for f in made[:3]])
    kept = list(Card.objects.order_by("pk").values("pk", "shown", "hours", "digest"))
    Card.objects.all().delete()
    refresh_all()
    assert list(Card.objects.order_by("pk").values("pk", "shown", "hours", "digest")) == kept and len(kept) == 11


def test_ids_are_short_random_and_stable():
    ids = [make.facility().public_id for _ in range(20)]
    assert len(set(ids)) == 20 and all(len(one) == 6 and one.isalnum() for one in ids)
    facility = Facility.objects.first()
    facility.save()
    assert Facility.objects.get(pk=facility.pk).public_id == facility.public_id


def test_places_carry_what_the_finder_needs():
    assert Place.objects.count() == 245
    assert not Place.objects.filter(name_az="").exists() and not Place.objects.filter(name_ru="").exists()
    assert not Place.objects.filter(name_en="").exists()
    beyond = set(Place.objects.filter(network="nakhchivan").values_list("rayon_id", flat=True))
    assert beyond == {f"AZ-{code}" for code in ("BAB", "CUL", "KAN", "NV", "ORD", "SAD", "SAH", "SAR")}
    # GeoNames gives these two the population of their rayon: what is not known stays unknown.
    unknown = Place.objects.filter(name_az__in=["Yevlax", "Lerik"]).values_list("population", flat=True)
    assert list(unknown) == [None, None]
    assert set(Place.objects.exclude(population=None).values_list("population_source", flat=True)) == {"GeoNames"}
    assert list(Place.objects.filter(network="island").values_list("name_az", flat=True)) == ["Neft Daşları"]
