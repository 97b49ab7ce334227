"""A second person sees each change, also between things that are spelled alike."""

import re

import pytest
from django.urls import reverse

from shelters.approvals.diff import changes
from shelters.models import Organisation, Place, Proposal
from tests.support import make
from tests.support.pages import change, fields_of

pytestmark = pytest.mark.django_db


def differences(client, house, **fields):
    response = client.post(change(house), fields_of(client.get(change(house))) | fields)
    assert response.status_code == 302, re.findall(r"errorlist.*?</ul>", response.content.decode())
    (changed,) = changes(Proposal.objects.get())
    return {line.label: (line.before, line.after) for line in changed.lines}


def test_an_organisation_of_the_same_name_is_told_by_its_key(leyla, house):
    """Once a house changed its owner, its questions went there, and nobody saw it."""
    own = house.organisation
    copy = Organisation(key="copy-of-it", type=own.type, name_az=own.name_az, name_ru=own.name_ru, name_en=own.name_en)
    copy.save()
    lines = differences(leyla, house, organisation=copy.pk)
    assert [own.key in before and "copy-of-it" in after for before, after in lines.values()] == [True]


def test_a_town_of_the_same_name_is_told_by_its_rayon(leyla, house):
    here, there = Place.objects.filter(name_az="Füzuli").order_by("pk")
    house.place, house.confidential = here, False
    house.save()
    make.refresh([house.pk])
    lines = differences(leyla, house, place=f"Füzuli, {there.rayon.name_en}")
    assert [(str(here.pk) in before, str(there.pk) in after) for before, after in lines.values()] == [(True, True)]


def test_a_phones_source_is_no_detail(leyla, house):
    assert len(differences(leyla, house, **{"phones-0-source": "said somebody"})) == 1


@pytest.mark.parametrize("name", ["{}", " {} ", "{}.", "«{}»"])
def test_an_organisation_that_folds_to_anothers_name_is_refused(leyla, house, name):
    own = house.organisation
    typed = name.format((own.name_az or own.name_en).upper())
    page = leyla.post(reverse("admin:shelters_organisation_add"), {"key": "again", "type": "ngo", "name_az": typed})
    assert page.status_code == 200 and own.key in page.content.decode()
    assert not Organisation.objects.filter(key="again").exists()
