"""A form that stood open for an hour comes back with all that was typed: each kind of form of each role."""

from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from referrals.models import Case
from referrals.workflow import placing
from shelters.codes.staff import Role
from shelters.models import BedPool, Organisation
from tests.support import make, people
from tests.support.crawl import Page
from tests.support.referrals import QUESTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
OURS = {"HTTP_ORIGIN": "http://localhost"}
TYPED = "Ağ şal, “qapı” & <b>"
# Which forms each role fills in: the views behind them.
OF_A_HOST = {"question_move", "questions_pause", "night_come", "beds_first", "mail"}
OF_A_CASEWORKER = {"case_new", "case_move", "request_towards", "request_calls", "requests_search", "request_new"}
OF_A_COORDINATOR = {"place_new", "place_step", "invite", "ring_call", "admin:shelters_facility_change"}


def send(client: Any, to: str, fields: dict[str, Any], **about: str) -> Any:
    """As a browser sends a form."""
    return client.post(to, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded", **about)


@pytest.fixture
def house(db: None) -> Any:
    facility = make.facility(takes_questions=True, name_en="Nar house", phones=[{"number": "+994123101010"}])
    BedPool.objects.create(facility=facility, name_az="Otaqlar", capacity=0)
    return facility


def forms_on(client: Any, *paths: str) -> list[tuple[str, dict[str, Any]]]:
    """Each form of these pages that holds more than a button: where it goes, and what a person typed."""
    found = []
    for path in paths:
        for form in Page(client.get(path).content.decode()).forms:
            typed = {name: TYPED for name, kind in form["kinds"].items() if kind in ("text", "textarea", "search")}
            fields = form["fields"] | typed | {name: some[-1] for name, some in form["options"].items() if some}
            fields.pop("csrfmiddlewaretoken", None)
            if fields:
                found.append((form["action"] or path, fields))
    return found


def comes_back(client: Any, forms: list[tuple[str, dict[str, Any]]]) -> set[str]:
    """Send each after an hour. All that was typed comes back; the same button sends it again, to the same page."""
    kinds = set()
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        for to, fields in forms:
            answer = send(client, to, fields, **OURS)
            kinds.add(resolve(to).view_name)
            assert answer.status_code == 403 and "What you typed is still here" in answer.content.decode(), to
            (again,) = (form for form in Page(answer.content.decode()).forms if "csrfmiddlewaretoken" in form["fields"])
            again["fields"].pop("csrfmiddlewaretoken")
            assert unescape(again["action"]) == to and again["fields"] == {k: str(v) for k, v in fields.items()}
            assert 'target="_blank"' in answer.content.decode() and 'href="/work/sign-in/"' in answer.content.decode()
    return kinds


def test_of_a_host(house):
    placing.ask(QUESTION, [house], once="a" * 24)
    host = people.signed_in(people.person(Role.HOST, house.organisation))
    question = host.get("/work/questions/").content.decode().split('href="/work/questions/')[1].split("/")[0]
    at = ("/work/questions/", f"/work/questions/{question}/", "/work/night/", f"/work/beds/{house.public_id}/")
    assert comes_back(host, forms_on(host, *at, "/work/mail/")) >= OF_A_HOST


def test_of_a_caseworker_and_it_can_be_sent(house):
    ngo = Organisation.objects.create(key="ngo", type="ngo", name_az="Kömək")
    sevda = people.signed_in(people.person(Role.CASEWORKER, ngo))
    referral, _code = placing.ask(QUESTION, [house], once="c" * 24, client=placing.Client(sevda.user, ngo, "Qaranquş"))
    at = (f"cases/{referral.case.public_id}/", f"requests/{referral.public_id}/", "cases/new/", "requests/")
    forms = forms_on(sevda, *(f"/work/{path}" for path in at))
    forms += [("/work/requests/calls/", {"sent": "1", "need": referral.public_id, "name": TYPED})]
    forms += [("/work/requests/new/", {"id": house.public_id, "name": TYPED, "adults": "2"})]
    assert comes_back(sevda, forms) >= OF_A_CASEWORKER
    new = next(fields for to, fields in forms if to == "/work/cases/new/")
    filled = new | {"name": "Durna Nar", "group": "women", "way": "none", "told": "on", "danger": "high"}
    back = people.signed_in(sevda.user)
    assert send(back, "/work/cases/new/", filled, **OURS).status_code == 302 and Case.objects.count() == 2


def test_of_a_coordinator(house):
    keeper = people.coordinator("leyla")
    place, call = f"/work/places/{house.public_id}/", f"/work/ring/facility/{house.pk}/"
    at = ("/work/places/new/", f"{place}takes/", f"{place}hours/", "/work/people/", call)
    forms = forms_on(keeper, f"/admin/shelters/facility/{house.pk}/change/", *at)
    next(fields for _to, fields in forms if "notes" in fields)["notes"] = "ş" * 4000
    forms.sort(key=lambda form: -len(urlencode(form[1])))
    assert len(urlencode(forms[0][1])) > settings.MAX_BODY, "the largest, sent by a session that is known"
    assert comes_back(keeper, forms) >= OF_A_COORDINATOR


def test_a_token_from_before_the_sign_in_costs_one_tap_more(house):
    host = people.signed_in(people.person(Role.HOST, house.organisation))
    host.handler.enforce_csrf_checks = True
    answer = send(host, "/work/mail/", {"email": "aysel@example.org"}, **OURS)
    assert answer.status_code == 403 and "Press the button once more" in answer.content.decode()
    sent = Page(answer.content.decode()).forms[-1]["fields"]
    assert send(host, "/work/mail/", sent, **OURS).status_code == 302


@pytest.mark.parametrize(
    "to, about",
    [
        ("/work/mail/", {"HTTP_ORIGIN": "https://elsewhere.example"}),
        ("/work/mail/", {"HTTP_ORIGIN": "null"}),
        ("/work/mail/", {}),
        ("/work/keys/webauthn/add/", OURS),
    ],
)
def test_another_site_gets_no_button_of_ours_and_no_password_comes_back(house, to, about):
    answer = send(Client(SERVER_NAME="localhost"), to, {"email": "thief@example.org"}, **about)
    assert answer.status_code == 302 and b"thief" not in answer.content
    with_token = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert b"a-long" not in send(with_token, "/work/sign-in/", {"password": "a-long-password-1"}, **OURS).content
    large = send(Client(SERVER_NAME="localhost"), "/work/mail/", {"email": "x" * settings.MAX_BODY}, **OURS)
    assert large.status_code == 302
