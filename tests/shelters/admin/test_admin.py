"""The directory's keepers search, filter, edit and confirm, and the public index follows."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shelters.codes.public import ConfirmationMethod
from shelters.directory.confirmations import confirm
from shelters.models import AdmissionRule, Confirmation, Facility, Hotline, Organisation, Place, Proposal
from tests.support import make
from tests.support.pages import change, fields_of
from tests.support.proposals import confirm_as_another

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:shelters_facility_changelist"), reverse("admin:shelters_facility_add")


@pytest.fixture
def keeper(admin_client):
    admin_client.defaults |= {"HTTP_ACCEPT_LANGUAGE": "en", "SERVER_NAME": "localhost"}
    return admin_client


def test_a_facility_is_made_by_hand(keeper):
    organisation = make.facility().organisation
    fields = fields_of(keeper.get(ADD))
    fields |= {
        "key": "by-hand",
        "organisation": str(organisation.pk),
        "kind": "counselling",
        "name_az": "Əl ilə",
        "place": "шеки",
        "basis": "agreed",
        "basis_source": "letter",
        "listed": "on",
        "provisions-0-service": "mental_health",
        "provisions-0-source": "letter",
        "phones-0-number": "(012) 404 12 34",
        "phones-0-source": "letter",
        "phones-0-visible_to": "public",
    }
    del fields["confidential"]
    response = keeper.post(ADD, fields)
    assert response.status_code == 302, re.findall(r"errorlist.*?</ul>", response.content.decode(), re.S)
    facility = Facility.objects.get(key="by-hand")
    assert facility.place.name_az == "Şəki" and not facility.listed and facility.phones.exists()
    confirm_as_another(Proposal.objects.get())
    facility.refresh_from_db()
    assert facility.listed and facility.phones.get().visible_to == "public"
    assert list(facility.card.shown["services"]) == ["mental_health"]


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"place": "Qobustan"}, "Gobustan, Baku; Gobustan, Gobustan"),
        ({"place": "Atlantida"}, "That is not one place"),
        ({"place": "Şəki, Şəki"}, "100,000 people"),
        ({"address": "x"}, "has no address"),
        ({"basis": ""}, "needs a basis"),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_lost(keeper, wrong, said):
    facility = make.facility(Place.objects.get(name_az="Gəncə"))
    fields = fields_of(keeper.get(change(facility))) | {"notes": "long notes", "listed": "on"} | wrong
    response = keeper.post(change(facility), fields)
    assert response.status_code == 200
    page = response.content.decode()
    assert said in page and "long notes" in page


def test_the_list_begins_with_what_was_never_confirmed(keeper):
    town = make.place()
    made = [make.facility(town, key=f"f-{n}") for n in range(4)]
    today = timezone.localdate()
    for facility, days in ((made[0], 200), (made[1], 1), (made[3], 100)):
        confirm(facility, by=None, how=ConfirmationMethod.PHONE, on=today - timedelta(days=days))
    keys = re.findall(r">(f-\d)</a>", keeper.get(LIST).content.decode())
    assert keys == ["f-2", "f-0", "f-3", "f-1"]
    for asked, found in {"never": ["f-2"], "old": ["f-0", "f-3"], "fresh": ["f-1"]}.items():
        page = keeper.get(LIST, {"confirmed": asked}).content.decode()
        assert re.findall(r">(f-\d)</a>", page) == found


def test_saving_is_not_confirming(keeper):
    facility = make.facility(Place.objects.get(name_az="Gəncə"))
    keeper.post(change(facility), fields_of(keeper.get(change(facility))))
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("typed", ["шеки", "SEKI", "findable", "the-key"])
def test_search_by_name_key_or_town_as_people_spell_it(keeper, typed):
    make.facility()
    make.facility(Place.objects.get(name_az="Şəki"), key="the-key", name_az="Findable", confidential=False)
    page = keeper.get(LIST, {"q": typed}).content.decode()
    assert "the-key" in page and "1 facility" in page


@pytest.mark.parametrize("parameters", [{"kind__exact": "shelter"}, {"listed__exact": "1"}, {"basis__exact": "agreed"}])
def test_filters(keeper, parameters):
    make.facility()
    assert "1 facility" in keeper.get(LIST, parameters).content.decode()


def test_nothing_is_deleted(keeper, directory):
    """Whom nobody shall find is taken off the list, and that waits for a second person."""
    before = {model: model.objects.count() for model in (Facility, Hotline, Organisation)}
    for model in before:
        name, one = model._meta.model_name, model.objects.first()
        keeper.post(
            reverse(f"admin:shelters_{name}_changelist"),
            {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"},
        )
        path = reverse(f"admin:shelters_{name}_delete", args=[one.pk])
        assert keeper.post(path, {"post": "yes"}).status_code == 403
    assert before == {model: model.objects.count() for model in before}


def test_places_are_to_look_up_only(keeper):
    assert keeper.get(reverse("admin:shelters_place_changelist"), {"q": "Кировабад"}).status_code == 200
    assert keeper.get(reverse("admin:shelters_place_add")).status_code == 403


def test_every_list_and_form_opens(keeper, directory):
    AdmissionRule.objects.update(stated_on=date(2026, 1, 1))
    for model in ("facility", "hotline", "organisation", "place", "rayon"):
        page = keeper.get(reverse(f"admin:shelters_{model}_changelist"))
        assert page.status_code == 200
        first = re.search(rf"/admin/shelters/{model}/[^/]+/change/", page.content.decode()).group()
        assert keeper.get(first).status_code == 200


def test_a_role_is_read_once_a_request(leyla, django_assert_max_num_queries):
    """The admin asks for each permission of each model; it asked the database each time."""
    with django_assert_max_num_queries(12):
        assert leyla.get("/admin/").status_code == 200


NONSENSE = ["x", "\0", "9" * 40, "1.5", "[]"]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=ascii)
def test_nonsense_is_no_fault_of_the_server(keeper, house, nonsense):
    keeper.raise_request_exception = False
    page = change(house)
    whole = fields_of(keeper.get(page))
    days = reverse("admin:shelters_dayoverride_changelist")
    answers = [
        keeper.get(LIST, {"id__in": nonsense}),
        keeper.get(days, {"day__year": nonsense}),
        keeper.get(ADD, {"organisation": nonsense}),
        keeper.post(page, whole | {"organisation": nonsense}),
    ]
    refused = [answer for answer in answers if answer.status_code >= 400]
    assert refused and {answer.status_code for answer in refused} == {400}
    assert "cannot read what was sent" in refused[0].content.decode()
    assert Facility.objects.get() == house and not Confirmation.objects.exists()
