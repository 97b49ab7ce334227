"""Whoever saves a facility is told what may stand there twice, whether it counts at once or waits."""

import pytest
from django.urls import reverse

from shelters.models import Facility, Proposal
from tests.support import make
from tests.support.pages import change, fields_of, text_of

pytestmark = pytest.mark.django_db
NUMBER, NAME = "The same number:", "The same name and town:"


@pytest.fixture
def there():
    return make.facility(name_az="Nümunə Mərkəzi", phones=[{"number": "+994124041234"}])


def saved(client, facility, **fields):
    page = client.get(change(facility))
    return text_of(client.post(change(facility), fields_of(page) | fields, follow=True))


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("spelling", ["(012) 404-12-34", "124041234", "00994 12 404 12 34"])
def test_the_same_number_in_any_spelling(leyla, there, listed, spelling):
    other = make.facility(listed=listed)
    row = {"phones-0-number": spelling, "phones-0-source": "x", "phones-0-visible_to": "public"}
    assert f"{NUMBER} {there.key}, {other.key}." in saved(leyla, other, **row)
    assert Proposal.objects.exists() is listed and other.phones.exists() is not listed


def test_the_same_name_in_the_same_town(leyla, there):
    other = make.facility(there.place)
    elsewhere = make.facility()
    assert f"{NAME} {there.key}, {other.key}." in saved(leyla, other, name_az="NÜMUNƏ  mərkəzi")
    assert Facility.objects.get(pk=other.pk).name_az != "NÜMUNƏ  mərkəzi", "it waits"
    assert NAME not in saved(leyla, elsewhere, name_az="Nümunə Mərkəzi")


def test_a_new_facility_is_told_too(leyla, there):
    add = reverse("admin:shelters_facility_add")
    fields = {"key": "new", "name_az": "Nümunə Mərkəzi", "kind": "shelter", "confidential": "on"}
    fields |= {"place": str(there.place.name_az), "organisation": str(there.organisation_id)}
    page = leyla.post(add, fields_of(leyla.get(add)) | fields, follow=True)
    assert f"{NAME} new, {there.key}." in text_of(page)
