"""A referral by telephone, in person or in writing, to a listed place or another, to its end."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import EnquiryStatus
from referrals.models import Case, Consent, Enquiry, Referral
from referrals.vault import enquiries
from referrals.workflow import calls
from shelters.codes.staff import Role
from shelters.models import Hold, Organisation
from tests.support import make, people
from tests.support.clients import opened
from tests.support.pages import text_of
from tests.support.referrals import free, hours_from_now, two_pools

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("ring")]
CALLS = "/work/requests/calls/"


@pytest.fixture
def need(sevda):
    return opened(sevda, needs=["emergency_shelter"]).referrals.get()


@pytest.fixture
def counted(db):
    """A house with counted rooms, that takes no questions here."""
    (pool,) = two_pools(make.facility(name_en="House"))
    pool.observed_at = timezone.now()
    pool.save()
    return pool


def logged(client, need, place=None, status=302, **fields):
    where = {"id": place.public_id} if place else {"name": "Klinika"}
    sent = {"sent": "1", "need": need.public_id, "channel": "phone"} | where | fields
    answer = client.post(CALLS, sent)
    assert answer.status_code == status, text_of(answer)
    return answer


def move(client, need, name, status=302, **fields):
    assert client.post(f"/work/requests/{need.public_id}/{name}/", fields).status_code == status


def state(need):
    return Referral.objects.get(pk=need.pk).state


def test_a_place_not_listed_to_its_end(sevda, need):
    assert "A place that is not listed" in text_of(sevda.get(CALLS))
    logged(sevda, need, result="offered", status=400, name="")
    logged(sevda, need, result="call_back", status=400)
    logged(sevda, need, result="not_reached")
    logged(sevda, need, result="call_back", again_at=hours_from_now(2))
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert "A place is to be rung again." in text_of(people.signed_in(sevda.user).get("/work/requests/"))
    logged(sevda, need, result="offered", when=hours_from_now(5), way_in="Arxa qapı", bring="Sənəd lazım deyil")
    one = Enquiry.objects.get()
    assert one.facility is None and one.details and b"Klinika" not in bytes(one.details) and state(need) == "offered"
    text = text_of(sevda.get(f"/work/requests/{need.public_id}/"))
    assert "Klinika" in text and "Arxa qapı" in text and "By telephone" in text
    move(sevda, need, f"{one.public_id}/take")
    move(sevda, need, "set_out")
    move(sevda, need, "arrive")
    assert state(need) == "arrived"
    move(sevda, need, "leave", because="moved_on", ended_by="survivor")
    assert state(need) == "left" and not Hold.objects.exists() and not Consent.objects.exists()


def test_a_no_is_counted_and_all_no_is_unsolved(sevda, need, counted):
    logged(sevda, need, counted.facility, result="refused", status=400)
    logged(sevda, need, counted.facility, result="refused", reason="full")
    assert state(need) == "refused" and "All said no." in text_of(sevda.get("/work/requests/"))
    logged(sevda, need, result="not_reached")
    assert state(need) == "asked" and "All said no." not in text_of(sevda.get("/work/requests/"))


def test_a_yes_by_telephone_holds_a_bed_for_twelve_hours_and_the_house_may_deny_it(sevda, need, counted):
    pool = {"pool": counted.public_id, "beds": "1", "when": hours_from_now(30)}
    logged(sevda, need, counted.facility, result="offered", **pool)
    one = Enquiry.objects.get()
    assert free(counted) == 1 and one.hold.until - timezone.now() <= calls.HOLD_AT_MOST
    host = people.signed_in(people.person(Role.HOST, counted.facility.organisation, "host"))
    stranger = Organisation.objects.create(key="s", type="ngo", name_az="S")
    thief = people.signed_in(people.person(Role.HOST, stranger, "thief"))
    assert "you said yes by telephone" in text_of(host.get("/work/questions/"))
    assert thief.post(f"/work/questions/{one.public_id}/not_so/").status_code == 404
    assert host.post(f"/work/questions/{one.public_id}/not_so/").status_code == 302
    assert free(counted) == 2 and Enquiry.objects.get().status == EnquiryStatus.NOT_REACHED and state(need) == "asked"


def test_a_yes_that_goes_leaves_another_yes_and_the_last_is_told(sevda, need, counted):
    """The house denies it, or the caseworker hears a no: she takes the other; then nobody is asked any more."""
    pool = {"pool": counted.public_id, "beds": "1", "when": hours_from_now(5)}
    logged(sevda, need, result="offered", when=hours_from_now(5))
    logged(sevda, need, counted.facility, result="offered", **pool)
    one, other = Enquiry.objects.get(pool=counted), Enquiry.objects.get(facility=None)
    calls.not_so(one, by=people.team.actor(None))
    assert state(need) == "offered" and "A yes is in." in text_of(sevda.get("/work/requests/"))
    move(sevda, need, f"{other.public_id}/take")
    move(sevda, need, "not_arrive")
    logged(sevda, need, counted.facility, result="offered", **pool)
    logged(sevda, need, counted.facility, result="not_reached")
    assert state(need) == "asked" and "No place is being asked now." in text_of(sevda.get("/work/requests/"))
    logged(sevda, need, counted.facility, result="call_back", again_at=hours_from_now(2))
    assert "No place is being asked now." not in text_of(sevda.get("/work/requests/"))


def test_arrived_and_not_arrived_are_taken_back_for_a_day(sevda, need, counted):
    """Where nobody answers here she alone taps, and a finger slips."""
    back, at = "Take it back: they are still on the way", f"/work/requests/{need.public_id}/"
    logged(sevda, need, counted.facility, result="offered", pool=counted.public_id, beds="1", when=hours_from_now(5))
    move(sevda, need, f"{Enquiry.objects.get().public_id}/take")
    assert back not in text_of(sevda.get(at))
    for slip, then in (("not_arrive", "arrive"), ("not_arrive", "await_again"), ("arrive", "await_again")):
        move(sevda, need, slip)
        assert back in text_of(sevda.get(at))
        move(sevda, need, then)
        if then == "arrive":
            assert state(need) == "arrived" and free(counted) == 1
            move(sevda, need, "await_again")
        assert state(need) == "on_the_way" and free(counted) == 1, "the bed is held again"
    move(sevda, need, "arrive")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        later = people.signed_in(sevda.user)
        assert back not in text_of(later.get(at))
        move(later, need, "await_again", 409)


def test_three_beds_at_once_and_no_more(sevda, db):
    needed = []
    for nth in range(4):
        case = opened(sevda, once=f"{nth}" * 24, needs=["emergency_shelter"])
        (pool,) = two_pools(make.facility(name_en=f"House {nth}"))
        pool.observed_at = timezone.now()
        pool.save()
        needed.append((case.referrals.get(), pool))
    for nth, (need, pool) in enumerate(needed):
        said = {"result": "offered", "pool": pool.public_id, "beds": "1"}
        answer = logged(sevda, need, pool.facility, status=302 if nth < 3 else 409, **said)
    assert "three places already" in text_of(answer) and Hold.objects.count() == 3


def test_a_full_house_holds_nothing(sevda, need, counted):
    said = {"result": "offered", "pool": counted.public_id, "beds": "3"}
    assert "no room" in text_of(logged(sevda, need, counted.facility, status=409, **said))
    assert not Enquiry.objects.exists() and state(need) == "asked" and not Consent.objects.exists()


def test_the_second_call_takes_four_taps(sevda, need, counted):
    """From the list of places: "I rang them", what came of it, "Write it down". A single need is chosen already."""
    page = sevda.post(CALLS, {"id": counted.facility.public_id, "channel": "phone", "need": need.public_id})
    text = page.content.decode()
    assert f'value="{need.public_id}"' in text and text.count(" checked") == 2, "the need and the way"
    taps = ["I rang them", "No", "Why", "Write it down"]
    assert len(taps) <= 4
    logged(sevda, need, counted.facility, result="refused", reason="full")


def test_nobody_elses_need_and_no_other_role(sevda, aynur, need, counted):
    sent = {"sent": "1", "need": need.public_id, "channel": "phone", "name": "X", "result": "not_reached"}
    assert aynur.post(CALLS, sent).status_code == 400 and not Enquiry.objects.exists()
    host = people.signed_in(people.person(Role.HOST, counted.facility.organisation, "host"))
    assert host.post(CALLS, sent).status_code == 403
    logged(sevda, need, counted.facility, result="not_reached")
    assert host.get(f"/work/questions/{Enquiry.objects.get().public_id}/").status_code == 404, "it was not asked here"
    assert "Nar" not in text_of(host.get("/work/questions/"))


def test_eight_clients_with_the_telephone_alone(sevda):
    """Nobody else has an account: each has two needs, is followed up the next day, and is closed."""
    for nth in range(8):
        opened(sevda, once=f"{nth}" * 24, needs=["legal_aid", "mental_health"])
    for nth, need in enumerate(Referral.objects.order_by("pk")):
        logged(sevda, need, result="offered" if nth % 2 else "refused", reason="full", when=hours_from_now(20))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        later = people.signed_in(sevda.user)
        for need in Referral.objects.filter(state="offered"):
            move(later, need, f"{need.enquiries.get().public_id}/take")
            move(later, need, "arrive")
        assert "Needs you now (8)" in text_of(later.get("/work/requests/"))
        for case in Case.objects.all():
            assert later.post(f"/work/cases/{case.public_id}/finish/", {"outcome": "partly"}).status_code == 302
        assert "Nothing waits for you." in text_of(later.get("/work/requests/"))
    assert {enquiries.details(one, key)["name"] for one, key in _opened()} == {"Klinika"}


def _opened():
    from referrals.vault import contents

    return [(one, contents.last_key(one.referral.case)) for one in Enquiry.objects.select_related("referral__case")]
