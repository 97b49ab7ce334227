"""What a caseworker sees and does for a client, over HTTP; and what a coordinator is told, without contents."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from referrals.codes import ConsentMethod, DeclineReason, ReferralState
from referrals.models import Consent, Enquiry, Referral
from referrals.vault import contents
from referrals.workflow import placing, stay, transitions
from shelters.audit.trail import CONSOLE
from shelters.beds import holds
from shelters.beds.counting import CountedBy
from shelters.codes.staff import CountRoute, Role
from shelters.models import Organisation, TrailEntry
from shelters.staff import outbox
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION, free, offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
FORM = {"name": "Durna Nar", "adults": "1", "children_0_2": "1", "soon": "now", "who": "woman_with_children"}
FORM |= {"rayon": "AZ-ZAQ", "avoid": "Şəki", "how": "voice", "once": "k" * 24}
CONTACT: Any = {"way": "voice", "reach": "(050) 555 01 02", "word": "Nar", "how": "voice"}


@pytest.fixture
def pools(answering):
    return answering


def path(referral, *more):
    return f"/work/requests/{referral.public_id}/" + "".join(f"{part}/" for part in more)


def case_path(referral, *more):
    return f"/work/cases/{referral.case.public_id}/" + "".join(f"{part}/" for part in more)


def send(client, pools, **fields):
    return client.post("/work/requests/new/", FORM | {"id": [pool.facility.public_id for pool in pools]} | fields)


@pytest.fixture
def chosen(referral, pools):
    ask = referral.enquiries.first()
    offered(ask, pools[0])
    placing.choose(ask, by=transitions.HER)
    referral.refresh_from_db()
    return referral


def test_a_new_question_from_a_search(sevda, pools):
    ids = {"id": [pools[1].facility.public_id]}
    text = sevda.post("/work/requests/new/", ids).content.decode()
    assert f'value="{pools[1].facility.public_id}" checked' in text and "More places that take questions" in text
    sent = send(sevda, pools)
    made = Referral.objects.get()
    assert sent.headers["Location"] == path(made)
    assert contents.get(made, "question") == QUESTION and contents.get(made.case, "name") == "Durna Nar"
    assert {yes.how for yes in Consent.objects.all()} == {ConsentMethod.VOICE} and made.enquiries.count() == 2


def test_sent_twice_it_is_asked_once_and_the_key_is_ones_own(sevda, aynur, pools):
    replies = {send(sevda, pools).headers["Location"] for _time in range(3)}
    assert len(replies) == 1 and Referral.objects.count() == 1
    send(aynur, pools)
    assert Referral.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        *(
            {"name": ""},
            {"name": "Aysel"},
            {"name": "x" * 41},
            {"how": ""},
            {"how": "guess"},
            {"once": "short"},
            {"once": "ö" * 24},
        ),
        *({"adults": "0", "children_0_2": ""}, {"adults": "-1"}, {"adults": "9" * 30}, {"soon": "x"}, {"id": []}),
        *({"rayon": "AZ-X"}, {"who": "x"}, {"access": "x"}, {"oldest_son": "200"}, {"avoid": "x" * 101}),
        *({"id": "zzzzzz"}, {"avoid": "a\x00"}, {"children_0_2": "1.5"}),
    ],
)
def test_nonsense_is_refused_and_nothing_is_asked(sevda, pools, fields):
    refused = send(sevda, pools, **fields)
    assert refused.status_code == 400 and 'role="alert"' in refused.content.decode()
    assert not Referral.objects.exists()


def test_only_houses_where_somebody_answers_are_asked(sevda, pools):
    silent = make.facility(name_en="Silent", takes_questions=False)
    text = text_of(sevda.post("/work/requests/new/", {"id": [silent.public_id]}))
    assert "These take no questions here: ring them. Silent" in text
    assert "House 1" in text_of(sevda.get("/work/requests/new/"))
    sevda.post("/work/requests/new/", FORM | {"id": [silent.public_id, pools[0].facility.public_id]})
    assert [ask.facility for ask in Enquiry.objects.all()] == [pools[0].facility]


def test_offers_are_chosen_for_her_and_what_ran_out_must_be_won(sevda, referral, pools):
    first, second = referral.enquiries.all()
    placing.refuse(second, DeclineReason.PAPERS, words="Bağışlayın", by=CONSOLE)
    offered(first, pools[0], words="Gəlin")
    text = text_of(sevda.get(path(referral)))
    assert all(words in text for words in ("Qaranquş", "Said no: papers", "Gəlin", "Bağışlayın", "Held until"))
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        client = people.signed_in(sevda.user)
        held = holds.hold(pools[0], 1, until=None, by=CountedBy(CONSOLE, CountRoute.PAGE))
        gone = client.post(path(referral, first.public_id, "choose"))
        assert gone.status_code == 409 and "somebody else’s by now" in text_of(gone)
        holds.release(held, by=CountedBy(CONSOLE, CountRoute.PAGE))
        assert client.post(path(referral, first.public_id, "choose")).status_code == 302
        assert free(pools[0]) == 0
        again = client.post(path(referral, first.public_id, "choose"))
        assert again.status_code == 409 and "how it stands now" in text_of(again)
        assert client.post(path(referral, second.public_id, "write"), {"words": "x"}).status_code == 409


def test_the_contact_is_masked_and_looking_is_written_down(sevda, chosen):
    assert sevda.post(path(chosen, "contact")).status_code == 404
    assert sevda.post(path(chosen, "leave_contact"), CONTACT | {"how": ""}).status_code == 400
    assert sevda.post(path(chosen, "leave_contact"), CONTACT).status_code == 302
    assert "555 01" not in text_of(sevda.get(path(chosen)))
    text = text_of(sevda.post(path(chosen, "contact")))
    assert "(050) 555 01 02" in text and "Nar" in text and "Say nothing, and ring off." in text
    assert TrailEntry.objects.filter(what="read.contact").count() == 1


def test_on_the_way_and_taken_back(sevda, chosen, pools):
    assert sevda.post(path(chosen, "set_out")).status_code == 302
    assert sevda.post(path(chosen, "set_out")).status_code == 409
    assert sevda.post(case_path(chosen, "withdraw")).status_code == 400, "not without a yes"
    assert sevda.post(case_path(chosen, "withdraw"), {"sure": "on"}).headers["Location"] == "/work/requests/"
    assert free(pools[0]) == 2 and sevda.get(path(chosen)).status_code == 404
    assert sevda.post(case_path(chosen, "withdraw"), {"sure": "on"}).status_code == 404, "nobody's case any more"


def test_handed_over_to_a_colleague(sevda, referral, ngo):
    mate = people.signed_in(people.person(Role.CASEWORKER, ngo, "mate"))
    assert sevda.post(case_path(referral, "hand_over"), {"to": f"user {mate.user.pk}"}).status_code == 302
    referral.refresh_from_db()
    assert referral.case.caseworker == mate.user and mate.get(path(referral)).status_code == 200


def test_handed_over_to_another_organisation_with_her_yes(
    sevda, aynur, referral, pools, django_capture_on_commit_callbacks
):
    aynur.user.email = "aynur@example.org"
    aynur.user.save()
    there = f"organisation {Organisation.objects.get(key='there').pk}"
    assert sevda.post(case_path(referral, "hand_over"), {"to": there}).status_code == 400, "she was not asked"
    assert aynur.get(path(referral)).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        sevda.post(case_path(referral, "hand_over"), {"to": there, "how": "voice"})
        offered(referral.enquiries.first(), pools[0])
    assert outbox.send_due(timezone.now() + timedelta(minutes=5)) == (1, 0)
    assert [one.to for one in mail.outbox] == [["aynur@example.org"]], "nobody keeps it yet: all are told"
    assert sevda.get(path(referral)).status_code == 404
    text = text_of(aynur.get("/work/requests/"))
    assert "Qaranquş" in text and "Nobody keeps it yet" in text
    assert aynur.post(case_path(referral, "hand_over"), {"to": f"user {aynur.user.pk}"}).status_code == 302
    for to in ("", "user 1", "organisation 999", "x" * 99):
        assert aynur.post(case_path(referral, "hand_over"), {"to": to, "how": "voice"}).status_code == 400


def test_kept_shorter_by_her_wish_and_never_longer(sevda, chosen):
    assert sevda.post(case_path(chosen, "keep"), {"days": "7"}).status_code == 302
    stay.not_arrive(chosen, by=CONSOLE)
    chosen.refresh_from_db()
    end = chosen.case.erase_at
    assert end - chosen.last_event_at == timedelta(days=7)
    sevda.post(case_path(chosen, "keep"), {"days": "30"})
    chosen.refresh_from_db()
    assert chosen.case.erase_at == end
    assert sevda.post(case_path(chosen, "keep"), {"days": "99"}).status_code == 400
    sevda.post(case_path(chosen, "keep"), {"days": "0"})
    assert sevda.get(path(chosen)).status_code == 404


def test_no_organisation_sees_anothers_case(aynur, referral, pools):
    ask = referral.enquiries.first()
    offered(ask, pools[0])
    assert aynur.get(path(referral)).status_code == 404
    assert "Qaranquş" not in text_of(aynur.get("/work/requests/"))
    for more in (
        ["contact"],
        ["arrive"],
        [ask.public_id, "choose"],
        [ask.public_id, "write"],
    ):
        sent = aynur.post(
            path(referral, *more), {"sure": "on", "words": "x", "days": "7", "to": f"user {aynur.user.pk}"}
        )
        assert sent.status_code == 404
    for move in ("withdraw", "hand_over", "keep", "seen", "note", "plan", "finish", "contact", "safe_way"):
        assert aynur.post(case_path(referral, move), {"sure": "on", "days": "7", "text": "x"}).status_code == 404
    assert aynur.get(case_path(referral)).status_code == 404
    own = placing.ask(QUESTION, [pools[0].facility], once="e" * 24)[0]
    assert aynur.get(path(own)).status_code == 404, "who asked alone has no caseworker"
    assert Referral.objects.get(pk=referral.pk).state == ReferralState.OFFERED


def test_without_the_key_it_says_so(sevda, referral, pools, settings, tmp_path):
    settings.KEYRING = tmp_path / "empty"
    assert sevda.get(path(referral)).status_code == 503 and send(sevda, pools).status_code == 503
    assert "—" in text_of(sevda.get("/work/requests/"))


def test_what_nobody_sends_is_not_there(sevda, referral):
    ask = referral.enquiries.first()
    assert sevda.post(path(referral, "erase")).status_code == 404
    assert sevda.post(path(referral, ask.public_id, "offer")).status_code == 404
    assert sevda.post(path(referral, "zzzzzz", "choose")).status_code == 404
    assert sevda.post(path(referral, ask.public_id, "write"), {"words": "\x01" * 1000}).status_code == 400
    assert sevda.get("/work/requests/?page=x").status_code == 200
    assert sevda.get(case_path(referral, "withdraw")).status_code == 405
    assert sevda.post(case_path(referral, "erase")).status_code == 404
