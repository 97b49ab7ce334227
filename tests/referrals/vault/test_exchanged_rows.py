"""Somebody who writes to the database gives themselves another's rows. The server must not read these out to them."""

from typing import Any

import pytest

from referrals.codes import ConsentMethod, EnquiryStatus
from referrals.models import Case, Enquiry, Referral
from referrals.vault import contents
from referrals.workflow import cases, placing, stay, transitions
from shelters.codes.staff import Role
from shelters.models import Facility, Organisation
from tests.support import people
from tests.support.pages import text_of
from tests.support.referrals import CONTACT, QUESTION, asked, offered

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("ring")]
SAID = "Xalamın evində gizlənirəm"


@pytest.fixture
def hers(pools: Any) -> Any:
    """Her question, with her words to each house. The first house is chosen and has her contact."""
    referral, code, (one, other) = asked(pools, once="a" * 24)
    for ask in (one, other):
        placing.write(ask, SAID, from_house=False, by=transitions.HER)
    offered(one, pools[0])
    placing.choose(one, by=transitions.HER)
    stay.leave_contact(referral, CONTACT, how=ConsentMethod.SCREEN, by=transitions.HER)
    return Referral.objects.get(pk=referral.pk), code, one, other


def refused(response: Any) -> bool:
    return response.status_code == 503 and SAID not in text_of(response) and CONTACT["reach"] not in text_of(response)


def test_the_hash_of_my_code_in_her_row_opens_nothing(pools, hers, post):
    referral, code, *_asks = hers
    mine, my_code, _asks = asked(pools, once="b" * 24)
    assert SAID in text_of(post("/en/answer/", code=code))
    taken = mine.case.code
    Case.objects.filter(pk=mine.case_id).update(code=None)
    Case.objects.filter(pk=referral.case_id).update(code=taken)
    assert refused(post("/en/answer/", code=my_code))


def test_her_contents_in_my_row_open_nothing(pools, hers, post):
    referral, _code, one, _other = hers
    mine, my_code, (ask, _second) = asked(pools, once="b" * 24)
    Referral.objects.filter(pk=mine.pk).update(question=referral.question, contact=referral.contact)
    key = {"data_key": referral.case.data_key, "wrapped_by": referral.case.wrapped_by}
    Case.objects.filter(pk=mine.case_id).update(**key)
    one.messages.update(enquiry=ask)
    assert refused(post("/en/answer/", code=my_code))


def test_my_organisation_in_her_row_opens_nothing(hers, aynur):
    referral, *_others = hers
    Case.objects.filter(pk=referral.case_id).update(organisation=aynur.user.organisation)
    assert refused(aynur.get(f"/work/requests/{referral.public_id}/"))


@pytest.mark.parametrize("exchange", ["the house of the enquiry", "the organisation of the house", "the chosen one"])
def test_rows_of_houses_that_were_exchanged_open_nothing(pools, hers, exchange):
    _referral, _code, one, other = hers
    mine = Organisation.objects.create(key="mine", type="ngo", name_az="Mənim")
    host = people.signed_in(people.person(Role.HOST, mine, "thief"))
    if exchange == "the house of the enquiry":
        Facility.objects.filter(pk=pools[1].facility_id).update(organisation=mine)
        other.delete()
        Enquiry.objects.filter(pk=one.pk).update(facility=pools[1].facility)
    elif exchange == "the organisation of the house":
        Facility.objects.filter(pk=pools[0].facility_id).update(organisation=mine)
    else:
        Facility.objects.filter(pk=pools[1].facility_id).update(organisation=mine)
        Enquiry.objects.filter(pk=one.pk).update(status=EnquiryStatus.RELEASED)
        Enquiry.objects.filter(pk=other.pk).update(status=EnquiryStatus.CHOSEN, beds=2, pool=pools[1])
        one = other
    assert refused(host.get(f"/work/questions/{one.public_id}/"))
    assert refused(host.post(f"/work/questions/{one.public_id}/contact/"))
    assert host.get("/work/questions/").status_code == 200, "the list still opens"


def test_her_contact_is_for_the_chosen_enquiry_even_where_the_house_was_asked(hers, pools):
    """Another asked house makes itself the chosen one. It may read the question, which was for it, but no contact."""
    _referral, _code, one, other = hers
    host = people.signed_in(people.person(Role.HOST, other.facility.organisation, "curious"))
    Enquiry.objects.filter(pk=one.pk).update(status=EnquiryStatus.RELEASED)
    Enquiry.objects.filter(pk=other.pk).update(status=EnquiryStatus.CHOSEN, beds=2, pool=pools[1])
    assert refused(host.post(f"/work/questions/{other.public_id}/contact/"))


def test_a_case_that_is_handed_over_opens_for_the_other_organisation_alone(pools, sevda, aynur, ngo):
    client = placing.Client(sevda.user, ngo, "Qaranquş")
    referral, _code = placing.ask(QUESTION, [pools[0].facility], once="h" * 24, client=client)
    there = aynur.user.organisation
    by = transitions.HER
    cases.hand_over(referral.case, caseworker=aynur.user, organisation=there, how=ConsentMethod.VOICE, by=by)
    referral.case.refresh_from_db()
    assert contents.get(referral.case, "name") == "Qaranquş"
    assert "Qaranquş" in text_of(aynur.get(f"/work/requests/{referral.public_id}/"))
    Case.objects.filter(pk=referral.case_id).update(organisation=ngo)
    assert refused(sevda.get(f"/work/requests/{referral.public_id}/"))
