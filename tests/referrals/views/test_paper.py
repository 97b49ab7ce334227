"""A paper for a client: said before it is printed, neutral, in her language, and of a place to stay never where."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.utils import timezone

from referrals.codes import Channel, Danger, EnquiryStatus, StatisticalGroup
from referrals.models import Case, Enquiry, Referral
from referrals.vault import contents
from referrals.workflow import calls, cases, needs, placing
from referrals.workflow.calls import PlaceAnswer
from shelters.models import TrailEntry
from shelters.staff import team
from tests.support import make
from tests.support.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
SAFE: Any = {"way": "voice", "reach": "050", "hours": "", "message": False, "others": "", "word": "Nar", "spoken": "ru"}
NUMBER = "+994125551020"


@pytest.fixture
def clinic(db):
    phones = [{"number": NUMBER}]
    return make.facility(
        name_ru="Клиника Лала", kind="clinic", confidential=False, services=["medical_care"], phones=phones
    )


def put_to(sevda, ngo, place, need):
    """A need of a client of sevda's, to which this place said yes by telephone."""
    client, by = placing.Client(sevda.user, ngo, "Qaranquş"), team.actor(sevda.user)
    case = needs.open_case(client, [need], group=StatisticalGroup.WOMEN, danger=Danger.NOT_NOW, safe=SAFE, by=by)
    when = timezone.now() + timedelta(hours=20)
    answer = PlaceAnswer(EnquiryStatus.OFFERED, when=when, way_in="Arxa qapı", bring="Pasport yox")
    calls.log(case.referrals.get(), place, Channel.PHONE, answer, caseworker=sevda.user, by=by)
    return Enquiry.objects.select_related("referral").get()


def path(one):
    return f"/work/requests/{one.referral.public_id}/{one.public_id}/paper/"


def main_of(page):
    return text_of(page).partition("Sign out")[2]


def test_it_asks_first_whether_it_can_be_said_and_shows_no_more_than_was_ticked(sevda, ngo, clinic):
    one = put_to(sevda, ngo, clinic, "medical_care")
    assert path(one) in sevda.get(f"/work/requests/{one.referral.public_id}/").content.decode()
    before = serializers.serialize("json", [*Case.objects.all(), *Referral.objects.all(), *Enquiry.objects.all()])
    asked = text_of(sevda.get(path(one)))
    assert "Can you say this instead of printing it?" in asked and "(012) 555 10 20" in asked and "Nar" in asked
    sent = {"number": "012 555 10 20", "word": "Nar", "bring": "Pasport yox", "spoken": "ru"}
    bare = sevda.post(path(one), sent)
    shown = text_of(bare)
    assert (
        "012 555 10 20" in shown and "Nar" in shown and "Pasport yox" in shown and 'lang="ru"' in bare.content.decode()
    )
    for told in ("Клиника", "Qaranquş", "Медицинская", clinic.place.name, "Arxa qapı", str(timezone.now().year)):
        assert told not in shown, told
    full = text_of(sevda.post(path(one), sent | {"place": "on", "moment": "on", "service": "on"}))
    assert "Клиника Лала" in full and str(timezone.now().year) in full
    after = serializers.serialize("json", [*Case.objects.all(), *Referral.objects.all(), *Enquiry.objects.all()])
    assert before == after, "nothing is stored"
    assert TrailEntry.objects.filter(what="read.paper").count() == 3


def test_of_a_place_to_stay_or_a_hidden_place_it_never_says_where_or_when(sevda, ngo):
    ticked = {"number": "112", "spoken": "en", "place": "on", "moment": "on", "service": "on"}
    phones = [{"number": NUMBER}]
    for kind, need in (("shelter", "emergency_shelter"), ("shelter", "legal_aid"), ("clinic", "medical_care")):
        house = make.facility(name_en="Nar house", kind=kind, confidential=True, services=[need], phones=phones)
        one = put_to(sevda, ngo, house, need)
        asked = sevda.get(path(one)).content.decode()
        assert 'name="place"' not in asked and 'name="moment"' not in asked and 'name="service"' not in asked
        assert "555 10 20" not in asked, "nor a number, unless somebody types it"
        shown = text_of(sevda.post(path(one), ticked))
        assert "112" in shown and "Nar house" not in shown and str(timezone.now().year) not in shown
        cases.withdraw(one.referral.case, by=team.actor(sevda.user))
        Enquiry.objects.all().delete()


def test_a_place_not_listed_has_its_name_only_by_a_tick(sevda, ngo):
    one = put_to(sevda, ngo, "Hüquqşünas", "legal_aid")
    sent = {"number": "012 555 10 20", "spoken": "az"}
    assert "Hüquqşünas" not in text_of(sevda.post(path(one), sent))
    assert "Hüquqşünas" in text_of(sevda.post(path(one), sent | {"place": "on"}))


def test_nobody_elses_case_and_a_number_at_least(sevda, aynur, ngo, clinic):
    one = put_to(sevda, ngo, clinic, "medical_care")
    assert aynur.get(path(one)).status_code == 404 and aynur.post(path(one)).status_code == 404
    assert sevda.post(path(one), {"spoken": "az"}).status_code == 400


def test_of_a_service_no_page_says_that_a_place_was_offered(sevda, ngo, clinic):
    one = put_to(sevda, ngo, clinic, "medical_care")
    for at in (f"cases/{one.referral.case.public_id}/", f"requests/{one.referral.public_id}/", "requests/"):
        assert "offer" not in main_of(sevda.get(f"/work/{at}")).lower(), at
    text = text_of(sevda.get(f"/work/requests/{one.referral.public_id}/"))
    assert "Somebody says yes" in text and "Says yes" in text and contents.get(one.referral, "question")["need"]
