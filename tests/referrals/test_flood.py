"""A flood of false questions buries no real one, and refuses none."""

import re
import time
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from referrals.models import Enquiry, Referral
from referrals.pages.worklist import for_house
from referrals.workflow import placing
from shelters.codes.staff import Role
from shelters.models import Organisation, TrailEntry
from shelters.web import throttle
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, filled, key
from tests.support.soak import TIMES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
FALSE = 200 * TIMES  # bin/bench soak: 2,000
QUERIES = 10  # of the list of a house, however many wait
FORM = "application/x-www-form-urlencoded"
LIST = "/work/questions/"


@pytest.fixture(autouse=True)
def a_new_day():
    throttle.forget()


@pytest.fixture
def house():
    return make.facility(name_en="House", takes_questions=True)


@pytest.fixture
def host(house):
    return people.signed_in(people.person(Role.HOST, house.organisation))


def flood(house, addresses, number):
    """False questions, in turn from these addresses, each counted as the page counts it."""
    for nth in range(number):
        count = throttle._questions.nth(addresses[nth % len(addresses)], time.time())
        placing.ask(QUESTION, [house], once=f"{nth}".zfill(24), nth=count)


def ask_from(address, house, letter="r", **fields):
    body = urlencode(filled(house, once=key(letter), **fields), doseq=True)
    return Client(SERVER_NAME="localhost").post("/en/ask/", body, content_type=FORM, REMOTE_ADDR=address)


def first_page(host):
    return re.findall(r'href="/work/questions/(\w+)/"', host.get(LIST).content.decode())


def attackers(kind):
    if kind == "40 clients of a /48":
        return [f"2001:db8:1:{nth:x}::1" for nth in range(40)]
    if kind == "500 addresses of a carrier":
        return [f"100.64.{nth // 250}.{nth % 250}" for nth in range(500)]
    return [f"2001:db8:{nth:x}::1" for nth in range(500)]  # as many /48 of a provider


@pytest.mark.parametrize("kind", ["40 clients of a /48", "500 addresses of a carrier", "500 networks of a provider"])
def test_a_real_question_from_elsewhere_stands_on_the_first_page(house, host, kind):
    flood(house, attackers(kind), FALSE)
    response = ask_from("192.0.2.7", house)
    assert response.status_code == 200 and "Very many are asking at the moment" in text_of(response)
    real = Enquiry.objects.latest("pk").public_id
    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        page = first_page(host)
    assert TIMES == 1 or time.process_time() - began < 2, "bin/bench soak: seconds"
    assert len(asked) <= QUERIES, "as many as with few questions"
    assert len(page) == 50 and real in page
    assert Referral.objects.count() == FALSE + 1, "none was refused"


def test_networks_that_have_nothing_in_common_refuse_nobody(house, host):
    """What remains: against strangers from everywhere nothing sorts but the host, who may lower them."""
    flood(house, [f"{10 + nth // 100}.{nth % 100}.1.1" for nth in range(FALSE // 4)], FALSE)
    assert ask_from("192.0.2.7", house).status_code == 200
    places = [one for _group, one in lists(host)]
    real = Enquiry.objects.latest("pk")
    assert places.index(real) <= FALSE // 4, "behind the first of each network, before all their others"


def lists(host):
    return for_house(host.user, timezone.now()).waiting


def test_300_people_behind_one_address_are_all_asked(house, settings):
    """A carrier's customers share an address. They are sorted behind others, and none is refused."""
    flood(house, ["198.51.100.1"], 300)
    settings.QUESTIONS_PER_MINUTE = 20
    assert ask_from("198.51.100.1", house).status_code == 200
    assert Enquiry.objects.count() == 301


def test_a_usual_day_is_not_sorted(house, host):
    flood(house, ["198.51.100.1"], 5)
    response = ask_from("198.51.100.2", house)
    assert "Very many" not in text_of(response) and "Many at once" not in text_of(host.get(LIST))
    waits = Enquiry.objects.order_by("pk").values_list("public_id", flat=True)
    assert first_page(host) == list(waits)


@pytest.mark.parametrize("ceiling", ["QUESTIONS_PER_HOUSE", "QUESTIONS_PER_HOUR", "CODES_PER_DAY"])
def test_each_ceiling_sorts(house, host, settings, ceiling):
    setattr(settings, ceiling, 2)
    for letter in "abcd":
        assert ask_from("192.0.2.7", house, letter).status_code == 200
    assert list(Enquiry.objects.order_by("pk").values_list("crowded", flat=True)) == [False, False, True, True]
    assert "Many at once" in text_of(host.get(LIST))


def test_no_address_is_kept_and_the_rank_is_rough(house):
    for letter in "abcdefgh":
        ask_from("192.0.2.7", house, letter)
    assert list(Enquiry.objects.order_by("pk").values_list("rank", flat=True)) == [1, 2, 2, 3, 3, 3, 3, 4]
    assert "192.0.2" not in repr(vars(throttle._questions))


def test_a_host_lowers_a_question_and_takes_it_back(house, host):
    for letter in "abc":
        ask_from("192.0.2.7", house, letter)
    first, *others = Enquiry.objects.order_by("pk")
    at = f"{LIST}{first.public_id}/"
    assert "This is no real question" in text_of(host.get(at))
    assert host.post(f"{at}doubt/").headers["Location"] == LIST
    assert first_page(host) == [*(one.public_id for one in others), first.public_id]
    assert "You marked these" in text_of(host.get(LIST)) and "It is a real question after all" in text_of(host.get(at))
    assert Referral.objects.count() == 3 and first.referral.question, "nothing is erased"
    host.post(f"{at}believe/")
    assert first_page(host)[0] == first.public_id
    assert TrailEntry.objects.filter(what__in=("referral.doubt", "referral.believe")).count() == 2


def test_only_what_waits_at_ones_own_house_is_lowered(house, host):
    ask_from("192.0.2.7", house)
    one = Enquiry.objects.get()
    stranger = people.signed_in(
        people.person(Role.HOST, Organisation.objects.create(key="far", type="ngo", name_az="Far"), "far")
    )
    assert stranger.post(f"{LIST}{one.public_id}/doubt/").status_code == 404
    host.post(f"{LIST}{one.public_id}/refuse/", {"reason": "full"})
    assert host.post(f"{LIST}{one.public_id}/doubt/").status_code == 409
    one.refresh_from_db()
    assert not one.doubted
