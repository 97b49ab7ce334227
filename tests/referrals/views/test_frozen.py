"""While everything is frozen: what her code says, what the list offers, and who is on the way, to read only."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from referrals.workflow import placing, transitions
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import FreezeScope, Role
from shelters.models import BedPool, Freeze, Organisation, Place, WeeklyCount
from shelters.published import current
from shelters.published.refresh import refresh
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.people import codes_of_an_app
from tests.support.referrals import asked, code_of, filled

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("ring")]
NOBODY = "At the moment nobody can read this or answer here."


@pytest.fixture
def pool():
    facility = make.facility(Place.objects.get(name_az="Gəncə"), name_en="Nar house", takes_questions=True)
    return BedPool.objects.create(facility=facility, name_az="Otaqlar", capacity=9)


@pytest.fixture
def host(pool, settings):
    settings.DEMO = True  # a code of an app does for the key
    host = people.signed_in(people.person(Role.HOST, pool.facility.organisation), "totp")
    host.code = codes_of_an_app(host.user)
    return host


def freeze(scope=FreezeScope.EVERYTHING):
    return Freeze.objects.create(at=timezone.now() - timedelta(minutes=5), scope=scope)


def coming(pool, once, arrival):
    """Somebody who is on the way to this house."""
    referral, _code, (one,) = asked([pool], once * 24)
    placing.offer(one, pool, 2, until=None, arrival=arrival, words="", by=CONSOLE)
    placing.choose(one, by=transitions.HER)
    return referral


def test_her_code_says_that_nobody_reads_and_whom_to_ring(post, pool):
    code = code_of(post("/en/ask/", **filled(pool.facility)))

    def page():
        return text_of(post("/en/answer/", code=code))

    freeze(FreezeScope.CHANGES)
    assert NOBODY not in page()
    frozen = freeze()
    assert NOBODY in page() and "112" in page()
    frozen.delete()
    assert NOBODY not in page()


def test_no_list_offers_to_ask_and_a_front_learns_it_too(post, pool):
    refresh([pool.facility_id])

    def offered():
        current.refresh_now()
        page, about = post(place="Gəncə").content.decode(), f'name="id" value="{pool.facility.public_id}"'
        return f'form="ask" {about}' in page or f'type="hidden" {about}' in page

    assert offered()
    freeze(FreezeScope.CHANGES)
    assert offered(), "questions go on"
    frozen = freeze()
    assert not offered() and current.get().document.frozen
    frozen.thawed_at = timezone.now()
    frozen.save()
    assert offered()


def test_who_is_on_duty_sees_the_arrivals_of_tonight_with_a_key_and_no_more(host, pool):
    now = timezone.now()
    tonight, tomorrow = coming(pool, "a", now + timedelta(hours=5)), coming(pool, "b", now + timedelta(hours=30))
    stranger = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    other = BedPool.objects.create(facility=make.facility(organisation=stranger), name_az="Otaqlar", capacity=9)
    coming(other, "c", now + timedelta(hours=5))
    freeze()
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        assert host.get("/work/questions/")["Location"] == "/work/frozen/"
        assert "/work/frozen/arrivals/" in host.get("/work/frozen/").content.decode()
        assert "reauthenticate" in host.post("/work/frozen/arrivals/")["Location"]
        assert not WeeklyCount.objects.exclude(what="sign_in").exists()
        page = host.post("/work/keys/reauthenticate/", {"code": host.code()})
    text = text_of(page)
    assert text.count("Agreed. To arrive by") == 1 and page.content.count(b"<form") == 1, "signing out alone"
    with translation.override("en"):
        assert str(tonight.case.get_group_display()).lower() in text.lower()
    assert WeeklyCount.objects.exclude(what="sign_in").get().what == "arrival"
    for referral in (tonight, tomorrow):
        assert f"/work/questions/{referral.public_id}/".encode() not in page.content


def test_it_is_for_hosts_and_for_a_freeze_only(host, pool):
    caseworker = people.signed_in(people.person(Role.CASEWORKER, pool.facility.organisation, "other"), "totp")
    people.sign_in(host, host.user)
    assert host.post("/work/frozen/arrivals/")["Location"] == "/work/questions/"
    freeze()
    people.sign_in(caseworker, caseworker.user)
    assert caseworker.post("/work/frozen/arrivals/").status_code == 403
