"""The rota: who is on duty, and who is second and is told of a silence. At noon it is gone."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from referrals.workflow import placing
from shelters.codes.staff import Role
from shelters.hours.clock import BAKU
from shelters.models import NightDuty, Organisation
from shelters.staff import expired, outbox, team
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.referrals import QUESTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]
EVENING = datetime(2026, 5, 12, 21, tzinfo=BAKU)


@pytest.fixture
def house():
    return make.facility(name_en="Nar house", takes_questions=True)


@pytest.fixture
def night(house):
    """21 o'clock; Aysel and Nigar are hosts with an address, and so is Zeynəb."""
    with time_machine.travel(EVENING - timedelta(days=30), tick=False):
        made = {name: people.person(Role.HOST, house.organisation, name) for name in ("aysel", "nigar", "zeyneb")}
    for name, user in made.items():
        user.email = f"{name}@example.org"
        user.save()
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock, people.signed_in(made["aysel"]), made


def put(host, made, night=0, **more):
    return host.post(
        "/work/night/duty/", {"night": night, "first": made["aysel"].pk, "second": made["nigar"].pk} | more
    )


def told(monkeypatch, capture):
    """Whom the mails of this moment tell."""
    monkeypatch.setattr(outbox.secrets, "randbelow", lambda _most: 0)
    mail.outbox.clear()
    with capture(execute=True):
        call_command("send_mail")
    call_command("send_mail")
    return sorted(one.to[0].partition("@")[0] for one in mail.outbox)


def test_tonight_and_tomorrow_with_a_number(night):
    _clock, aysel, made = night
    assert put(aysel, made, number="(050) 555 01 02").status_code == 302
    assert put(aysel, made, night=1).status_code == 302 and put(aysel, made, night=2).status_code == 400
    text = text_of(aysel.get("/work/night/"))
    assert "second: nigar" in text and "050 555 01 02" in text.replace("(", "").replace(")", "")
    assert put(aysel, made, second=made["zeyneb"].pk).status_code == 302
    assert NightDuty.objects.count() == 2 and NightDuty.objects.first().second == made["zeyneb"]
    for wrong in ({"second": made["aysel"].pk}, {"number": "12"}, {"first": 999}):
        assert put(aysel, made, **wrong).status_code == 400, wrong


def test_the_second_is_told_of_a_silence_and_a_coordinator_reads_the_number_alone(
    night, house, monkeypatch, django_capture_on_commit_callbacks
):
    clock, aysel, made = night
    put(aysel, made, number="(050) 555 01 02")
    placing.ask(QUESTION, [house], once="a" * 24)
    clock.shift(timedelta(minutes=31))
    assert told(monkeypatch, django_capture_on_commit_callbacks) == ["nigar"]
    clock.shift(timedelta(minutes=31))
    page = text_of(people.coordinator("leyla").get("/work/requests/overdue/"))
    assert "Second on duty tonight" in page and "555 01 02" in page and "nigar" not in page and "aysel" not in page


@pytest.mark.parametrize("gone", ["no rota", "no address", "left", "another night"])
def test_all_are_told_where_nobody_is_second_or_can_be_told(
    night, house, gone, monkeypatch, django_capture_on_commit_callbacks
):
    clock, aysel, made = night
    if gone != "no rota":
        put(aysel, made, night=int(gone == "another night"))
    if gone == "no address":
        team.change_mail(made["nigar"], "")
    if gone == "left":
        made["nigar"].is_active = False
        made["nigar"].save()
        assert "nigar" not in text_of(aysel.get("/work/night/")).partition("Say who")[0]
    placing.ask(QUESTION, [house], once="a" * 24)
    clock.shift(timedelta(minutes=31))
    there = {"aysel", "nigar", "zeyneb"} - ({"nigar"} if gone in ("no address", "left") else set())
    assert told(monkeypatch, django_capture_on_commit_callbacks) == sorted(there)


def test_it_is_erased_at_noon_and_nobody_else_writes_it(night):
    clock, aysel, made = night
    put(aysel, made)
    stranger = Organisation.objects.create(key="s", type="ngo", name_az="S")
    thief = people.signed_in(people.person(Role.HOST, stranger, "thief"))
    assert put(thief, made).status_code == 400, "they do not work in that house"
    assert NightDuty.objects.get().organisation == made["aysel"].organisation
    clock.move_to(EVENING + timedelta(hours=14, minutes=59))
    expired.erase(datetime.now(BAKU))
    assert NightDuty.objects.exists()
    clock.move_to(EVENING + timedelta(hours=15))
    expired.erase(datetime.now(BAKU))
    assert not NightDuty.objects.exists()
