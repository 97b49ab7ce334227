"""What a caseworker's list puts first."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.workflow import placing
from referrals.workflow.triage import LONG_NOW
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import Role
from shelters.models import TrailEntry
from tests.support import people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]


@pytest.fixture
def pools(answering):
    return answering


def test_what_needs_me_comes_first(sevda, referral, pools, ngo):
    first, second = referral.enquiries.all()

    def list_of():
        return text_of(sevda.get("/work/requests/"))

    assert "Nothing waits for you." in list_of() and "Qaranquş" in list_of()
    placing.write(first, "Neçə yaş?", from_house=True, by=CONSOLE)
    assert "A centre wrote." in list_of()
    sevda.post(f"/work/requests/{referral.public_id}/{first.public_id}/write/", {"words": "Bir"})
    assert "Nothing waits for you." in list_of()
    offered(second, pools[1], until=timezone.now() + timedelta(minutes=50))
    assert "A yes is in. What is held ends within an hour." in list_of()
    assert not TrailEntry.objects.filter(what__startswith="read.").exists()


def test_silence_is_told_sooner_where_it_hurries(sevda, referral, pools, ngo):
    later = QUESTION | {"soon": "later"}
    placing.ask(later, [pools[0].facility], once="d" * 24, client=placing.Client(sevda.user, ngo, "Durna"))
    with time_machine.travel(timezone.now() + LONG_NOW + timedelta(minutes=1)):
        text = text_of(people.signed_in(sevda.user).get("/work/requests/"))
        assert text.count("Nobody has answered for long.") == 1 and text.index("Qaranquş") < text.index("Durna")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert text_of(people.signed_in(sevda.user).get("/work/requests/")).count("Nobody has answered") == 2


def test_a_colleagues_needs_do_not_push_mine_down(sevda, referral, ngo, pools):
    offered(referral.enquiries.first(), pools[0])
    mate = people.signed_in(people.person(Role.CASEWORKER, ngo, "mate"))
    text = text_of(mate.get("/work/requests/"))
    assert "Nothing waits for you." in text and "A yes is in." in text


def test_the_list_asks_the_database_no_more_for_more(sevda, ngo, pools, django_assert_num_queries):
    def ask(number):
        for time in range(number):
            client = placing.Client(sevda.user, ngo, f"Ad {time}")
            made, _code = placing.ask(
                QUESTION, [pools[0].facility], once=f"{time}.{number}".rjust(24, "x"), client=client
            )
            placing.write(made.enquiries.get(), "?", from_house=True, by=CONSOLE)

    sevda.get("/work/requests/")
    ask(3)
    with django_assert_num_queries(7):
        sevda.get("/work/requests/")
    ask(12)
    with django_assert_num_queries(7):
        assert text_of(sevda.get("/work/requests/?all=1")).count("Ad ") == 15
