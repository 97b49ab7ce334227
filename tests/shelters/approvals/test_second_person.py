"""Who can be the second person, how long a change waits without one, and the opening of the site."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from shelters.codes.staff import Decision, Role
from shelters.models import Proposal, RoleGrant, TrailEntry, User
from tests.support import people
from tests.support.pages import text_of
from tests.support.people import come_in, coordinator, digits_of, sign_in, type_digits
from tests.support.proposals import opened, url, wish

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def another(state, name):
    """A coordinator in this state, with a client of their own."""
    client = coordinator(name, 3 * DAY if state == "in the seven days" else 10 * DAY)
    changed: Any = {
        "asleep": {"awake_at": None},
        "silent": {"last_login": timezone.now() - 15 * DAY},
        "gone": {"is_active": False},
    }
    people.change(client.user, **changed.get(state, {"is_active": True}))
    return client


NOT_READY = ["asleep", "in the seven days", "silent", "gone"]
WITH_A_READY_ONE = [[state, "ready"] for state in NOT_READY]


@pytest.mark.parametrize(
    "others", [[], ["ready"], *([state] for state in NOT_READY), NOT_READY, *WITH_A_READY_ONE], ids="+".join
)
def test_its_maker_confirms_after_three_days_where_nobody_else_can(leyla, house, others):
    opened()
    for number, state in enumerate(others):
        another(state, f"other-{number}")
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        proposal = wish(leyla, house, name_en="Other")
        alone = "ready" not in others
        assert ("in plain sight" in text_of(leyla.get(url(proposal)))) is alone
        for hours, confirmed in ((71, False), (73, alone)):
            clock.move_to(now + timedelta(hours=hours))
            sign_in(leyla, leyla.user)
            status = leyla.post(url(proposal, "confirm")).status_code
            assert status == (200 if confirmed else 403), hours


@pytest.mark.parametrize(
    "state, status",
    [("ready", 200), ("in the seven days", 403), ("silent", 200), ("asleep", 302), ("gone", 302)],
)
def test_who_confirms(leyla, house, state, status):
    """Whoever was silent and signs in again has been seen."""
    opened()
    other = another(state, "other")
    proposal = wish(leyla, house, name_en="Other")
    assert other.post(url(proposal, "confirm")).status_code == status
    proposal.refresh_from_db()
    assert (proposal.decision == Decision.CONFIRMED) is (status == 200)


def test_whoever_comes_back_in_the_three_days_is_waited_for(leyla, house):
    opened()
    other = another("silent", "other")
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        proposal = wish(leyla, house, name_en="Other")
        clock.move_to(now + timedelta(hours=70))
        sign_in(other, other.user)
        clock.move_to(now + timedelta(hours=73))
        sign_in(leyla, leyla.user)
        assert leyla.post(url(proposal, "confirm")).status_code == 403


def test_anyone_of_the_coordinators_stops_it_with_one_tap(leyla, house):
    opened()
    late = another("in the seven days", "late")
    proposal = wish(leyla, house, name_en="Other")
    assert "Refuse it" in text_of(late.get(url(proposal)))
    assert late.post(url(proposal, "withdraw")).status_code == 302
    proposal.refresh_from_db()
    assert proposal.decision == Decision.REFUSED


def test_of_two_one_without_keys_is_no_reason_to_wait_for_ever(leyla, nigar):
    """And nobody takes part in renewing the own keys."""
    opened()
    leyla.post(f"/work/people/{nigar.user.pk}/keys/")
    proposal = Proposal.objects.get(target=nigar.user.pk)
    assert nigar.post(url(proposal, "confirm")).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        sign_in(leyla, leyla.user)
        assert "/work/join/" in leyla.post(url(proposal, "confirm")).content.decode()


def second_of(first):
    """The second coordinator, whom the first brings along before the opening."""
    first.post("/work/people/invite/", {"role": "coordinator"})
    newcomer = come_in(first.post(url(Proposal.objects.first(), "confirm")), "second")
    assert newcomer.get("/work/")["Location"] == "/work/nearly-in/"
    type_digits(first, newcomer, digits_of(newcomer))
    return newcomer


@pytest.mark.both
def test_before_the_opening_the_first_two_confirm_each_other_at_once(leyla, house, near):
    second = second_of(leyla)
    proposal = wish(leyla, house, name_en="Other")
    assert leyla.post(url(proposal, "confirm")).status_code == 403
    assert second.post(url(proposal, "confirm")).status_code == 200
    third = coordinator("third", 3 * DAY)
    assert third.post(url(wish(leyla, house, name_en="Fourth"), "confirm")).status_code == 403


def test_the_site_is_opened_by_both_and_for_ever(leyla, house, near):
    second = second_of(leyla)
    third = coordinator("third")
    shown = near(place="Gəncə").content
    assert third.post("/work/opening/").status_code == 403
    assert leyla.post("/work/opening/").status_code == 302
    proposal = Proposal.objects.get(kind="opening")
    for who in (leyla, third):
        assert who.post(url(proposal, "confirm")).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        sign_in(leyla, leyla.user)
        assert leyla.post(url(proposal, "confirm")).status_code == 403, "it is no act of one"
    assert second.post(url(proposal, "confirm")).status_code == 200
    assert TrailEntry.objects.filter(what="site.opened", actor=f"user {second.user.pk}").exists()
    assert leyla.post("/work/opening/").status_code == 403 and near(place="Gəncə").content == shown
    assert second.post(url(wish(leyla, house, name_en="Other"), "confirm")).status_code == 403, "not yet for a week"


def test_a_coordinator_whom_nobody_else_confirms_waits_three_days(leyla):
    """With one coordinator, after the opening: the proposal and the digits wait, in plain sight."""
    opened()
    leyla.post("/work/people/invite/", {"role": "coordinator"})
    proposal = Proposal.objects.get(kind="coordinator")
    assert leyla.post(url(proposal, "confirm")).status_code == 403
    now = timezone.now() + timedelta(hours=73)
    with time_machine.travel(now, tick=False) as clock:
        sign_in(leyla, leyla.user)
        newcomer = come_in(leyla.post(url(proposal, "confirm")))
        type_digits(leyla, newcomer, digits_of(newcomer))
        assert newcomer.get("/work/people/")["Location"] == "/work/nearly-in/"
        clock.move_to(now + timedelta(hours=73))
        for one in (leyla, newcomer):
            sign_in(one, one.user)
        type_digits(leyla, newcomer, digits_of(newcomer))
        assert newcomer.get("/work/people/").status_code == 200
    assert RoleGrant.objects.get(user=newcomer.user, role=Role.COORDINATOR).since == now + timedelta(hours=73)


def test_the_console_brings_back_whoever_lost_both_keys(leyla):
    people.renewed_at_the_console("leyla")
    people.change(User.objects.get(pk=leyla.user.pk), awake_at=None)
    client = people.renewed_at_the_console("leyla")
    assert client.get("/work/people/").status_code == 200
