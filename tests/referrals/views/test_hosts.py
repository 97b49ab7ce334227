"""What a house sees of the questions put to it, over HTTP: only while it is asked or chosen, and never too much."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import ConsentMethod, DeclineReason, EnquiryStatus, ReferralState
from referrals.models import Case, Enquiry, Message, Referral
from referrals.vault import contents, enquiries
from referrals.workflow import cases, placing, stay, transitions
from shelters.audit.trail import CONSOLE
from shelters.beds import counting, holds
from shelters.codes.staff import CountRoute, Role
from shelters.models import BedPool, Organisation, TrailEntry
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, free, hours_from_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
SAID = {"hours": "19-20", "others": "Say: the library"}
CONTACT: Any = {"way": "voice", "reach": "(050) 555 01 02", "word": "Nar"} | SAID


@pytest.fixture
def pool():
    return BedPool.objects.create(facility=make.facility(name_en="Nar house"), name_az="Otaqlar", capacity=2)


@pytest.fixture
def other():
    """A house of another organisation."""
    stranger = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    return BedPool.objects.create(facility=make.facility(organisation=stranger), name_az="Otaqlar", capacity=2)


@pytest.fixture
def host(pool):
    return people.signed_in(people.person(Role.HOST, pool.facility.organisation))


@pytest.fixture
def one(pool, other):
    referral, _code = placing.ask(QUESTION, [pool.facility, other.facility], once="a" * 24)
    return referral.enquiries.get(facility=pool.facility)


def path(one, move=""):
    return f"/work/questions/{one.public_id}/" + (f"{move}/" if move else "")


def send_offer(host, one, beds_of, **fields):
    given = {"pool": beds_of.public_id, "beds": 2, "words": ""}
    given |= {"until": hours_from_now(3), "arrival": hours_from_now(8)}
    return host.post(path(one, "offer"), given | fields)


@pytest.fixture
def chosen(one, pool):
    placing.offer(one, pool, 2, until=None, arrival=None, words="", by=CONSOLE)
    return placing.choose(one, by=transitions.HER)


def test_the_question_in_plain_words_and_who_read_it(host, one):
    text = text_of(host.get(path(one)))
    for words in ("1 adult, 1 child of 0–2 years", "woman with children", "today or tonight", "Zagatala", "Şəki"):
        assert words in text
    assert "km in a straight line" in text and "Not said oldest son; needs" in text
    entry = TrailEntry.objects.get(what="read.question")
    told = {"actor": f"user {host.user.pk}", "subject": f"case {one.referral.case_id}"}
    assert told.items() <= entry.payload.data.items()
    assert (entry.actor, entry.subject, entry.at.minute) == ("user", "case", 0), "without the details, a host"
    assert host.post(path(one, "refuse")).status_code == 400
    assert TrailEntry.objects.filter(what="read.question").count() == 2, "on whichever way it is shown"


def test_an_offer_holds_the_beds_at_once(host, one, pool):
    assert "Otaqlar (free: 2)" in text_of(host.get(path(one)))
    assert send_offer(host, one, pool, words="Gəlin").status_code == 302
    assert free(pool) == 0
    text = text_of(host.get(path(one)))
    assert "2 beds, Otaqlar." in text and "Gəlin" in text and "Offer it anew" in text
    one.refresh_from_db()
    arrival = timezone.localtime(enquiries.arrival(one, contents.key_of(one.referral.case)))
    assert f"{arrival:%Y-%m-%dT%H:%M}" == hours_from_now(8), "in Asia/Baku"


def test_no_room_is_said_in_kind_words(host, one, pool):
    holds.hold(pool, 1, until=None, by=counting.CountedBy(CONSOLE, CountRoute.PAGE))
    refused = send_offer(host, one, pool, words="Gəlin")
    assert refused.status_code == 409 and "There is no room for that any more." in text_of(refused)
    assert "Gəlin" in text_of(refused), "nothing that was written is lost"
    assert not Enquiry.objects.filter(status=EnquiryStatus.OFFERED).exists()


@pytest.mark.parametrize(
    "fields",
    [
        *({"pool": "zzzzzz"}, {"pool": ""}, {"beds": "0"}, {"beds": "9" * 30}, {"beds": "x"}),
        {"until": "0001-01-01T00:00"},
        *({"until": "9999-12-31T23:59"}, {"until": "soon"}, {"until": ""}, {"arrival": "2020-01-01T00:00"}),
        *({"words": "x" * 1001}, {"words": "\x01" * 1000}, {"words": "a\x00b"}),
    ],
)
def test_nonsense_is_refused_and_nothing_changes(host, one, pool, fields):
    assert send_offer(host, one, pool, **fields).status_code == 400
    assert free(pool) == 2 and Enquiry.objects.get(pk=one.pk).status == EnquiryStatus.WAITING


def test_beds_of_another_house_cannot_be_offered(host, one, other):
    assert send_offer(host, one, other).status_code == 400 and free(other) == 2


def test_asking_back_and_saying_no(host, one):
    assert host.post(path(one, "write"), {"words": "İlk sual"}).status_code == 302
    assert "İlk sual" in text_of(host.get(path(one)))
    assert host.post(path(one, "write"), {"words": " "}).status_code == 400
    assert host.post(path(one, "refuse")).status_code == 400, "a no needs a reason"
    no = {"reason": DeclineReason.FULL, "words": "Bağışlayın"}
    assert host.post(path(one, "refuse"), no).headers["Location"] == path(one, "next")
    assert host.get(path(one)).status_code == 404, "not asked any more"
    again = host.post(path(one, "refuse"), no)
    assert again.status_code == 409 and "said no" in text_of(again) and "Bağışlayın" not in text_of(again)


def test_sent_twice_it_is_written_and_offered_once(host, one, pool):
    for _time in range(2):
        assert host.post(path(one, "write"), {"words": "Sual", "once": "k" * 20}).status_code == 302
        assert send_offer(host, one, pool, words="Gəlin", once="o" * 20).status_code == 302
    assert Message.objects.count() == 2 and free(pool) == 0
    assert send_offer(host, one, pool, beds=3, once="n" * 20).status_code == 409
    assert send_offer(host, one, pool, beds=1, once="n" * 20).status_code == 302, "what failed can be sent again"


def test_the_list_says_what_waits_first_and_opens_no_more_than_how_many(host, one, pool, django_assert_num_queries):
    def ask(number):
        for time in range(number):
            placing.ask(QUESTION, [pool.facility], once=f"{time}-{number}".rjust(24, "x"))

    ask(2)
    text = text_of(host.get("/work/questions/"))
    assert text.count("Asked today") >= 3 and "Zagatala" not in text and "1 adult, 1 child of 0–2 years" in text
    with django_assert_num_queries(6):
        host.get("/work/questions/")
    ask(12)
    with django_assert_num_queries(6):
        host.get("/work/questions/")
    assert not TrailEntry.objects.filter(what="read.question").exists()


def test_the_list_goes_on_to_who_comes_and_who_stays(host, chosen):
    assert "Who is coming" in text_of(host.get("/work/questions/"))
    host.post(path(chosen, "set_out"))
    assert "On the way." in text_of(host.get("/work/questions/"))
    host.post(path(chosen, "arrive"))
    assert "Who stays" in text_of(host.get("/work/questions/"))


def test_the_contact_is_masked_until_tapped_and_that_is_written_down(host, chosen):
    stay.leave_contact(chosen.referral, CONTACT, how=ConsentMethod.SCREEN, by=transitions.HER)
    text = text_of(host.get(path(chosen)))
    assert "Show how to reach them" in text and not any(
        value in text for value in ("555 01", "Say first", "library", "19-20")
    )
    assert not TrailEntry.objects.filter(what="read.contact").exists()
    text = text_of(host.post(path(chosen, "contact")))
    assert all(words in text for words in ("(050) 555 01 02", "Say first Nar", "19-20", "the library"))
    assert TrailEntry.objects.get(what="read.contact").payload.data["actor"] == f"user {host.user.pk}"
    assert "555 01" not in text_of(host.get(path(chosen))), "it was shown once"


def test_only_the_chosen_one_gets_the_contact(host, one, other):
    there = one.referral.enquiries.get(facility=other.facility)
    placing.offer(there, other, 2, until=None, arrival=None, words="", by=CONSOLE)
    placing.choose(there, by=transitions.HER)
    stay.leave_contact(one.referral, CONTACT, how=ConsentMethod.SCREEN, by=transitions.HER)
    assert host.get(path(one)).status_code == 404, "released"
    for move in ("contact", "arrive", "offer", "write"):
        late = host.post(path(one, move), {"words": "x"})
        assert late.status_code == 409 and "555 01" not in text_of(late) and "is not needed" in text_of(late)
        assert host.post(path(there, move)).status_code == 404, "another organisation's"
    assert host.get(path(there)).status_code == 404


def test_from_the_way_to_the_leaving(host, chosen, pool):
    assert host.post(path(chosen, "set_out")).status_code == 302
    late = host.post(path(chosen, "set_out"))
    assert late.status_code == 409 and "how it stands now" in text_of(late)
    assert host.post(path(chosen, "move_arrival"), {"arrival": hours_from_now(30)}).status_code == 302
    assert host.post(path(chosen, "move_arrival"), {"arrival": "x"}).status_code == 400
    assert host.post(path(chosen, "arrive")).status_code == 302
    pool.refresh_from_db()
    assert pool.occupied == 2
    assert host.post(path(chosen, "leave"), {"because": "rules"}).status_code == 400
    left = host.post(path(chosen, "leave"), {"because": "rules", "ended_by": "shelter"})
    assert left.headers["Location"] == "/work/questions/" and free(pool) == 2
    referral = Referral.objects.get()
    assert referral.state == ReferralState.LEFT
    assert contents.get(referral, "exit") == {"because": "rules", "ended_by": "shelter"}
    assert host.get(path(chosen)).status_code == 404


def test_who_did_not_arrive_frees_the_bed(host, chosen, pool):
    assert host.post(path(chosen, "not_arrive")).status_code == 302
    assert free(pool) == 2 and "Came after all" in text_of(host.get(path(chosen)))
    assert host.post(path(chosen, "not_arrive")).status_code == 409


def test_who_is_late_is_still_held_while_there_is_room(host, chosen, pool):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        host = people.signed_in(host.user)
        assert free(pool) == 2, "it ran out"
        assert host.post(path(chosen, "set_out")).status_code == 302
        assert free(pool) == 0


@pytest.mark.parametrize("how", ["withdrawn", "due", "too late"])
def test_access_ends_on_the_next_request(host, one, how):
    assert host.get(path(one)).status_code == 200
    if how == "withdrawn":
        cases.withdraw(one.referral.case, by=transitions.HER)
    elif how == "due":
        Case.objects.update(erase_at=timezone.now())
    else:
        Referral.objects.update(until=timezone.now())
    assert host.get(path(one)).status_code == 404
    assert "Nobody waits for an answer." in text_of(host.get("/work/questions/"))
    late = host.post(path(one, "write"), {"words": "x"})
    assert late.status_code == (404 if how == "withdrawn" else 409) and "Zagatala" not in text_of(late)


def test_without_the_key_it_says_so(host, one, settings, tmp_path):
    settings.KEYRING = tmp_path / "empty"
    for response in (host.get(path(one)), host.post(path(one, "write"), {"words": "x"})):
        assert response.status_code == 503 and "the key to it is missing" in text_of(response)
    assert host.get("/work/questions/").status_code == 200


def test_what_nobody_sends_is_not_there(host, one):
    assert host.post(path(one, "erase")).status_code == 404
    assert host.post(path(one, "contact")).status_code == 404, "nobody was chosen"
    assert host.get(path(one, "offer")).status_code == 405
    assert host.post(path(one)).status_code == 405
    assert host.get("/work/questions/zzzzzz/").status_code == 404
