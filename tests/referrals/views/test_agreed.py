"""What a caseworker and a client agree on: safety, what others may be told, the order of needs, when to ask again."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.codes import Channel, ConsentMethod, DeclineReason, EnquiryStatus
from referrals.models import Case, Consent, Referral, WaitingCount
from referrals.pages import supervision
from referrals.vault import contents
from referrals.workflow import calls, cases, needs, placing, retention
from shelters.audit.trail import CONSOLE
from tests.support import people
from tests.support.clients import opened
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, hours_from_now, offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]


@pytest.fixture
def case(sevda):
    return opened(sevda, danger="not_now")


@pytest.fixture
def send(sevda, case):
    """Send a move of the case; the status."""
    return lambda move, **fields: sevda.post(f"/work/cases/{case.public_id}/{move}/", fields).status_code


def shown(client, case):
    return text_of(client.get(f"/work/cases/{case.public_id}/"))


def why(client):
    return text_of(client.get("/work/requests/"))


def test_the_safety_plan_is_three_lines_that_go_with_the_case(sevda, case, send):
    assert "not talked through yet" in shown(sevda, case)
    assert send("safety") == 302 and f"Talked through {timezone.localdate().day} " in shown(sevda, case)
    assert Case.objects.get().safety_plan is None, "the day alone"
    lines = {"first": "Qapıya yaxın otururam", "second": "Qonşuya", "third": "Sənədlər"}
    assert send("safety", **lines | {"second": "050 555 01 02"}) == 400
    assert send("safety", **lines) == 302 and "Qapıya yaxın otururam" in shown(sevda, case)
    Case.objects.update(safety_on=timezone.localdate() - timedelta(days=9))
    assert send("finish", outcome="served", reviewed="on") == 302
    assert Case.objects.get().safety_on == timezone.localdate()
    cases.withdraw(case, by=CONSOLE)
    assert not Case.objects.exists()


def test_somebody_under_18_says_who_knows_and_whom_to_tell(sevda, case, send):
    assert "Under 18" not in shown(sevda, case)
    child = opened(sevda, group="children", once="k" * 24)
    said = {"knows": "Xala", "tell": "Müəllim", "why": "Qanun tələb edir"}
    assert sevda.post(f"/work/cases/{child.public_id}/minor/", said).status_code == 302
    text = shown(sevda, child)
    assert "Nobody is told by itself" in text and all(words in text for words in said.values())


def test_what_others_may_be_told_is_asked_item_by_item_and_taken_back_in_one_tap(sevda, case, send):
    need = case.referrals.earliest("pk")
    page = f"/work/requests/{need.public_id}/"
    assert "They said yes to nothing yet" in text_of(sevda.get(page))
    assert send("may_tell", what=["needs", "x"], days="30") == 400
    assert send("may_tell", what=["code_name", "needs"], days="30", counted="on") == 302
    text = text_of(sevda.get(page))
    assert "the code name; what they need" in text and "danger is" not in text
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert "They said yes to nothing yet" in text_of(people.signed_in(sevda.user).get(page)), "it is over"
    assert send("tell_nothing") == 302 and "They said yes to nothing yet" in text_of(sevda.get(page))
    assert Case.objects.get().counted and send("may_tell", days="30") == 302 and not Case.objects.get().counted
    cases.withdraw(case, by=CONSOLE)
    assert not WaitingCount.objects.exists(), "their no to numbers is kept"


@pytest.mark.parametrize("stage", ["waiting", "offered", "chosen"])
def test_a_yes_to_one_place_is_taken_back_and_its_bed_is_free(sevda, case, send, answering, stage):
    need, places = case.referrals.earliest("pk"), [pool.facility for pool in answering]
    needs.ask_further(need, places, QUESTION, how=ConsentMethod.VOICE, by=CONSOLE)
    one = need.enquiries.first()
    if stage != "waiting":
        offered(one, answering[0])
    if stage == "chosen":
        placing.choose(one, by=CONSOLE)
    yes = Consent.objects.get(facility=places[0])
    assert send("take_back", consent=yes.pk) == 302 and send("take_back", consent=yes.pk) == 400
    one.refresh_from_db()
    assert one.status == "released" and (one.hold is None or one.hold.ended_at)
    assert Referral.objects.get(pk=need.pk).state == ("withdrawn" if stage == "chosen" else "asked")
    host = people.signed_in(people.User.objects.get(username="host"))
    assert host.get(f"/work/questions/{one.public_id}/").status_code == 404


def test_needs_stand_in_their_order_and_what_they_do_not_want_now_is_quiet(sevda, case, answering):
    _first, second = case.referrals.order_by("pk")
    act = "/work/requests/{}/{}/".format
    assert sevda.post(act(second.public_id, "put_first")).status_code == 302
    text = shown(sevda, case).lower()
    assert text.index("psychologist") < text.index("legal help")
    silent = calls.PlaceAnswer(EnquiryStatus.CALL_BACK, again_at=timezone.now() + timedelta(hours=1))
    calls.log(second, answering[0].facility, Channel.PHONE, silent, caseworker=sevda.user, by=CONSOLE)
    assert sevda.post(act(second.public_id, "drop")).status_code == 302
    assert "They do not want this now." in shown(sevda, case)
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        retention.purge()
        later = people.signed_in(sevda.user)
        assert "Nothing waits for you." in why(later) and Referral.objects.count() == 2
        calls.log(second, answering[0].facility, Channel.PHONE, silent, caseworker=sevda.user, by=CONSOLE)
        assert Referral.objects.get(pk=second.pk).state == "asked", "wanted again"


def test_how_they_are_is_asked_when_proposed_and_twice_in_vain_at_most(sevda, case, send):
    assert send("reach", result="reached") == 409, "without a plan there is nothing to do"
    assert send("follow_up", after="3") == 400 and send("follow_up", after="14") == 302
    planned = Case.objects.get()
    assert contents.get(planned, "next_step") == "Ask how they are"
    assert planned.next_at is not None and (timezone.localdate(planned.next_at) - timezone.localdate()).days == 14
    assert send("plan", step="Zəng", at=hours_from_now(24 * 80)) == 302, "moved to three months"
    assert send("reach", result="not_safe") == 302 and Case.objects.get().next_at < timezone.now() + timedelta(days=2)
    assert send("reach", result="not_reached") == 302 and Case.objects.get().next_at is None
    assert "Not reached twice: make a new plan." in why(sevda) and send("reach", result="reached") == 409
    assert send("follow_up", after="2") == 302 and "Nothing waits for you." in why(sevda)
    assert send("reach", result="reached") == 302 and "Nothing waits for you." in why(sevda)


def test_after_90_days_somebody_asks_whether_it_is_still_needed(sevda, case):
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        later = people.signed_in(sevda.user)
        assert "ask whether it is still needed" in why(later)
        assert later.post(f"/work/cases/{case.public_id}/still_needed/").status_code == 302
        assert "Nothing waits for you." in why(later)


def test_how_a_client_was_sent_and_what_they_were_told(sevda, case):
    need = case.referrals.earliest("pk").public_id
    call = {"sent": "1", "need": need, "channel": "phone", "name": "Klinika", "result": "offered"}
    call |= {"manner": "warm", "told_her": ["police", "family"]}
    assert sevda.post("/work/requests/calls/", call).status_code == 302
    text = text_of(sevda.get(f"/work/requests/{need}/"))
    assert "We rang together; whether it tells the police; whether it tells the family." in text


def test_what_each_carries_is_numbers_only_and_warns_above_twenty(sevda, aynur, ngo, case):
    for nth in range(20):
        opened(sevda, once=str(nth).rjust(24, "o"))
    Case.objects.filter(danger="high").update(danger_on=timezone.localdate() - timedelta(days=7))
    cases.plan(case, "Zəng", timezone.now() - timedelta(hours=1), by=CONSOLE)
    assert supervision.loads(ngo, timezone.now()) == [supervision.Load("sevda", 21, 20, 1, 20)]
    page = text_of(sevda.get("/work/requests/load/"))
    assert "More than 20 open" in page and "Durna" not in page
    assert "No case is open." in text_of(aynur.get("/work/requests/load/"))


def test_a_yes_that_is_taken_back_while_others_are_silent_is_told(sevda, ngo, answering):
    places = [pool.facility for pool in answering]
    made, _code = placing.ask(QUESTION, places, once="t" * 24, client=placing.Client(sevda.user, ngo, "Nar"))
    first, second = made.enquiries.all()
    offered(first, answering[0])
    placing.refuse(first, DeclineReason.FULL, by=CONSOLE)
    assert "A yes was taken back." in why(sevda)
    cases.see(made.case, by=CONSOLE)
    assert "Nothing waits for you." in why(sevda)
    yes = calls.PlaceAnswer(EnquiryStatus.OFFERED, pool=answering[1], beds=1)
    calls.log(made, places[1], Channel.PHONE, yes, caseworker=sevda.user, by=CONSOLE)
    second.refresh_from_db()
    made.enquiries.filter(pk=first.pk).update(status="waiting", reason=None)
    calls.not_so(second, by=CONSOLE)
    assert "A yes was taken back." in why(sevda)
