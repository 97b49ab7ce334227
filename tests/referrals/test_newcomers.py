"""Whoever joins, or has new keys, reads what is asked from then on; the rest is opened to them one by one."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals.models import CaseAccess, Referral
from referrals.workflow import cases, placing
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import Role
from shelters.models import BedPool, Organisation, TrailEntry
from tests.support import make, people
from tests.support.referrals import QUESTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ring")]


@pytest.fixture
def pool():
    return BedPool.objects.create(facility=make.facility(), name_az="Otaqlar", capacity=2)


@pytest.fixture
def host(pool):
    return people.signed_in(people.person(Role.HOST, pool.facility.organisation, "aygun"))


def newcomer(role, organisation):
    """Somebody who woke just now."""
    user = people.person(role, organisation, "newcomer")
    woken(user)
    return people.signed_in(user)


def woken(user):
    people.change(user, awake_at=timezone.now())


def asked(pool, once="a", **about):
    return placing.ask(QUESTION, [pool.facility], once=once * 24, **about)[0].enquiries.get()


def path(question, move=""):
    return f"/work/questions/{question.public_id}/" + (f"{move}/" if move else "")


def rows(client, address):
    return client.get(address).content.decode().count('class="next"')


@pytest.mark.both
def test_a_host_reads_what_was_asked_after_waking(pool, host):
    before = asked(pool)
    late = newcomer(Role.HOST, pool.facility.organisation)
    after = asked(pool, "b")
    assert (rows(host, "/work/questions/"), rows(late, "/work/questions/")) == (2, 1)
    assert late.get(path(before)).status_code == 404 and late.get(path(after)).status_code == 200
    for move in ("contact", "write", "offer", "refuse"):
        assert late.post(path(before, move), {"words": "x", "reason": "full"}).status_code == 404, move


def test_a_colleague_opens_each_by_itself(pool, host):
    first, second = asked(pool), asked(pool, "b")
    late = newcomer(Role.HOST, pool.facility.organisation)
    assert host.post(path(first, "share"), {"to": late.user.pk}).status_code == 302
    assert (late.get(path(first)).status_code, late.get(path(second)).status_code) == (200, 404)
    assert late.post(path(second, "share"), {"to": late.user.pk}).status_code == 404, "nobody opens it to themself"
    entry = TrailEntry.objects.get(what="case.share")
    # Who did what to whom stands in the part that is erased with the case.
    assert entry.actor == "user" and f"user {host.user.pk}" in str(entry.payload.data)
    assert str(late.user.pk) in str(entry.payload.data)
    assert "share" not in host.get(path(first)).content.decode(), "nobody is left who cannot read it"


@pytest.mark.parametrize("role", [Role.COUNTER, Role.CASEWORKER])
def test_it_is_opened_to_hosts_of_the_house_alone(pool, host, role):
    question = asked(pool)
    other = Organisation.objects.create(key="other", type="ngo", name_az="Başqa")
    mate = people.person(role, pool.facility.organisation, "mate")
    stranger = people.person(Role.HOST, other, "stranger")
    asleep = people.person(Role.HOST, pool.facility.organisation, "asleep")
    people.change(asleep, awake_at=None)
    for user in (mate, stranger):
        woken(user)
    for user in (mate, stranger, asleep):
        assert host.post(path(question, "share"), {"to": user.pk}).status_code == 400
    assert not CaseAccess.objects.exists()


def test_new_keys_end_what_was_open_before(pool, host):
    question = asked(pool)
    late = newcomer(Role.HOST, pool.facility.organisation)
    host.post(path(question, "share"), {"to": late.user.pk})
    with time_machine.travel(timezone.now() + timedelta(seconds=1)):
        woken(late.user)
        assert late.get(path(question)).status_code == 404
        host.post(path(question, "share"), {"to": late.user.pk})
        assert late.get(path(question)).status_code == 200


def test_what_is_erased_is_opened_to_nobody(pool, host):
    question = asked(pool)
    late = newcomer(Role.HOST, pool.facility.organisation)
    host.post(path(question, "share"), {"to": late.user.pk})
    cases.withdraw(question.referral.case, by=CONSOLE)
    assert not CaseAccess.objects.exists()


def request_path(one, move=""):
    if move:
        return f"/work/cases/{one.case.public_id}/{move}/"
    return f"/work/requests/{one.public_id}/"


def test_a_caseworker_reads_requests_made_or_handed_over_since(pool, sevda, ngo):
    """The own ones from before new keys too: whoever made these keys may be somebody else."""
    mine = asked(pool, client=placing.Client(sevda.user, ngo, "Qaranquş")).referral
    mate = newcomer(Role.CASEWORKER, ngo)
    assert mate.get(request_path(mine)).status_code == 404 and rows(mate, "/work/requests/") == 0
    assert sevda.post(request_path(mine, "hand_over"), {"to": f"user {mate.user.pk}"}).status_code == 302
    assert mate.get(request_path(mine)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=1)):
        woken(mate.user)
        assert mate.get(request_path(mine)).status_code == 404, "it is theirs, and the keys are new"
        assert sevda.post(request_path(mine, "share"), {"to": mate.user.pk}).status_code == 302
        assert mate.get(request_path(mine)).status_code == 200


def test_what_comes_from_another_organisation_is_read_there(pool, sevda, ngo, aynur):
    case = asked(pool, client=placing.Client(sevda.user, ngo, "Qaranquş")).referral
    woken(aynur.user)
    there = aynur.user.organisation
    handed = {"to": f"organisation {there.pk}", "how": "voice"}
    assert sevda.post(request_path(case, "hand_over"), handed).status_code == 302
    assert Referral.objects.get(pk=case.pk).case.organisation == there
    assert aynur.get(request_path(case)).status_code == 200
