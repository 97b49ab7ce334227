"""The freeze of changes: directory, people and keys stop; cases, counts and questions go on. And false alarms."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from shelters.api import bed_feed_tokens
from shelters.codes.staff import FreezeScope, Role
from shelters.directory import pausing
from shelters.models import BedPool, FeedToken, Freeze, Invitation, NightDuty, Proposal, WalkIn
from shelters.staff import team
from tests.support import make
from tests.support.pages import change, fields_of, text_of
from tests.support.people import coordinator, invited, person, sign_in, sign_in_with_key, signed_in
from tests.support.proposals import wish

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CHANGES = {"scope": "changes"}


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def host(house):
    return signed_in(person(Role.HOST, house.organisation, "gunay"))


@pytest.fixture
def stopped(leyla, house, host, clock):
    """Changes, frozen a moment ago by Leyla, while something waited and a link was out."""
    FeedToken.make(house, host.user, timezone.now())
    wish(leyla, house, name_en="Other")
    team.invite(Role.COUNTER, house.organisation, by=None)
    assert leyla.post("/work/freeze/", CHANGES)["Location"] == "/work/frozen/"
    clock.shift(timedelta(seconds=2))


def test_directory_people_and_keys_stop(leyla, nigar, house, stopped):
    assert not Proposal.objects.waiting().exists()
    assert not Invitation.objects.filter(used_at=None, until__gt=timezone.now()).exists()
    page, before = leyla.get(change(house)), Invitation.objects.count()
    assert page.status_code == 200, "sessions go on, and all may be read"
    role = {"role": "host", "organisation": house.organisation_id}
    for path, sent in (
        (change(house), fields_of(page) | {"name_en": "Thief"}),
        ("/work/people/invite/", role),
        ("/work/mail/", {"email": "thief@example.org"}),
        (f"/work/beds/{house.public_id}/feed/", {}),
        ("/work/keys/webauthn/add/", {}),
        ("/work/directory/", {}),
    ):
        assert nigar.post(path, sent)["Location"] == "/work/frozen/", path
    assert nigar.get("/work/keys/webauthn/add/")["Location"] == "/work/frozen/"
    assert Invitation.objects.count() == before and not Proposal.objects.waiting().exists()


def test_a_form_that_waited_for_the_key_is_stopped_too(leyla, nigar, house, clock, settings):
    """Sent before the freeze, and carried out when the key was shown after it: the thief's way around."""
    settings.DEMO = True
    from tests.support.people import codes_of_an_app

    code = codes_of_an_app(nigar.user)
    sign_in(nigar, nigar.user, "totp")
    clock.shift(timedelta(minutes=11))
    role = {"role": "counter", "organisation": house.organisation_id}
    assert "reauthenticate" in nigar.post("/work/people/invite/", role)["Location"]
    Freeze.objects.create(at=timezone.now(), scope=FreezeScope.CHANGES)
    assert nigar.post("/work/keys/reauthenticate/", {"code": code()})["Location"] == "/work/frozen/"
    assert not Invitation.objects.filter(until__gt=timezone.now()).exists()


def test_cases_counts_and_questions_go_on(host, house, stopped):
    pool = BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=4)
    assert bed_feed_tokens.live().exists() and host.get("/work/questions/").status_code == 200
    page = f"/work/beds/{house.public_id}/"
    saved = host.post(page, fields_of(host.get(page)) | {f"occupied-{pool.public_id}": "1"})
    assert saved.status_code != 302 or saved["Location"] != "/work/frozen/"
    assert host.post("/work/questions/zzzzzz/offer/").status_code == 404
    house.takes_questions = True
    house.save()
    make.refresh([house.pk])
    assert pausing.asking().filter(pk=house.pk).exists()
    assert "Changes are frozen" in text_of(host.get("/work/"))


def test_the_night_goes_on_but_nobody_plants_a_number_to_ring(host, house, stopped):
    """Who came to the door counts, a first count can be typed, and nobody is sent; the rota waits for the thaw."""
    pool = BedPool.objects.create(facility=house, name_az="Otaqlar", capacity=4, observed_at=timezone.now())
    came = {"pool": pool.public_id, "people": "2", "until": "", "once": "n" * 24}
    assert host.post("/work/night/come/", came)["Location"] == "/work/night/"
    assert host.post(f"/work/night/{WalkIn.objects.get().pk}/gone/", {"stays": "1"})["Location"] == "/work/night/"
    assert not WalkIn.objects.exists() and BedPool.objects.get().occupied == 2
    sent = {"facility": house.public_id, "stopped": "1"}
    assert host.post("/work/night/nobody/", sent)["Location"] == "/work/night/"
    watch = host.post("/work/night/begin/")["Location"]
    assert host.get(watch).status_code == 200 and "/night/watch/" in watch
    first = host.post(f"/work/beds/{house.public_id}/first/")
    assert first.status_code != 302 or first["Location"] != "/work/frozen/"
    duty = {"night": "0", "first": str(host.user.pk), "number": "012 555 10 20"}
    assert host.post("/work/night/duty/", duty)["Location"] == "/work/frozen/" and not NightDuty.objects.exists()


def test_everything_can_be_frozen_beside_it_and_a_thaw_ends_both(leyla, nigar, stopped, clock):
    assert nigar.post("/work/freeze/").status_code == 302
    clock.shift(timedelta(seconds=2))
    for one in (leyla, nigar):
        assert one.get("/work/")["Location"].startswith("/work/sign-in/")
        sign_in_with_key(one, timedelta(days=30))
        assert one.get("/work/people/")["Location"] == "/work/frozen/"
        assert "Everything is frozen" in text_of(one.get("/work/frozen/"))
        assert one.post("/work/frozen/").status_code == 302
    assert Freeze.objects.count() == 2 and Freeze.objects.running() is None
    assert leyla.post("/work/people/invite/").status_code == 400


def test_after_two_false_alarms_a_second_person_freezes(leyla, nigar, house, clock):
    third = coordinator("third")
    for _time in range(2):
        assert leyla.post("/work/freeze/", CHANGES).status_code == 302
        clock.shift(timedelta(hours=1))
        for one in (nigar, third):
            sign_in_with_key(one, timedelta(days=30))
            assert one.post("/work/frozen/", {"false": "1"}).status_code == 302
        sign_in(leyla, leyla.user)
        assert Freeze.objects.running() is None
    refused = leyla.post("/work/freeze/")
    assert refused.status_code == 409 and "somebody else presses it now" in text_of(refused)
    assert Freeze.objects.running() is None and leyla.get("/work/").status_code == 200
    assert leyla.post("/work/freeze/").status_code == 409, "asking twice makes no second person"
    assert f"{leyla.user} wanted to freeze" in text_of(nigar.get("/work/"))
    assert nigar.post("/work/freeze/").status_code == 302
    assert Freeze.objects.stops_everything()


def test_ones_own_alarm_is_for_others_to_call_false(leyla, nigar, clock):
    """Leyla thaws her own freeze with a third, and says herself that it was false: that counts nothing."""
    leyla.post("/work/freeze/", CHANGES)
    clock.shift(timedelta(hours=1))
    sign_in_with_key(leyla, timedelta(days=30))
    leyla.post("/work/frozen/", {"false": "1"})
    sign_in_with_key(nigar, timedelta(days=30))
    nigar.post("/work/frozen/")
    assert not Freeze.objects.filter(false_by__isnull=False).exists() and Freeze.objects.running() is None


def test_a_week_later_one_may_freeze_alone_again(leyla, nigar, clock):
    for days in (8, 3):
        Freeze.objects.create(at=timezone.now() - timedelta(days=days), by=leyla.user, false_by=nigar.user)
    Freeze.objects.update(thawed_at=timezone.now() - timedelta(days=3))
    sign_in(leyla, leyla.user)
    assert leyla.post("/work/freeze/", CHANGES).status_code == 302 and Freeze.objects.running()


def test_an_invitation_is_no_way_in(leyla, house, clock):
    """Who was invited before, and opened the link before, comes no further."""
    newcomer = invited(leyla, Role.HOST, house.organisation)
    leyla.post("/work/freeze/", CHANGES)
    assert newcomer.get("/work/keys/webauthn/add/")["Location"].startswith("/work/sign-in/")
    assert not newcomer.user.wakings.waiting().exists()
