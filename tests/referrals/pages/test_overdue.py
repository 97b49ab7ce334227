"""What coordinators are told of requests: that something is overdue, and never of whom."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import DeclineReason, EnquiryStatus
from referrals.models import Enquiry
from referrals.workflow import placing, transitions
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import Role
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]


@pytest.fixture
def pools(answering):
    return answering


def test_coordinators_see_what_is_overdue_and_no_contents(sevda, ngo, pools, leyla):
    house = make.facility(name_en="House 3", takes_questions=True, rules={"no_papers": "yes"})
    question, client = QUESTION | {"who": ["no_papers"]}, placing.Client(sevda.user, ngo, "Qaranquş")
    made, _code = placing.ask(question, [pools[0].facility, house], once="f" * 24, client=client)
    first, second = made.enquiries.all()
    placing.write(first, "Neçə yaş?", from_house=False, by=transitions.HER)
    placing.refuse(second, DeclineReason.PAPERS, words="Bağışlayın", by=CONSOLE)
    assert "House 1" not in text_of(leyla.get("/work/requests/overdue/")), "it waits, and not for long"
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        response = people.signed_in(leyla.user).get("/work/requests/overdue/")
    text = text_of(response).replace("\xa0", " ")
    assert "House 1" in text and "1 question waits for an answer. The longest: 5" in text
    assert "House 3" in text and "1 no against its own stated rule:" in text and "No number is known." in text
    assert "papers" not in text, "the reason is sealed"
    for told in ("Qaranquş", "Zagatala", "AZ-ZAQ", "Şəki", "Bağışlayın", "Neçə", made.public_id, first.public_id):
        assert told not in response.content.decode()


def test_overdue_asks_the_database_no_more_for_more(leyla, django_assert_num_queries):
    def ask(number):
        for time in range(number):
            placing.ask(QUESTION, [make.facility()], once=f"{time}.{number}".rjust(24, "x"))

    leyla.get("/work/")
    for number in (3, 12):
        with time_machine.travel(timezone.now() - timedelta(days=1)):
            ask(number)
        with django_assert_num_queries(6):
            text = text_of(leyla.get("/work/requests/overdue/"))
    assert text.count("1 question waits") == 15


def test_overdue_tells_of_offers_that_ran_out_and_of_what_nobody_answered(leyla, pools, house):
    for number in range(3):
        made, _code = placing.ask(QUESTION, [pools[0].facility], once=f"{number}".rjust(24, "x"))
    offered(made.enquiries.get(), pools[0])
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        text = text_of(people.signed_in(leyla.user).get("/work/requests/overdue/"))
    assert "2 questions were never answered." in text and "1 offer ran out." in text
    assert Enquiry.objects.filter(status=EnquiryStatus.OFFERED).count() == 1


@pytest.mark.parametrize("role", [Role.HOST, Role.CASEWORKER, Role.COUNTER])
def test_overdue_is_for_coordinators(ngo, role):
    client = people.signed_in(people.person(role, ngo, "one"))
    assert client.get("/work/requests/overdue/").status_code == 403
