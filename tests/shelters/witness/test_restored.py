"""A database that was restored from a backup brings nothing back: it rests until it agrees with the witness."""

from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from referrals.models import Case
from referrals.vault import contents
from referrals.workflow import cases
from referrals.workflow.transitions import HER
from shelters.api import bed_feed_tokens
from shelters.approvals import freeze, record
from shelters.audit import trail
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import FreezeScope, Role
from shelters.directory import initial
from shelters.models import BedPool, Facility, Freeze, User
from shelters.models.background import Installation
from shelters.published import watch
from shelters.staff import key_changes, team
from shelters.witness import agreement, head, ledger
from shelters.witness.agreement import Agreement
from tests.support import make, people, referrals
from tests.support.restoring import Backup, installation, lines_with

pytestmark = [pytest.mark.long, pytest.mark.both]


@pytest.fixture(autouse=True)
def witness(settings, tmp_path, ring, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), installation(settings, tmp_path) as folder:
        yield folder


def reconcile():
    call_command("reconcile")
    assert agreement.look() == Agreement.AGREES
    assert trail.verify() is None


def asked():
    referral, code, _enquiries = referrals.asked(referrals.two_pools())
    return referral, code


def test_what_she_erased_stays_erased():
    referral, code = asked()
    kept, _other = referrals.asked(referrals.two_pools(), once="b" * 24)[:2]
    backup = Backup()
    cases.withdraw(referral.case, by=HER)
    backup.restore()
    assert contents.by_code(code) is not None  # the danger
    assert agreement.look() == Agreement.SHORT
    reconcile()
    assert contents.by_code(code) is None
    assert list(Case.objects.all()) == [kept.case]


def test_an_erasing_that_was_only_meant_is_carried_out():
    referral, code = asked()
    backup = Backup()
    ledger._append("?", [next(ledger._digests(ledger.Ending.CASE, referral.case.public_id))])
    people.person(Role.COORDINATOR)
    head.advance()
    backup.restore()
    reconcile()
    assert contents.by_code(code) is None


def test_who_left_does_not_come_back():
    user, other = people.person(Role.COORDINATOR), people.person(Role.COORDINATOR, name="nigar")
    backup = Backup()
    team.leave(user, by=None)
    backup.restore()
    reconcile()
    assert list(User.objects.filter(is_active=True)) == [other]


def test_a_key_and_a_password_that_were_taken_open_nothing():
    user = people.person(Role.COORDINATOR)
    stolen = Authenticator.objects.create(user=user, type="webauthn", data={})
    lost = Authenticator.objects.create(user=user, type="webauthn", data={})
    kept = Authenticator.objects.create(user=user, type="webauthn", data={})
    backup = Backup()
    key_changes.remove(stolen, by=user)
    backup.restore()
    reconcile()
    assert set(Authenticator.objects.all()) == {lost, kept}
    assert User.objects.get().has_usable_password()
    backup = Backup()
    team.renew_keys(User.objects.get(), by=None)
    backup.restore()
    reconcile()
    assert not Authenticator.objects.exists()
    assert not User.objects.get().has_usable_password()


def test_sessions_links_and_feeds_are_void():
    user = people.person(Role.COORDINATOR)
    client = people.signed_in(user)
    link = team.invite(Role.COORDINATOR, None, by=None)
    token = bed_feed_tokens.make_token(make.facility(), by=user)
    backup = Backup()
    team.invite(Role.COORDINATOR, None, by=None)
    head.advance()
    backup.restore()
    assert bed_feed_tokens.holder(token)
    reconcile()
    assert bed_feed_tokens.holder(token) is None
    assert client.get("/work/").status_code == 302
    with pytest.raises(team.Closed):
        team.join(link, username="aygun", password=people.PASSWORD, language="az")


def test_a_freeze_goes_on():
    backup = Backup()
    freeze.freeze(FreezeScope.EVERYTHING, by=None)
    backup.restore()
    reconcile()
    assert Freeze.objects.running()


def test_a_number_and_an_address_that_were_taken_back_are_gone():
    house = make.facility(
        confidential=False, address="Nümunə küçəsi 19", lat=40.4, lon=49.9, phones=[{"number": "(012) 404 12 34"}]
    )
    plain = make.facility(phones=[{"number": "(012) 404 12 35"}])
    number = house.phones.get().number
    backup = Backup()
    with record.recorded(CONSOLE):
        house.phones.all().delete()
        house.address = house.lat = house.lon = None
        house.confidential = True
        house.save()
    backup.restore()
    assert len(lines_with(number, "Nümunə küçəsi")) > 1
    reconcile()
    assert lines_with(number, "Nümunə küçəsi") == []
    assert not Facility.objects.get(pk=house.pk).listed
    assert Facility.objects.get(pk=plain.pk).listed


def test_counts_are_old():
    pool = referrals.two_pools()[0]
    BedPool.objects.filter(pk=pool.pk).update(observed_at=timezone.now())
    backup = Backup()
    trail.write(CONSOLE, "looked", "test 1")
    head.advance()
    backup.restore()
    reconcile()
    assert BedPool.objects.get(pk=pool.pk).observed_at < timezone.now() - agreement.SHORT * 24


def test_all_but_the_finder_rests_until_then():
    client = Client(SERVER_NAME="localhost")
    initial.load()
    watch.Watch().look()
    backup = Backup()
    trail.write(CONSOLE, "looked", "test 1")
    head.advance()
    Facility.objects.update(name_en="Never published")
    backup.restore()
    watch.Watch().look()
    assert client.get("/en/").status_code == 200
    found = client.post("/api/v1/near/", {"place": "Bakı"}, content_type="application/json")
    assert found.status_code == 200 and found.json()["results"]
    form = urlencode({"code": "1" * 16})
    for path in ("/en/ask/", "/en/answer/", "/work/", "/admin/", "/accounts/login/"):
        response = client.get(path)
        assert response.status_code in (503, 404), path
    answer = client.post("/en/answer/", form, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 503 and "checked this server" in answer.content.decode()
    reconcile()
    watch.Watch().look()
    assert client.get("/en/answer/").status_code == 200


def test_a_copy_that_went_on_is_noticed():
    backup = Backup()
    trail.write(CONSOLE, "looked", "test 1")
    head.advance()
    backup.restore()
    trail.write(CONSOLE, "looked", "test 2")
    assert agreement.look() == Agreement.OLDER
    reconcile()


def test_without_its_witness_everything_counts_as_ended(witness):
    user = people.person(Role.COORDINATOR)
    asked()
    for path in witness.iterdir():
        path.unlink()
    assert agreement.look() == Agreement.NO_WITNESS
    with pytest.raises(CommandError, match="no-witness"):
        call_command("reconcile")
    call_command("reconcile", no_witness=True)
    assert agreement.look() == Agreement.AGREES
    assert not Case.objects.exists()
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_the_witness_of_another_database_opens_nothing():
    Installation.objects.update(public_id="another")
    assert agreement.look() == Agreement.ANOTHER
    with pytest.raises(CommandError, match="another database"):
        call_command("reconcile")


def test_a_stranger_writes_nothing(settings):
    settings.CODE_KEY = "another"
    with pytest.raises(agreement.StrangersKeys, match="CODE_KEY"):
        agreement.begin()


def test_a_key_that_was_renewed_is_no_stranger(settings):
    settings.LEDGER_KEY_FALLBACKS, settings.LEDGER_KEY = [settings.LEDGER_KEY], "a new key"
    agreement.begin()
    settings.LEDGER_KEY_FALLBACKS = []
    agreement.begin()


def test_nothing_ends_where_the_witness_cannot_be_written(witness, settings):
    referral, code = asked()
    settings.WITNESS = witness / "main.head" / "no folder"
    with pytest.raises(NotADirectoryError):
        cases.withdraw(referral.case, by=HER)
    assert contents.by_code(code) is not None
