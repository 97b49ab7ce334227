"""A clock that jumps ends neither `purge` nor `rotate_keys`, and erases nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from referrals.models import Case, Referral
from referrals.vault import contents, keyring
from shelters.models import Heartbeat
from tests.support.referrals import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]


def later(by):
    return time_machine.travel(timezone.now() + by)


def still_reads(referral):
    referral.case.refresh_from_db()
    return bool(contents.get(referral, "question"))


@pytest.mark.parametrize("years", [1, 10])
@pytest.mark.parametrize("ran_before", [True, False])
def test_a_clock_that_runs_ahead_erases_nothing(pools, years, ran_before):
    referrals = [asked(pools, once=letter * 24)[0] for letter in "abc"]
    if ran_before:
        call_command("purge")
    with later(timedelta(days=365 * years)), pytest.raises(CommandError, match="Nothing was erased"):
        call_command("purge")
    assert all(still_reads(referral) for referral in referrals)
    call_command("purge")
    with later(timedelta(days=1)):
        call_command("purge")


def test_a_clock_that_was_ahead_leaves_purge_going(pools):
    """Somebody believed the wrong clock for a day, or it ran ahead by less than is noticed."""
    call_command("purge")
    with later(timedelta(days=2)):
        call_command("purge")
    with pytest.raises(CommandError):
        call_command("purge")
    for day in (3, 4):
        with later(timedelta(days=day)):
            call_command("purge")


def test_whoever_compared_the_clock_says_so(pools):
    referral, _code, _asks = asked(pools)
    call_command("purge")
    with later(timedelta(days=30)):
        with pytest.raises(CommandError, match="--clock-is-right"):
            call_command("purge")
        call_command("purge", "--clock-is-right")
        call_command("purge")
        assert not Referral.objects.filter(pk=referral.pk).exists()
    assert Heartbeat.objects.get().command == "purge"


def test_a_key_of_the_future_ends_no_rotation(pools, ring):
    """One run with the clock in 2036; then it is right again."""
    referral, _code, _asks = asked(pools)
    with time_machine.travel(datetime(2036, 1, 1, 3, 27, tzinfo=UTC)):
        call_command("rotate_keys")
    assert still_reads(referral)
    call_command("rotate_keys")
    assert still_reads(referral) and not referral.case.wrapped_by.startswith("2036")
    seen = {keyring.current().name}
    for days in (1, 9, 40, 400):
        with later(timedelta(days=days)):
            call_command("rotate_keys")
            seen.add(keyring.current().name)
    assert len(seen) == 4, "a new key after 9, 40 and 400 days"
    with later(timedelta(days=401)):
        call_command("rotate_keys")
        assert [name[:4] for name in keyring.names()] == [keyring.current().name[:4]], "the key of 2036 is destroyed"
        assert Case.objects.get().wrapped_by == keyring.current().name


def test_a_clock_that_runs_behind_loses_no_key(pools, ring):
    referral, _code, _asks = asked(pools)
    with time_machine.travel(datetime(2015, 1, 1, 3, 27, tzinfo=UTC)):
        call_command("rotate_keys")
        call_command("rotate_keys")
    call_command("rotate_keys")
    assert still_reads(referral) and keyring.current().name >= f"{timezone.now():%Y}"
